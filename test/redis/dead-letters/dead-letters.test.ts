// Dead letters, and what followers set aside, in a real Redis.
import { afterAll, beforeAll } from 'vitest';
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
  const journal = createJournal({ redis, keys, limits, newEpoch: () => 'e', now: systemClock.now });
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
