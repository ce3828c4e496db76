// Selections in a real Redis: every replica sees the same, and none is kept for ever.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSelections } from '../../../../src/redis/approvals/buttons/selections.ts';
import { systemClock } from '../../../../src/runtime/clock.ts';
import { describeSelections } from '../../../contracts/selections.contract.ts';
import { type RedisKit, startRedisKit } from '../../../helpers/redis-kit.ts';

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

describeSelections('a selection in Redis', async () => {
  const { one, other } = replicas();
  return [one, other];
});

describe('a selection', () => {
  const ANA = { userId: 1001, userName: 'Ana', locale: 'en' };
  const LISTED = [{ key: 'ap-1', version: 1 }];

  it('has a token that nobody can guess', async () => {
    expect((await replicas().one.create(ANA, LISTED)).token).toMatch(/^[\w-]{22}$/);
  });

  it('is not made by a pick', async () => {
    const { one, keys } = replicas();
    await one.pick('nothing', 0, true);
    expect(await kit.redis.keys(`${keys.prefix}:*`)).toEqual([]);
  });

  it('is kept for a day after its last change', async () => {
    const { one, keys } = replicas();
    const { token } = await one.create(ANA, LISTED);
    await kit.redis.expire(keys.selection(token), 5);
    await one.pick(token, 0, true);
    expect(await kit.redis.ttl(keys.selection(token))).toBeGreaterThan(86_000);
  });
});
