// A start that meets a server which answers, and takes no writes.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ALL_MIGRATIONS } from '../../../src/redis/migrations/all-migrations.ts';
import { createMigrations } from '../../../src/redis/migrations/migrate.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { createKeys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createHealth } from '../../../src/runtime/health.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { startTestRedis, type TestRedis } from '../../helpers/redis-server.ts';

let server: TestRedis;
let redis: Redis;
beforeEach(async () => {
  server = await startTestRedis({ args: ['--enable-protected-configs', 'yes'] });
  redis = server.client();
});
afterEach(() => server.stop());

function migrations() {
  const health = createHealth(systemClock);
  const log = createLogBook();
  const keys = createKeys('jobwire');
  const lease = (name: string) => createLease(redis, keys, name);
  const service = createMigrations({
    redis,
    keys,
    lease,
    migrations: ALL_MIGRATIONS,
    clock: systemClock,
    log,
    health,
  });
  return { service, log, layout: () => health.snapshot().layout };
}

async function failToSave(): Promise<void> {
  await mkdir(join(server.dir, 'taken', 'by-a-folder'), { recursive: true });
  await redis.config('SET', 'dbfilename', 'taken');
  await redis.config('SET', 'save', '3600 1');
  await redis.bgsave();
  await vi.waitFor(() => expect(redis.set('k', 'v')).rejects.toThrow('MISCONF'), 60_000);
}

const REFUSALS: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
  ['OOM', () => redis.config('SET', 'maxmemory', '1'), () => redis.config('SET', 'maxmemory', '0')],
  ['READONLY', () => redis.replicaof('127.0.0.1', 1), () => redis.replicaof('NO', 'ONE')],
  ['MISCONF', failToSave, () => redis.config('SET', 'stop-writes-on-bgsave-error', 'no')],
];

describe.each(REFUSALS)('while Redis answers %s', (code, refuse, mend) => {
  it('the start says so, goes on trying, and ends once it takes writes', async () => {
    await refuse();
    const { service, log, layout } = migrations();
    const starting = service.start();
    await vi.waitFor(
      () => expect(layout()).toMatchObject({ ok: false, detail: expect.stringContaining(code) }),
      60_000,
    );
    await mend();
    await starting;
    expect(layout()?.ok).toBe(true);
    expect(log.count('start_refused')).toBe(1);
  });

  it('the start with data of this version needs no write', async () => {
    const { service, log } = migrations();
    await service.start();
    await refuse();
    const again = migrations().service;
    await again.start();
    expect(log.lines).toEqual([]);
  });

  it('the start ends when it is stopped', async () => {
    await refuse();
    const { service, layout } = migrations();
    const outcome = expect(service.start()).rejects.toMatchObject({ code: 'unavailable' });
    await vi.waitFor(() => expect(layout()?.detail).toContain(code), 60_000);
    await service.stop();
    await outcome;
  });
});
