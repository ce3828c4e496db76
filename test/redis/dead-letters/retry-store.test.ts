// Messages to try again, as the journal puts them aside and the store gives them out.
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../../src/dialects/all-dialects.ts';
import type { RetryStore } from '../../../src/intake/retry-store.ts';
import { createRetryStore } from '../../../src/redis/dead-letters/retry-store.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { describeRetries } from '../../contracts/retries.contract.ts';
import { createIntakeKit } from '../../helpers/intake-kit.ts';
import { createManualClock, type ManualClock } from '../../helpers/manual-clock.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { createSteppingRedis } from '../../helpers/stepping-redis.ts';

let kit: RedisKit;
let keys: Keys;
let clock: ManualClock;
let redis: Redis;
let store: RetryStore;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  clock = createManualClock();
  redis = createSteppingRedis(kit.redis, clock.now);
  store = createRetryStore(redis, keys);
});

const message = (id: string) => ({
  dialect: 'televibe',
  text: JSON.stringify({
    event_id: id,
    event_type: 'job.progress',
    job_id: 'j1',
    data: { text: 'ü\n"' },
  }),
  source: 'televibe:events:job.progress',
  arrivedAt: 7,
});

/** Taken in by a program whose decoder breaks at those whose id begins with `bad`. */
async function take(...ids: string[]): Promise<void> {
  const { receive } = createIntakeKit({
    redis,
    keys,
    clock,
    decode(raw) {
      if (raw.text.includes('"bad')) throw new TypeError('oops');
      return decode(raw);
    },
  });
  await receive.ingest({ messages: ids.map(message), lossy: true });
}

describeRetries('a message to try again in Redis', async () => ({
  stores: [store, createRetryStore(redis, keys)],
  journal: createJournal({
    redis,
    keys,
    limits: { retentionMs: 86_400_000, perJob: 1_000 },
    newEpoch: () => 'e',
    clock,
  }),
  clock,
}));

describe('a message that is to be tried again', () => {
  it('is put aside by whoever can not decode it, while the others are journalled', async () => {
    await take('good', 'bad-1');
    expect(await kit.redis.xlen(keys.journal)).toBe(1);
    await clock.advance(1_000);
    expect(await store.claim()).toMatchObject({ message: message('bad-1'), attempts: 2 });
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
