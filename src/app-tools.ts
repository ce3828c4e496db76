// What the command line works with: everything that is kept, without the bot around it. A part of
// the composition root.
import { createDecide, type Decide } from './approvals/decide.ts';
import { createRightsNow } from './approvals/voter-rights.ts';
import type { Config } from './config.ts';
import { decode, dialectNamed } from './dialects/all-dialects.ts';
import type { CanonicalEvent } from './event/canonical-event.ts';
import { createHealth, type Health } from './health.ts';
import { createExhume, type Exhume } from './intake/exhume.ts';
import { createPublish, type Publish } from './intake/publish.ts';
import { createEventBus, type EventBus } from './journal/event-bus.ts';
import { createLifecycle, type Service } from './lifecycle.ts';
import type { Means } from './means.ts';
import { createMetrics } from './metrics.ts';
import { createRedaction, type Redaction } from './redact/redaction.ts';
import { ALL_MIGRATIONS } from './redis/migrations/all-migrations.ts';
import { createMigrations } from './redis/migrations/migrate.ts';
import { createRedisServer } from './redis/redis-server.ts';
import { createReplayToChat, type ReplayToChat } from './redis/replay-to-chat.ts';
import { createServerFacts, type ServerFacts } from './redis/server-facts.ts';
import { createStorage, type Storage } from './redis/storage.ts';
import { createTelevibeBus, type TelevibeBus } from './redis/televibe-bus.ts';
import { confirmed } from './runtime/durability.ts';

type Kept = Pick<
  Storage,
  'journal' | 'board' | 'deadLetters' | 'tokens' | 'approvals' | 'members' | 'chatBook'
>;

export interface Tools extends Service, Kept {
  /** Into the journal. */
  readonly publish: Publish;
  /** Onto the bus of the systems around, where jobwire hears it too. */
  readonly televibe: TelevibeBus;
  readonly bus: EventBus;
  readonly exhume: Exhume;
  readonly decide: Decide;
  readonly replayToChat: ReplayToChat;
  /** The televibe shape of an event. */
  readonly encode: (event: CanonicalEvent) => unknown;
  /** What Redis says of itself. */
  readonly serverFacts: () => Promise<ServerFacts>;
  readonly health: Pick<Health, 'snapshot' | 'onChange'>;
  /** For what people read; `--json` is for machines and shows everything. */
  readonly redaction: Redaction;
}

type Deps = Pick<Means, 'clock' | 'log'>;

const STOP_DEADLINE_MS = 4_000;

/** Started, it is connected: to the Redis of the settings, or beside a jobwire that runs its own. */
export function createTools(config: Config, { clock, log }: Deps): Tools {
  const health = createHealth();
  const metrics = createMetrics();
  const means = { clock, log, health, metrics };
  const redisServer = createRedisServer({ ...config, ...means, shared: true });
  const { encode } = dialectNamed('televibe');
  const connect = redisServer.connections.client;
  const storage = createStorage({ ...config, ...means, connect, encode });
  const { waker } = storage;
  const migrations = createMigrations({ ...means, ...storage, migrations: ALL_MIGRATIONS });
  const { own, connections } = redisServer;
  const services = [...own, connections, migrations, waker, storage.feed];
  return {
    ...createLifecycle(services, { clock, log, stopDeadlineMs: STOP_DEADLINE_MS }),
    ...storage,
    encode,
    health,
    redaction: createRedaction(config),
    serverFacts: createServerFacts(storage.redis),
    publish: createPublish({ ...storage, ...means, ...confirming(storage), decode }),
    televibe: createTelevibeBus(storage.redis),
    bus: createEventBus({ ...storage, ...means }),
    exhume: createExhume({ ...storage, ...means, decode }),
    decide: createDecide({
      ...means,
      store: confirming(storage).approvals,
      rightsNow: createRightsNow(storage),
    }),
    replayToChat: createReplayToChat(storage),
  };
}

/** What is said to be published or decided is written. */
function confirming({ journal, approvals, durability }: Storage) {
  return {
    journal: { ...journal, append: confirmed(journal.append, durability) },
    approvals: { ...approvals, step: confirmed(approvals.step, durability) },
  };
}
