// A migration keeps its leases as long as it takes: nobody migrates or routes meanwhile.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { LEASE_RENEWAL_MS } from '../../../src/runtime/lease.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { isForLease, loadFormer, migrationsOn, watchWrites } from './migration-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

it.each(['migration', 'router'])('the lease %s is renewed, time and again', async (name) => {
  const keys = kit.fresh();
  await loadFormer(kit.redis, keys);
  await kit.redis.del(keys.lease('migration'), keys.lease('router'));
  const endsAt = async () => Number(await kit.redis.get(keys.leaseEnds(name)));
  const clock = createManualClock();
  let renewals = 0;
  const slow = watchWrites(kit.redis, async (write) => {
    if (write !== 12) return;
    for (; renewals < 3; renewals += 1) {
      const before = await endsAt();
      await vi.waitUntil(async () => {
        await clock.advance(LEASE_RENEWAL_MS);
        return (await endsAt()) > before;
      }, 60_000);
    }
  });
  const { migrations, log } = migrationsOn(slow, keys, { atOnce: 25, clock });
  await migrations.start();
  expect(renewals).toBe(3);
  expect(log.count('migration_interrupted')).toBe(0);
});

it('a renewal that fails is made again, and keeps no migration from its end', async () => {
  const keys = kit.fresh();
  await loadFormer(kit.redis, keys);
  await kit.redis.del(keys.lease('migration'), keys.lease('router'));
  const clock = createManualClock();
  let isAway = false;
  let failures = 0;
  const shaky = new Proxy(kit.redis, {
    get(redis, name) {
      const member: unknown = Reflect.get(redis, name);
      if (name !== 'evalsha' || typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        if (isAway && isForLease(args)) {
          failures += 1;
          throw new Error('away');
        }
        return Reflect.apply(member, redis, args);
      };
    },
  });
  const slow = watchWrites(shaky, async (write) => {
    if (write !== 12) return;
    isAway = true;
    await vi.waitUntil(async () => {
      await clock.advance(LEASE_RENEWAL_MS);
      return failures >= 3;
    }, 60_000);
    isAway = false;
  });
  const { migrations, log } = migrationsOn(slow, keys, { atOnce: 25, clock });
  await migrations.start();
  expect(log.count('migration_interrupted')).toBe(0);
  expect(await kit.redis.get(`${keys.prefix}:layout`)).toBe('3');
});
