// What the command line works with: everything that is kept, without the bot around it. A part of
// the composition root.
import { createDecide, type Decide } from './approvals/decisions/decide.ts';
import { createRightsNow } from './approvals/voters/voter-rights.ts';
import type { Config } from './config/load-config.ts';
import { decode, dialectNamed } from './dialects/all-dialects.ts';
import type { CanonicalEvent } from './event/canonical-event.ts';
import { readPolicyFile } from './files/text/policy-file.ts';
import { createPublish, type Publish } from './intake/publish.ts';
import { createRedrive, type Redrive } from './intake/redrive.ts';
import { createEventBus, type EventBus } from './journal/event-bus.ts';
import { handOver } from './monitoring/counted-elsewhere.ts';
import { confirmed } from './monitoring/durability.ts';
import { createRedaction, type Redaction } from './redact/redaction.ts';
import { createTelevibeBus, type TelevibeBus } from './redis/bus/televibe-bus.ts';
import { ALL_MIGRATIONS } from './redis/migrations/all-migrations.ts';
import { createMigrations } from './redis/migrations/migrate.ts';
import { findMissingRights } from './redis/monitoring/rights.ts';
import { createServerFacts, type ServerFacts } from './redis/monitoring/server-facts.ts';
import { createRedisServer } from './redis/own-redis/redis-server.ts';
import { createReplayToChat, type ReplayToChat } from './redis/routing/replay-to-chat.ts';
import { createStorage, type Storage } from './redis/storage.ts';
import { createRedeliver } from './routing/redeliver.ts';
import { createHealth, type Health } from './runtime/health.ts';
import { createLifecycle, type Service } from './runtime/lifecycle.ts';
import type { Means } from './runtime/means.ts';
import { createMetrics } from './runtime/metrics.ts';

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
  readonly redrive: Redrive;
  readonly decide: Decide;
  readonly replayToChat: ReplayToChat;
  /** The televibe shape of an event. */
  readonly encode: (event: CanonicalEvent) => unknown;
  /** What Redis says of itself. */
  readonly serverFacts: () => Promise<ServerFacts>;
  /** What our user in Redis may not do, and should. */
  readonly missingRights: () => Promise<readonly string[]>;
  readonly health: Pick<Health, 'snapshot' | 'onChange'>;
  /** For what people read; `--json` is for machines and shows everything. */
  readonly redaction: Redaction;
}

type Deps = Pick<Means, 'clock' | 'log'>;

const STOP_DEADLINE_MS = 4_000;

/** Started, it is connected: to the Redis of the settings, or beside a jobwire that runs its own. */
export function createTools(config: Config, { clock, log }: Deps): Tools {
  const health = createHealth();
  const means = { clock, log, health };
  const redisServer = createRedisServer({ ...config, ...means, shared: true });
  const { encode } = dialectNamed('televibe');
  const connect = redisServer.connections.client;
  const storage = createStorage({ ...config, ...means, connect, encode });
  const { waker } = storage;
  const metrics = handOver(createMetrics(), storage.counts);
  const deps = { ...storage, ...means, metrics };
  const migrations = createMigrations({ ...means, ...storage, migrations: ALL_MIGRATIONS });
  const { own, connections } = redisServer;
  const services = [...own, connections, migrations, waker, storage.feed, metrics.service];
  return {
    ...createLifecycle(services, { clock, log, stopDeadlineMs: STOP_DEADLINE_MS }),
    ...storage,
    encode,
    health,
    redaction: createRedaction(config),
    serverFacts: createServerFacts(storage.redis),
    missingRights: () => findMissingRights(storage.redis, storage.keys),
    publish: createPublish({ ...deps, ...confirming(storage), decode }),
    televibe: createTelevibeBus(storage.redis),
    bus: createEventBus(deps),
    redrive: createRedrive({
      ...{ ...deps, decode },
      redeliver: createRedeliver({ ...storage, fileRoutes: () => routesOf(config) }),
    }),
    decide: createDecide({
      ...deps,
      store: confirming(storage).approvals,
      rightsNow: createRightsNow(storage),
    }),
    replayToChat: createReplayToChat(storage),
  };
}

async function routesOf({ policyFile }: Config) {
  return policyFile === undefined ? [] : (await readPolicyFile(policyFile)).routes;
}

/** What is said to be published or decided is written. */
function confirming({ journal, approvals, durability }: Storage) {
  return {
    journal: { ...journal, append: confirmed(journal.append, durability) },
    approvals: { ...approvals, step: confirmed(approvals.step, durability) },
  };
}
