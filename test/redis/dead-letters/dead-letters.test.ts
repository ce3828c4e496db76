// Dead letters, and what followers set aside, in a real Redis.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDeadLetters } from '../../../src/redis/dead-letters/dead-letters.ts';
import { createFollowerAside } from '../../../src/redis/dead-letters/follower-aside.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { describeDeadLetters } from '../../contracts/dead-letters.contract.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describeDeadLetters('dead letters in Redis', async () => {
  const [{ redis }, keys] = [kit, kit.fresh()];
  const limits = { retentionMs: 86_400_000, perJob: 1_000 };
  const journal = createJournal({ redis, keys, limits, newEpoch: () => 'e', clock: systemClock });
  const letters = createDeadLetters(redis, keys);
  return {
    letters,
    journal,
    aside: createFollowerAside(redis, keys),
    async bury(letter) {
      await journal.append({ candidates: [], deadLetters: [letter] });
      return (await letters.ids(1))[0] ?? '';
    },
  };
});

describe('more dead letters than are looked at in one call', () => {
  it.each([
    ['light ones', 1_201, 10],
    ['heavy ones', 30, 1_000_000],
  ])('are found once each, in all stages or in one: %s', async (_, count, bytes) => {
    const [{ redis }, keys] = [kit, kit.fresh()];
    const letters = createDeadLetters(redis, keys);
    const raw = 'x'.repeat(bytes);
    const ids: string[] = [];
    for (let at = 1; at <= count; at += 1) {
      const stage = at % 3 === 0 ? 'routing' : 'decoding';
      ids.unshift(
        (await redis.xadd(keys.deadLetters, `${at}-0`, 'raw', raw, 'stage', stage)) ?? '',
      );
    }
    expect(await letters.ids(10_000)).toEqual(ids);
    expect((await letters.list(10_000)).map(({ id }) => id)).toEqual(ids);
    const routing = ids.filter((id) => Number.parseInt(id, 10) % 3 === 0);
    expect(await letters.ids(10_000, 'routing')).toEqual(routing);
    expect(await letters.ids(routing.length - 1, 'routing')).toEqual(routing.slice(0, -1));
    expect((await letters.list(10_000, 'routing')).map(({ id }) => id)).toEqual(routing);
  });
});
