// Redis and its stores, for the bot and the command line. Part of the composition root.
import type { Config } from './config/load-config.ts';
import { dialectNamed } from './dialects/all-dialects.ts';
import { confirmed } from './monitoring/durability.ts';
import { ALL_MIGRATIONS } from './redis/migrations/all-migrations.ts';
import { createMigrations, type Migrations } from './redis/migrations/migrate.ts';
import { createRightsCheck } from './redis/monitoring/rights.ts';
import { createWriteProbe } from './redis/monitoring/write-probe.ts';
import { createRedisServer, type RedisServer } from './redis/own-redis/redis-server.ts';
import { createStorage, type Storage } from './redis/storage.ts';
import type { Clock } from './runtime/clock.ts';
import { defined } from './runtime/defined.ts';
import type { Health } from './runtime/health.ts';
import type { Service } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/logger.ts';

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Health;
  /** Whether to share the own Redis of another jobwire that runs in this folder. */
  readonly shared: boolean;
}

interface Persistence {
  readonly server: RedisServer;
  readonly storage: Storage;
  readonly migrations: Migrations;
}

export function createPersistence(
  config: Config,
  { clock, log, health, shared }: Deps,
): Persistence {
  const server = createRedisServer({
    ...defined({ redis: config.redis }),
    dataDir: config.dataDir,
    clock,
    log,
    health,
    shared,
  });
  const storage = createStorage({
    connect: server.connections.client,
    keyPrefix: config.keyPrefix,
    adminUserIds: config.adminUserIds,
    batchWindowMs: config.batchWindowMs,
    globalMessagesPerSecond: config.globalMessagesPerSecond,
    eventRetentionDays: config.eventRetentionDays,
    maxEventsPerJob: config.maxEventsPerJob,
    encode: dialectNamed('televibe').encode,
    clock,
    log,
  });
  const { redis, keys, lease } = storage;
  const migrations = createMigrations({
    redis,
    keys,
    lease,
    migrations: ALL_MIGRATIONS,
    clock,
    log,
    health,
  });
  return { server, storage, migrations };
}

type CheckedStorage = Pick<Storage, 'redis' | 'keys' | 'journal'>;

interface CheckDeps {
  readonly migrations: Migrations;
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Health;
}

/** Checks that Redis accepts writes and grants all permissions that we need. */
export function createRedisChecks(
  { redis, keys, journal }: CheckedStorage,
  { migrations, clock, log, health }: CheckDeps,
): Service[] {
  return [
    createWriteProbe({ redis, keys, journal, migrations, clock, log, health }),
    createRightsCheck({ redis, keys, log }),
  ];
}

/** For callers that report something as published: it is durable by then. */
export function confirmedJournal({ journal, durability }: Pick<Storage, 'journal' | 'durability'>) {
  return { ...journal, append: confirmed(journal.append, durability) };
}

/** For callers that report something as decided: it is durable by then. */
export function confirmedApprovals({
  approvals,
  durability,
}: Pick<Storage, 'approvals' | 'durability'>) {
  return { ...approvals, step: confirmed(approvals.step, durability) };
}
