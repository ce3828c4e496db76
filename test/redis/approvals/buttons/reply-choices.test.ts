// Reply choices in a real Redis: every replica sees the same, the first choice stands, and none is kept for ever.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReplyChoices } from '../../../../src/redis/approvals/buttons/reply-choices.ts';
import { systemClock } from '../../../../src/runtime/clock.ts';
import { describeReplyChoices } from '../../../contracts/reply-choices.contract.ts';
import { type RedisKit, startRedisKit } from '../../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

function replicas() {
  const keys = kit.fresh();
  const one = createReplyChoices({ redis: kit.redis, keys, clock: systemClock });
  const other = createReplyChoices({ redis: kit.server.client(), keys, clock: systemClock });
  return { keys, one, other };
}

const REPLY = {
  chatId: -42,
  messageId: 9,
  userId: 1001,
  text: 'not before\nthe "release" 👍',
  approvalId: 'ap-1.2',
  version: 3,
};

describeReplyChoices('a reply choice in Redis', async () => {
  const { one, other } = replicas();
  return [one, other];
});

describe('a reply whose writer is asked what it means', () => {
  it('is known by a token that nobody can guess', async () => {
    expect(await replicas().one.create(REPLY)).toMatch(/^[\w-]{22}$/);
  });

  it('is not made by a choice', async () => {
    const { one, keys } = replicas();
    await one.choose('nothing', 'deny');
    expect(await kit.redis.keys(`${keys.prefix}:*`)).toEqual([]);
  });

  it('is kept for a day', async () => {
    const { one, keys } = replicas();
    const token = await one.create(REPLY);
    expect(await kit.redis.ttl(keys.replyChoice(token))).toBeGreaterThan(86_000);
    await kit.redis.expire(keys.replyChoice(token), 5);
    await one.choose(token, 'deny');
    expect(await kit.redis.ttl(keys.replyChoice(token))).toBeGreaterThan(86_000);
  });
});
