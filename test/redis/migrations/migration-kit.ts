// Data that a former jobwire left behind, in a real Redis under a prefix of their own.
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { ALL_MIGRATIONS } from '../../../src/redis/migrations/all-migrations.ts';
import { createMigrations } from '../../../src/redis/migrations/migrate.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { type Clock, systemClock } from '../../../src/runtime/clock.ts';
import { createHealth } from '../../../src/runtime/health.ts';
import { type DumpedKey, dumpKeys, isOfClock, loadKeys } from '../../helpers/key-dump.ts';
import { createLogBook } from '../../helpers/log-book.ts';

/** Of which there are data: `test/fixtures/data-of-<version>`. */
export type FormerVersion = '0.1' | '0.2';

const PREFIX = 'jobwire:';
/** Longer than a test takes on a busy machine: nothing that is compared runs out meanwhile. */
const LONGER_MS = 3_600_000;

/** Of jobwire itself, without the streams of the systems around it, and without its sign of life. */
export function formerKeys(version: FormerVersion = '0.1'): DumpedKey[] {
  return linesOf<DumpedKey>(version, 'keys.jsonl')
    .filter(({ key }) => key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}life:`))
    .map((one) =>
      one.ttlMs === undefined ? one : { ...one, ttlMs: Math.max(one.ttlMs, LONGER_MS) },
    );
}

export function linesOf<T>(version: FormerVersion, file: string): T[] {
  const path = `../../fixtures/data-of-${version}/${file}`;
  return readFileSync(new URL(path, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

export function loadFormer(
  redis: Redis,
  { prefix }: Keys,
  version: FormerVersion = '0.1',
): Promise<void> {
  return loadKeys(redis, formerKeys(version), (key) => `${prefix}:${key.slice(PREFIX.length)}`);
}

/** What is there under the prefix, by names without it, and without what leases leave behind. */
export async function standing(redis: Redis, { prefix }: Keys): Promise<DumpedKey[]> {
  const all = await dumpKeys(redis, `${prefix}:*`);
  return all
    .map(({ ttlMs: _, ...one }) => ({ ...one, key: one.key.slice(prefix.length + 1) }))
    .filter(({ key }) => !key.startsWith('lease:') && !isOfClock(key));
}

/** A program that starts on these data. */
export function migrationsOn(
  redis: Redis,
  keys: Keys,
  options: { readonly atOnce?: number; readonly clock?: Clock } = {},
) {
  const log = createLogBook();
  const migrations = createMigrations({
    clock: systemClock,
    ...options,
    migrations: ALL_MIGRATIONS,
    redis,
    keys,
    lease: (name) => createLease(redis, keys, name),
    log,
    health: createHealth(),
  });
  return { migrations, log };
}

const WRITES = new Set(['evalsha', 'eval', 'set']);

/** Whether a script is called for one of the leases, or for the one that is named. */
export function isForLease(args: readonly unknown[], name = ''): boolean {
  const values = String(args[4]);
  return name === '' ? values.includes('"lease":"') : values.includes(`"lease":"${name}"`);
}

/** A connection that calls `on` before each of its writes but those of leases, whose renewals come by the clock. */
export function watchWrites(real: Redis, on: (write: number) => unknown): Redis {
  let writes = 0;
  return new Proxy(real, {
    get(redis, name) {
      const member: unknown = Reflect.get(redis, name);
      if (typeof member !== 'function' || !WRITES.has(String(name))) return member;
      return async (...args: unknown[]) => {
        if (!isForLease(args, 'migration') && !isForLease(args, 'router')) {
          writes += 1;
          await on(writes);
        }
        return Reflect.apply(member, redis, args);
      };
    },
  });
}
