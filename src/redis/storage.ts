// Everything that is kept in Redis, built on one set of connections.
import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { Lease } from '../lease.ts';
import type { Logger } from '../logger.ts';
import { createApprovalStore } from './approval-store.ts';
import { createAttempts } from './attempts.ts';
import { createChatBook } from './chat-book.ts';
import { createCopies } from './copies.ts';
import { createCursorKey } from './cursor-key.ts';
import { createDeadLetters } from './dead-letters.ts';
import { createDurability } from './durability.ts';
import { createFlowStore } from './flow-store.ts';
import { createFollowerAside } from './follower-aside.ts';
import { createHistory } from './history.ts';
import { createJobBoard } from './job-board.ts';
import { createJournal } from './journal.ts';
import { createJournalFeed } from './journal-feed.ts';
import { createKeys } from './keys.ts';
import { createLease } from './lease.ts';
import { createMembers } from './members.ts';
import { createMoveChat } from './move-chat.ts';
import { createOutbox, createOutboxStore } from './outbox-store.ts';
import { createPace } from './pace.ts';
import { createReplyChoices } from './reply-choices.ts';
import { createRetention } from './retention.ts';
import { createRetryStore } from './retry-store.ts';
import { createSelections } from './selections.ts';
import { createSourcePositions } from './stream-positions.ts';
import { createTailStore } from './tail-store.ts';
import { createTokenStore } from './token-store.ts';
import { createUpdateLog } from './update-log.ts';
import { createWaker } from './waker.ts';

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
  const base = { redis, keys, clock, log };
  const limits = {
    retentionMs: deps.eventRetentionDays * DAY_MS,
    perJob: deps.maxEventsPerJob,
  };
  const { now } = clock;
  const waker = createWaker({ ...base, prefix: deps.keyPrefix });
  const members = createMembers({ ...base, adminUserIds: deps.adminUserIds });
  const newEpoch = () => clock.token(EPOCH_BYTES);
  const journal = createJournal({ ...base, limits, newEpoch, now });
  return {
    redis,
    keys,
    connect,
    waker,
    members,
    journal,
    feed: createJournalFeed({ ...base, blocking: connect('blocking') }),
    chatBook: createChatBook({ ...base, members }),
    approvals: createApprovalStore({ ...base, waker, encode: deps.encode, limits, now }),
    flowStore: createFlowStore({
      ...base,
      blocking: connect('blocking'),
      lease: ROUTER_LEASE,
      windowMs: deps.batchWindowMs,
    }),
    board: createJobBoard(redis, keys),
    durability: createDurability(base),
    history: createHistory({ ...base, newEpoch }),
    copies: createCopies({ ...base, waker }),
    outbox: createOutbox({ ...base, waker }),
    outboxStore: createOutboxStore({ ...base, callsPerSecond: deps.globalMessagesPerSecond }),
    pace: createPace(base),
    attempts: createAttempts(redis, keys, clock.token(LIFE_BYTES)),
    followerAside: createFollowerAside(redis, keys),
    retries: createRetryStore(redis, keys),
    retention: createRetention({ ...base, limits, now, blocking: connect('blocking') }),
    deadLetters: createDeadLetters(redis, keys),
    positions: createSourcePositions(redis, keys),
    tokens: createTokenStore(base),
    cursorKey: createCursorKey(base),
    selections: createSelections(base),
    replyChoices: createReplyChoices(base),
    tailStore: createTailStore(redis, keys),
    updateLog: createUpdateLog(redis, keys),
    moveChat: createMoveChat({ ...base, waker }),
    routerLease: createLease(redis, keys, ROUTER_LEASE),
    lease: (name: string): Lease => createLease(redis, keys, name),
  };
}
