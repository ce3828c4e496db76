import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeadLetter, REPEAT_WINDOW_MS } from '../../../src/journal/journal.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { createJournalFeed } from '../../../src/redis/journal/journal-feed.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { describeJournal } from '../../contracts/journal.contract.ts';
import { describeQuery } from '../../contracts/journal-query.contract.ts';
import type { JournalUnderTest } from '../../contracts/journal-under-test.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { createSteppingRedis } from '../../helpers/stepping-redis.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

async function make(): Promise<JournalUnderTest> {
  const { redis } = kit;
  const keys = kit.fresh();
  const journal = createJournal({
    redis,
    keys,
    limits: { retentionMs: 86_400_000, perJob: 1_000 },
    newEpoch: () => systemClock.token(6),
    now: systemClock.now,
  });
  const blocking = kit.server.client();
  const feed = createJournalFeed({
    redis,
    blocking,
    keys,
    clock: systemClock,
    log: silentLogger,
  });
  await feed.start();
  return {
    journal,
    feed,
    async deadLetters() {
      const entries = await redis.xrange(keys.deadLetters, '-', '+');
      return entries.map(([, fields]) => deadLetterOf(fields));
    },
    async close() {
      blocking.disconnect();
      await feed.stop();
    },
  };
}

describeJournal('the journal in Redis', make);
describeQuery('queries of the journal in Redis', make);

describe('content that replicas with different clocks heard themselves', () => {
  const STORE = 1_800_000_000_000;
  /** How far the clock of each replica is off. */
  const OFF = { one: 3_600_000, other: -86_400_000 };

  /** `heardAfter`, `keptAfter`: ms since the first of them came; `stepMs`: by which the store's clock was set right after. */
  function replicas(stepMs = 0) {
    const keys = kit.fresh();
    return async (who: keyof typeof OFF, heardAfter: number, keptAfter: number) => {
      const journal = createJournal({
        redis: createSteppingRedis(
          kit.redis,
          () => STORE + keptAfter + (keptAfter > 0 ? stepMs : 0),
        ),
        keys,
        limits: { retentionMs: 86_400_000, perJob: 1_000 },
        newEpoch: () => 'epoch',
        now: () => STORE + OFF[who] + keptAfter,
      });
      const arrivedAt = STORE + OFF[who] + heardAfter;
      const heard = { ...candidate(anEvent(), arrivedAt), identity: 'content' } as const;
      const candidates = [{ ...heard, repeatKey: 'the same', arrivedHere: true }] as const;
      const result = await journal.append({ candidates, deadLetters: [] });
      return result.kind === 'appended' && result.positions[0] !== undefined;
    };
  }

  it.each([
    ['at the same time', 0, 5],
    ['at the same time, kept late', 100, 60_000],
  ])('is journalled once: %s', async (_name, heardAfter, keptAfter) => {
    const isNew = replicas();
    expect(await isNew('one', 0, 0)).toBe(true);
    expect(await isNew('other', heardAfter, keptAfter)).toBe(false);
  });

  const STEPS = [3_600_000, 90_000, 5_000, 0, -5_000, -90_000, -3_600_000];
  it.each(STEPS)('is journalled once though the clock is set by %i ms between', async (stepMs) => {
    const isNew = replicas(stepMs);
    expect(await isNew('one', 0, 0)).toBe(true);
    expect(await isNew('other', 500, 2_000)).toBe(false);
    // The clock stays so, and the next ones are told apart and recognised as ever.
    const later = 2 * REPEAT_WINDOW_MS + 3_600_000;
    expect(await isNew('one', later, later)).toBe(true);
    expect(await isNew('other', later + 10, later + 20)).toBe(false);
  });

  it('is known by when it was heard, however long the connection was away', async () => {
    const keys = kit.fresh();
    const redis = kit.server.client();
    redis.options.retryStrategy = () => 1_500;
    const limits = { retentionMs: 86_400_000, perJob: 1_000 };
    const { now } = systemClock;
    const journal = createJournal({ redis, keys, limits, newEpoch: () => 'epoch', now });
    await redis.ping();
    redis.stream.destroy();
    await once(redis, 'reconnecting');
    const arrivedAt = now();
    const heard = { ...candidate(anEvent(), arrivedAt), identity: 'content' } as const;
    const candidates = [{ ...heard, repeatKey: 'the same', arrivedHere: true }] as const;
    await journal.append({ candidates, deadLetters: [] });
    expect(now() - arrivedAt).toBeGreaterThan(1_000);
    const seen = await kit.redis.keys(`${keys.prefix}:seen:*:*`);
    const known = (await Promise.all(seen.map((key) => kit.redis.hvals(key)))).flat();
    const [arrival] = known.filter((value) => value !== '');
    expect(Math.abs(Number(arrival) - arrivedAt)).toBeLessThan(1_000);
    redis.disconnect();
  });

  it('is something else when it was heard later', async () => {
    const isNew = replicas();
    expect(await isNew('one', 0, 0)).toBe(true);
    expect(await isNew('other', REPEAT_WINDOW_MS + 1, REPEAT_WINDOW_MS + 2)).toBe(true);
  });
});

function deadLetterOf(flat: readonly string[]): DeadLetter {
  const field = (name: string) => flat[flat.indexOf(name) + 1] ?? '';
  return {
    source: field('source'),
    entryId: field('entry_id'),
    raw: field('raw'),
    reason: field('reason'),
    attempts: Number(field('attempts')),
  };
}
