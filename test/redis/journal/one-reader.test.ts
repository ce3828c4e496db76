// However many follow the journal on a replica, it waits for new entries with one read.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJournalFeed } from '../../../src/redis/journal/journal-feed.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { waitUntil } from '../../helpers/wait.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

async function readsOf(): Promise<number> {
  const stats = await kit.redis.info('commandstats');
  return Number(/^cmdstat_xread:calls=(\d+)/m.exec(stats)?.[1] ?? 0);
}

async function blocked(): Promise<number> {
  const clients = await kit.redis.info('clients');
  return Number(/^blocked_clients:(\d+)/m.exec(clients)?.[1]);
}

it('for a hundred that follow there is one read', async () => {
  const [blocking, keys] = [kit.server.client(), kit.fresh()];
  const parts = { redis: kit.redis, blocking, keys, clock: systemClock, log: silentLogger };
  const feed = createJournalFeed(parts);
  await feed.start();
  expect(await readsOf()).toBe(0);
  const stops = Array.from({ length: 100 }, () => feed.follow(() => {}));
  await waitUntil(async () => (await blocked()) > 0);
  expect([await blocked(), await readsOf()]).toEqual([1, 1]);
  for (const stop of stops) stop();
  await feed.stop();
  blocking.disconnect();
});
