// Everything that is kept in Redis, built on one set of connections.
import type { Redis } from 'ioredis';
import type { Waker } from '../deliver/outbox-store.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Health } from '../runtime/health.ts';
import type { Lease } from '../runtime/lease.ts';
import type { Logger } from '../runtime/logger.ts';
import { createStoredReader, type StoredReader } from '../runtime/stored/stored-reader.ts';
import { createApprovalStore } from './approvals/approval-store.ts';
import { createReplyChoices } from './approvals/buttons/reply-choices.ts';
import { createSelections } from './approvals/buttons/selections.ts';
import { createCopies } from './approvals/copies.ts';
import { reportUnavailable } from './connection/report-unavailable.ts';
import { createAttempts } from './dead-letters/attempts.ts';
import { createDeadLetters } from './dead-letters/dead-letters.ts';
import { createFollowerAside } from './dead-letters/follower-aside.ts';
import { createRedriveStore } from './dead-letters/redrive-store.ts';
import { createRetryStore } from './dead-letters/retry-store.ts';
import { createJobBoard } from './jobs/job-board.ts';
import { createSilenceStore } from './jobs/silence-store.ts';
import { createTailStore } from './jobs/tail-store.ts';
import { createThingTitles } from './jobs/thing-titles.ts';
import { createJournal } from './journal/journal.ts';
import { createJournalFeed } from './journal/journal-feed.ts';
import { createRetention } from './journal/retention.ts';
import { createCounts } from './monitoring/counts.ts';
import { createDurability } from './monitoring/durability.ts';
import { createHistory } from './monitoring/history.ts';
import { createAlertStore } from './outbox/alerts/alert-store.ts';
import { createBundles } from './outbox/bundles/bundle-store.ts';
import { createSilentCards } from './outbox/cards/silent-cards.ts';
import { createOrigins } from './outbox/origins/origins.ts';
import { createOutbox, createOutboxStore } from './outbox/outbox-store.ts';
import { createWaker } from './outbox/waker.ts';
import { createPace } from './pace/pace.ts';
import { createChatBook } from './people/chat-book.ts';
import { createCursorKey } from './people/cursor-key.ts';
import { createInvitations } from './people/invitations.ts';
import { createMembers } from './people/members.ts';
import { createMoveChat } from './people/move-chat.ts';
import { createCurrentChat } from './people/moved-chats.ts';
import { createSessionStore } from './people/sign-in/session-store.ts';
import { createTicketStore } from './people/sign-in/ticket-store.ts';
import { createTokenStore } from './people/token-store.ts';
import { createLease } from './routing/lease.ts';
import { createRouteStore } from './routing/route-store.ts';
import { createKeys, type Keys } from './scripts/keys.ts';
import type { Limits } from './scripts/limits.ts';
import { createStandingStore } from './standing/standing-store.ts';
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

/** What several of them are built on. */
interface Base {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Logger;
  readonly reader: StoredReader;
  readonly limits: Limits;
  readonly waker: Waker;
  readonly instanceId: string;
}

/** Nothing is sent to Redis before something is asked of a part. */
export function createStorage(deps: Deps) {
  const { connect, clock, log, keyPrefix } = deps;
  const redis = connect('commands');
  const keys = createKeys(keyPrefix);
  const reader = createStoredReader(deps);
  const waker = createWaker({ redis, prefix: keyPrefix, log });
  const limits = limitsOf(deps);
  const instanceId = clock.token(LIFE_BYTES);
  const base = { redis, keys, clock, log, reader, limits, waker, instanceId };
  const stores = {
    waker,
    ...createEventStores(base, deps),
    ...createUndelivered(base),
    ...createPeople(base, deps),
    ...createRequests(base, deps),
    ...createSending(base, deps),
  };
  return {
    redis,
    keys,
    connect,
    ...reportAll(stores),
    lease: (name: string): Lease => reportUnavailable(createLease(redis, keys, name)),
  };
}

/** The journal and whoever reads or watches it. */
function createEventStores(
  { redis, keys, clock, log, reader, limits }: Base,
  { connect, batchWindowMs: windowMs }: Deps,
) {
  const { now } = clock;
  const newEpoch = () => clock.token(EPOCH_BYTES);
  const blocking = connect('blocking');
  return {
    journal: createJournal({ redis, keys, limits, newEpoch, clock, reader }),
    feed: createJournalFeed({ redis, blocking: connect('blocking'), keys, clock, log, reader }),
    flowStore: createRouteStore({ redis, blocking, keys, lease: ROUTER_LEASE, windowMs, reader }),
    routerLease: createLease(redis, keys, ROUTER_LEASE),
    board: createJobBoard(redis, keys, reader),
    silence: createSilenceStore({ redis, keys, limits, now, reader }),
    thingTitles: createThingTitles(redis, keys, reader),
    durability: createDurability({ redis, clock, log }),
    counts: createCounts(redis, keys, reader),
    history: createHistory({ redis, keys, newEpoch, reader }),
    retention: createRetention({
      redis,
      blocking: connect('blocking'),
      keys,
      limits,
      clock,
      log,
      now,
    }),
    positions: createSourcePositions(redis, keys),
  };
}

/** What could not be handled, or sent, and is tried again. */
function createUndelivered({ redis, keys, reader, waker, instanceId }: Base) {
  return {
    attempts: createAttempts(redis, keys, instanceId),
    redriveStore: createRedriveStore({ redis, keys, waker }),
    followerAside: createFollowerAside(redis, keys),
    retries: createRetryStore(redis, keys),
    deadLetters: createDeadLetters(redis, keys),
    updateLog: createUpdateLog({ redis, keys, instanceId, reader }),
  };
}

function createPeople({ redis, keys, clock, log, reader, waker }: Base, { adminUserIds }: Deps) {
  const members = createMembers({ redis, keys, adminUserIds, reader, now: clock.now });
  return {
    members,
    chatBook: createChatBook({ redis, keys, members, reader }),
    invitations: createInvitations({ redis, keys, members, clock, log, reader }),
    tokens: createTokenStore({ redis, keys, clock, reader }),
    sessions: createSessionStore({ redis, keys, clock, reader }),
    tickets: createTicketStore({ redis, keys, clock, reader }),
    cursorKey: createCursorKey({ redis, keys, clock }),
    moveChat: createMoveChat({ redis, keys, waker, reader }),
    currentChat: createCurrentChat({ redis, keys }),
  };
}

function createRequests(base: Base, { encode }: Deps) {
  const { redis, keys, clock, reader, limits, waker } = base;
  const { now } = clock;
  return {
    approvals: createApprovalStore({ redis, keys, waker, encode, limits, now, reader }),
    standings: createStandingStore({ redis, keys, reader }),
    alerts: createAlertStore({ redis, keys, waker }),
    copies: createCopies({ redis, keys, waker, now }),
    bundles: createBundles({ redis, keys, waker }),
    selections: createSelections({ redis, keys, clock, reader }),
    replyChoices: createReplyChoices({ redis, keys, clock, reader }),
  };
}

function createSending(
  { redis, keys, clock, reader, waker }: Base,
  { globalMessagesPerSecond: callsPerSecond }: Deps,
) {
  return {
    outbox: createOutbox({ redis, keys, clock, waker }),
    outboxStore: createOutboxStore({ redis, keys, callsPerSecond }),
    origins: createOrigins(redis, keys),
    silentCards: createSilentCards({ redis, keys, waker }),
    pace: createPace({ redis, keys }),
    tailStore: createTailStore(redis, keys, reader),
  };
}

function limitsOf({ eventRetentionDays, maxEventsPerJob }: Deps): Limits {
  return { retentionMs: eventRetentionDays * DAY_MS, perJob: maxEventsPerJob };
}

/** Each of them reports that Redis is away in the words of the house. */
function reportAll<T extends Readonly<Record<string, object>>>(stores: T): T {
  const entries = Object.entries(stores);
  return Object.fromEntries(
    entries.map(([name, store]) => [name, reportUnavailable(store)]),
  ) as unknown as T;
}
