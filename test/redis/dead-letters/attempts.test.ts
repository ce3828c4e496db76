// How many messages are processed one by one where a process died.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAttempts } from '../../../src/redis/dead-letters/attempts.ts';
import { createIntakeKit } from '../../helpers/intake-kit.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

it.each([1, 2, 4])(
  'each of the %i messages that it had begun, and none after them',
  async (count) => {
    const keys = kit.fresh();
    const source = 'televibe:stream:p1';
    const { journal } = createIntakeKit({ redis: kit.redis, keys });
    const begin = (instanceId: string, at: number, resolved = false) =>
      createAttempts(kit.redis, keys, instanceId).begin({
        ...{ source, resolved, from: at === 0 ? '' : `${at}-0`, messages: count },
      });
    expect(await begin('dead', 0)).toEqual({ tries: 1, toIsolate: 0 });
    await kit.redis.del(keys.instance('dead'));
    expect(await begin('next', 0)).toEqual({ tries: 2, toIsolate: count });
    const left: (number | undefined)[] = [];
    for (let at = 0; at < count + 2; at += 1) {
      left.push((await begin('next', at, true))?.toIsolate);
      const acknowledgement = { source, from: at === 0 ? '' : `${at}-0`, to: `${at + 1}-0` };
      await journal.append({ candidates: [], deadLetters: [], acknowledgement });
    }
    expect(left).toEqual([...Array.from({ length: count }, (_, at) => count - at), 0, 0]);
  },
);
