// Messages to try again, as the journal puts them aside and the store gives them out.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../../src/dialects/all-dialects.ts';
import type { RetryStore } from '../../../src/intake/retry-store.ts';
import { createRetryStore } from '../../../src/redis/dead-letters/retry-store.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { createIntakeKit } from '../../helpers/intake-kit.ts';
import { createManualClock, type ManualClock } from '../../helpers/manual-clock.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { createSteppingRedis } from '../../helpers/stepping-redis.ts';

let kit: RedisKit;
let keys: Keys;
let clock: ManualClock;
let store: RetryStore;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  clock = createManualClock();
  store = createRetryStore(createSteppingRedis(kit.redis, clock.now), keys);
});

const message = (id: string) => ({
  dialect: 'televibe',
  text: JSON.stringify({ event_id: id, event_type: 'job.progress', data: { text: 'ü\n"' } }),
  source: 'televibe:events:job.progress',
  arrivedAt: 7,
});

/** Taken in by a program whose decoder breaks at those whose id begins with `bad`. */
async function take(...ids: string[]): Promise<void> {
  const { receive } = createIntakeKit({
    redis: kit.redis,
    keys,
    clock,
    decode(raw) {
      if (raw.text.includes('"bad')) throw new TypeError('oops');
      return decode(raw);
    },
  });
  await receive.ingest({ messages: ids.map(message), lossy: true });
}

describe('a message that is to be tried again', () => {
  it('is given out once it is due, whole, and to one replica at a time', async () => {
    await take('good', 'bad-1');
    expect(await kit.redis.xlen(keys.journal)).toBe(1);
    await clock.advance(999);
    expect(await store.claim()).toBeUndefined();
    await clock.advance(1);
    const other = createRetryStore(createSteppingRedis(kit.redis, clock.now), keys);
    const claims = await Promise.all([store.claim(), other.claim()]);
    expect(claims.filter((claim) => claim !== undefined)).toMatchObject([
      { message: message('bad-1'), attempts: 2 },
    ]);
  });

  it('is given out again when whoever had it is gone, and that attempt counts', async () => {
    await take('bad-1');
    await clock.advance(1_000);
    expect(await store.claim()).toMatchObject({ attempts: 2 });
    await clock.advance(9_999);
    expect(await store.claim()).toBeUndefined();
    await clock.advance(1);
    expect(await store.claim()).toMatchObject({ attempts: 3 });
  });

  it('waits as long as it is told to, and others do not wait for it', async () => {
    await take('bad-1', 'bad-2');
    await clock.advance(1_000);
    const first = await store.claim();
    await store.postpone(first?.id ?? '', 5_000);
    const second = await store.claim();
    expect(second?.id).not.toBe(first?.id);
    await store.drop(second?.id ?? '');
    await clock.advance(4_999);
    expect(await store.claim()).toBeUndefined();
    await clock.advance(1);
    expect(await store.claim()).toMatchObject({ id: first?.id, attempts: 3 });
  });

  it('leaves nothing behind', async () => {
    await take('bad-1');
    await clock.advance(1_000);
    await store.drop((await store.claim())?.id ?? '');
    await clock.advance(60_000);
    expect(await store.claim()).toBeUndefined();
    expect(await kit.redis.keys(`${keys.again}*`)).toEqual([]);
  });
});
