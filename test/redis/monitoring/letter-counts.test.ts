// Dead letters by stage, as the metrics show them, however many and heavy they are.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createSystemState } from '../../../src/redis/monitoring/system-state.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
let keys: Keys;
let counts: () => Promise<Readonly<Record<string, number>>>;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  const read = createSystemState({ redis: kit.redis, keys });
  counts = async () => (await read()).deadLettersByStage;
});

const NONE = { decoding: 0, routing: 0, following: 0, delivering: 0 };
const letter = (stage: string | undefined, raw = 'x') =>
  kit.redis.xadd(
    keys.deadLetters,
    '*',
    'raw',
    raw,
    ...(stage === undefined ? [] : ['stage', stage]),
  );

it('counts each by its stage, and one of an unknown stage as a message', async () => {
  expect(await counts()).toEqual(NONE);
  for (const stage of ['routing', 'delivering', 'delivering', undefined, 'toString']) {
    await letter(stage);
  }
  expect(await counts()).toEqual({ ...NONE, decoding: 2, routing: 1, delivering: 2 });
});

it('notices what is dropped, and one that replaces another', async () => {
  const id = await letter('routing');
  expect(await counts()).toEqual({ ...NONE, routing: 1 });
  await kit.redis.xdel(keys.deadLetters, String(id));
  await letter('following');
  expect(await counts()).toEqual({ ...NONE, following: 1 });
  await kit.redis.del(keys.deadLetters);
  expect(await counts()).toEqual(NONE);
});

it('reads many page by page, and shows them once all are counted', async () => {
  const pipeline = kit.redis.pipeline();
  for (let at = 0; at < 1_200; at += 1) {
    pipeline.xadd(keys.deadLetters, '*', 'raw', 'x', 'stage', at % 2 ? 'routing' : 'decoding');
  }
  await pipeline.exec();
  expect(await counts()).toEqual(NONE);
  expect(await counts()).toEqual(NONE);
  expect(await counts()).toEqual({ ...NONE, decoding: 600, routing: 600 });
});

it('reads a list only once it has changed', async () => {
  await letter('routing', 'y'.repeat(100_000));
  await counts();
  const calls = async () =>
    /cmdstat_xrange:calls=(\d+)/.exec(await kit.redis.info('commandstats'))?.[1];
  const before = Number(await calls());
  await counts();
  // One of the journal, to find out what is not routed yet.
  expect(Number(await calls()) - before).toBe(1);
});
