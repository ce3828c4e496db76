// Everything that is kept in Redis, built on one set of connections.
import type { Redis } from 'ioredis';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Health } from '../runtime/health.ts';
import type { Lease } from '../runtime/lease.ts';
import type { Logger } from '../runtime/logger.ts';
import { createStoredReader } from '../runtime/stored/stored-reader.ts';
import { createApprovalStore } from './approvals/approval-store.ts';
import { createCopies } from './approvals/copies.ts';
import { createReplyChoices } from './approvals/reply-choices.ts';
import { createSelections } from './approvals/selections.ts';
import { reportUnavailable } from './connection/report-unavailable.ts';
import { createAttempts } from './dead-letters/attempts.ts';
import { createDeadLetters } from './dead-letters/dead-letters.ts';
import { createFollowerAside } from './dead-letters/follower-aside.ts';
import { createRedriveStore } from './dead-letters/redrive-store.ts';
import { createRetryStore } from './dead-letters/retry-store.ts';
import { createJobBoard } from './jobs/job-board.ts';
import { createTailStore } from './jobs/tail-store.ts';
import { createJournal } from './journal/journal.ts';
import { createJournalFeed } from './journal/journal-feed.ts';
import { createRetention } from './journal/retention.ts';
import { createCounts } from './monitoring/counts.ts';
import { createDurability } from './monitoring/durability.ts';
import { createHistory } from './monitoring/history.ts';
import { createOutbox, createOutboxStore } from './outbox/outbox-store.ts';
import { createWaker } from './outbox/waker.ts';
import { createPace } from './pace/pace.ts';
import { createChatBook } from './people/chat-book.ts';
import { createCursorKey } from './people/cursor-key.ts';
import { createMembers } from './people/members.ts';
import { createMoveChat } from './people/move-chat.ts';
import { createTokenStore } from './people/token-store.ts';
import { createLease } from './routing/lease.ts';
import { createRouteStore } from './routing/route-store.ts';
import { createKeys } from './scripts/keys.ts';
import { createSourcePositions } from './streams/stream-positions.ts';
import { createUpdateLog } from './updates/update-log.ts';

/** `commands` may be shared; each `blocking` or `subscriber` connection has one user. */
export type Connect = (role: 'commands' | 'blocking' | 'subscriber') => Redis;

interface Deps {
  readonly connect: Connect;
  readonly keyPrefix: string;
  readonly adminUserIds: readonly number[];
  readonly batchWindowMs: number;
  readonly globalMessagesPerSecond: number;
  readonly eventRetentionDays: number;
  readonly maxEventsPerJob: number;
  /** Writes an event as others on the bus read it. */
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly clock: Clock;
  readonly log: Logger;
  readonly health?: Pick<Health, 'report'>;
}

const ROUTER_LEASE = 'router';
const DAY_MS = 86_400_000;
const EPOCH_BYTES = 6;
const LIFE_BYTES = 9;

export type Storage = ReturnType<typeof createStorage>;

/** Nothing is sent to Redis before something is asked of a part. */
export function createStorage(deps: Deps) {
  const { connect, clock, log } = deps;
  const redis = connect('commands');
  const keys = createKeys(deps.keyPrefix);
  const base = { redis, keys, clock, log, now: clock.now, ...readingOf(deps) };
  const waker = createWaker({ ...base, prefix: deps.keyPrefix });
  const members = createMembers({ ...base, adminUserIds: deps.adminUserIds });
  const instanceId = clock.token(LIFE_BYTES);
  const newEpoch = () => clock.token(EPOCH_BYTES);
  const journal = createJournal({ ...base, newEpoch });
  const stores = {
    waker,
    members,
    journal,
    feed: createJournalFeed({ ...base, blocking: connect('blocking') }),
    chatBook: createChatBook({ ...base, members }),
    approvals: createApprovalStore({ ...base, waker, encode: deps.encode }),
    flowStore: createRouteStore({
      ...base,
      blocking: connect('blocking'),
      lease: ROUTER_LEASE,
      windowMs: deps.batchWindowMs,
    }),
    board: createJobBoard(redis, keys, base.reader),
    durability: createDurability(base),
    counts: createCounts(redis, keys, base.reader),
    history: createHistory({ ...base, newEpoch }),
    copies: createCopies({ ...base, waker }),
    outbox: createOutbox({ ...base, waker }),
    outboxStore: createOutboxStore({ ...base, callsPerSecond: deps.globalMessagesPerSecond }),
    pace: createPace(base),
    attempts: createAttempts(redis, keys, instanceId),
    redriveStore: createRedriveStore({ ...base, waker }),
    followerAside: createFollowerAside(redis, keys),
    retries: createRetryStore(redis, keys),
    retention: createRetention({ ...base, blocking: connect('blocking') }),
    deadLetters: createDeadLetters(redis, keys),
    positions: createSourcePositions(redis, keys),
    tokens: createTokenStore(base),
    cursorKey: createCursorKey(base),
    selections: createSelections(base),
    replyChoices: createReplyChoices(base),
    tailStore: createTailStore(redis, keys, base.reader),
    updateLog: createUpdateLog({ ...base, instanceId }),
    moveChat: createMoveChat({ ...base, waker }),
    routerLease: createLease(redis, keys, ROUTER_LEASE),
  };
  return {
    redis,
    keys,
    connect,
    ...reportAll(stores),
    lease: (name: string): Lease => reportUnavailable(createLease(redis, keys, name)),
  };
}

/** What is read, and what of it is kept. */
function readingOf(deps: Deps) {
  const { eventRetentionDays, maxEventsPerJob: perJob } = deps;
  const limits = { retentionMs: eventRetentionDays * DAY_MS, perJob };
  return { reader: createStoredReader(deps), limits };
}

/** Each of them reports that Redis is away in the words of the house. */
function reportAll<T extends Readonly<Record<string, object>>>(stores: T): T {
  const entries = Object.entries(stores);
  return Object.fromEntries(
    entries.map(([name, store]) => [name, reportUnavailable(store)]),
  ) as unknown as T;
}
