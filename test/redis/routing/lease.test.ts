// A lease in a real Redis.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { describeLease } from '../../contracts/lease.contract.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { createSteppingRedis } from '../../helpers/stepping-redis.ts';

const HOLD_MS = 2_000;

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

function replicas() {
  const keys = kit.fresh();
  let nowMs = Date.UTC(2026, 2, 2, 9);
  const redis = createSteppingRedis(kit.redis, () => nowMs);
  return {
    replica: () => createLease(redis, keys, 'router'),
    async pass(ms: number) {
      nowMs += ms;
    },
  };
}

describeLease('a lease in Redis', async () => {
  const { replica, pass } = replicas();
  return { replica, runOut: () => pass(HOLD_MS + 1) };
});

it('holds for two seconds from each renewal on', async () => {
  const { replica, pass } = replicas();
  const [one, other] = [replica(), replica()];
  const fence = await one.acquireOrRenew();
  for (let round = 0; round < 5; round += 1) {
    await pass(HOLD_MS - 100);
    expect(await other.acquireOrRenew()).toBeUndefined();
    expect(await one.acquireOrRenew()).toBe(fence);
  }
});

it('never gives a number again that somebody may still believe in, though Redis was emptied', async () => {
  const { replica, pass } = replicas();
  const [one, other] = [replica(), replica()];
  await one.acquireOrRenew();
  await one.release();
  const second = (await other.acquireOrRenew()) ?? Number.NaN;
  await kit.redis.flushall();
  await pass(10);
  expect(await one.acquireOrRenew()).toBeGreaterThan(second);
});
