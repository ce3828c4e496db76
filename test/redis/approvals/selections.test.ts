// Selections in a real Redis: every replica sees the same, and none is kept for ever.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSelections } from '../../../src/redis/approvals/selections.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

function replicas() {
  const keys = kit.fresh();
  const one = createSelections({ redis: kit.redis, keys, clock: systemClock });
  const other = createSelections({ redis: kit.server.client(), keys, clock: systemClock });
  return { keys, one, other };
}

const LISTED = ['ap-1', 'ap-2', 'ap-3'].map((key, at) => ({ key, version: at + 1 }));

describe('a selection', () => {
  it('is the same on every replica', async () => {
    const { one, other } = replicas();
    const created = await one.create(1001, LISTED);
    expect(created).toMatchObject({
      token: expect.stringMatching(/^[\w-]{22}$/),
      userId: 1001,
      requests: LISTED,
      picked: [],
    });
    expect(await other.get(created.token)).toEqual(created);
    expect((await other.pick(created.token, 2, true))?.picked).toEqual([2]);
    expect((await one.get(created.token))?.picked).toEqual([2]);
  });

  it('loses none of two picks at the same time, and counts a repeated one once', async () => {
    const { one, other } = replicas();
    const { token } = await one.create(1001, LISTED);
    await Promise.all([one.pick(token, 0, true), other.pick(token, 1, true)]);
    await one.pick(token, 1, true);
    expect((await one.get(token))?.picked).toEqual([0, 1]);
    expect((await one.pick(token, 0, false))?.picked).toEqual([1]);
  });

  it('that nobody made is not there, and none is made by a pick', async () => {
    const { one, keys } = replicas();
    expect(await one.get('nothing')).toBeUndefined();
    expect(await one.pick('nothing', 0, true)).toBeUndefined();
    expect(await kit.redis.keys(`${keys.prefix}:*`)).toEqual([]);
    const { token } = await one.create(1001, LISTED.slice(0, 1));
    expect(await one.pick(token, 1, true)).toBeUndefined();
  });

  it('is kept for a day after its last change', async () => {
    const { one, keys } = replicas();
    const { token } = await one.create(1001, LISTED.slice(0, 1));
    await kit.redis.expire(keys.selection(token), 5);
    await one.pick(token, 0, true);
    expect(await kit.redis.ttl(keys.selection(token))).toBeGreaterThan(86_000);
  });
});
