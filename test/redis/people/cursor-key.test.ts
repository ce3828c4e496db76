// The key of the cursors: one for all replicas, whoever needs it first.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCursorKey } from '../../../src/redis/people/cursor-key.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

it('is made once, also when many replicas begin at the same time', async () => {
  const keys = kit.fresh();
  const replicas = Array.from({ length: 20 }, () =>
    createCursorKey({ redis: kit.server.client(), keys, clock: systemClock }),
  );
  const made = await Promise.all(replicas.map((key) => key()));
  expect(new Set(made.map((key) => key.toString('hex'))).size).toBe(1);
  expect(made[0]).toHaveLength(32);
  const other = createCursorKey({ redis: kit.redis, keys: kit.fresh(), clock: systemClock });
  expect((await other()).equals(made[0] ?? Buffer.alloc(0))).toBe(false);
});

it('that is none is said, not used', async () => {
  const keys = kit.fresh();
  await kit.redis.set(keys.cursorKey, 'short');
  const key = createCursorKey({ redis: kit.redis, keys, clock: systemClock });
  await expect(key()).rejects.toThrow(/holds no key of 32 bytes; delete it/);
});
