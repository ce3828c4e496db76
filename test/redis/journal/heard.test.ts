// Content without id and time that several replicas heard themselves: copies are known by when each was heard, whatever
// their clocks say, the clock of Redis is set to meanwhile, and the connections do.
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AppendBatch,
  type Candidate,
  REPEAT_WINDOW_MS,
} from '../../../src/journal/journal.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { createSteppingRedis } from '../../helpers/stepping-redis.ts';

const LIMITS = { retentionMs: 86_400_000, perJob: 1_000 };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

const newEpoch = () => 'epoch';

function heard(arrivedAt: number, more: Partial<Candidate> = {}): AppendBatch {
  const one = { ...candidate(anEvent(), arrivedAt), identity: 'content' } as const;
  const fields = { repeatKey: 'the same', arrivedHere: true, ...more } as const;
  return { candidates: [{ ...one, ...fields }], deadLetters: [] };
}

describe('copies', () => {
  const STORE = 1_800_000_000_000;
  /** How far the clocks of each replica are off. */
  const OFF = { one: HOUR_MS, other: -24 * HOUR_MS };

  /** Times in ms since the world began. */
  function createWorld() {
    const keys = kit.fresh();
    let [now, setBy] = [0, 0];
    const off = { ...OFF };
    const redis = createSteppingRedis(kit.redis, () => STORE + now + setBy);
    const clockOf = (who: keyof typeof OFF) => ({
      now: () => STORE + off[who] + now,
      monotonic: () => 2 * 24 * HOUR_MS + OFF[who] + now,
    });
    const clocks = { one: clockOf('one'), other: clockOf('other') };
    const journalOf = (who: keyof typeof OFF) =>
      createJournal({ redis, keys, limits: LIMITS, newEpoch, clock: clocks[who] });
    const replicas = { one: journalOf('one'), other: journalOf('other') };
    return {
      setClock(byMs: number) {
        setBy += byMs;
      },
      /** Whether it was new. `ownSetBy`: ms by which the replica's clock is set once it has heard it. */
      async hears(
        who: keyof typeof OFF,
        what: string,
        [heardAfter, keptAfter, ownSetBy = 0]: readonly [number, number, number?],
      ) {
        now = heardAfter;
        const [arrivedAt, heardAt] = [clocks[who].now(), clocks[who].monotonic()];
        now = keptAfter;
        off[who] += ownSetBy;
        const result = await replicas[who].append(heard(arrivedAt, { repeatKey: what, heardAt }));
        return result.kind === 'appended' && result.positions[0] !== undefined;
      },
    };
  }

  const KNOWN = [
    { name: 'that have said nothing yet', before: [] },
    { name: 'of which one has said something', before: ['one'] },
    { name: 'of which the other has said something', before: ['other'] },
    { name: 'that both have said something', before: ['one', 'other'] },
  ] as const;

  async function createBegun(before: readonly (keyof typeof OFF)[]) {
    const world = createWorld();
    for (const who of before) await world.hears(who, `hello from ${who}`, [0, 0]);
    return world;
  }

  describe.each(KNOWN)('of replicas $name', ({ before }) => {
    it.each([
      ['at the same time', [0, 0], [0, 5]],
      ['at the same time, kept late', [0, 0], [100, MINUTE_MS]],
      ['at the same time, the first kept late', [0, MINUTE_MS], [100, MINUTE_MS + 5]],
    ] as const)('are one event: heard %s', async (_name, [heard, kept], [alsoHeard, alsoKept]) => {
      const world = await createBegun(before);
      expect(await world.hears('one', 'x', [heard, kept])).toBe(true);
      expect(await world.hears('other', 'x', [alsoHeard, alsoKept])).toBe(false);
    });

    it.each([HOUR_MS, 90_000, -90_000, -HOUR_MS])(
      'are one event though a replica has its own clock set by %i ms before it keeps its copy',
      async (byMs) => {
        const world = await createBegun(before);
        expect(await world.hears('one', 'x', [0, 0])).toBe(true);
        expect(await world.hears('other', 'x', [100, 2_000, byMs])).toBe(false);
        expect(await world.hears('other', 'y', [3_000, 4_000, -byMs])).toBe(true);
        expect(await world.hears('one', 'y', [3_000, 4_100])).toBe(false);
      },
    );

    it('are two events when one was heard later', async () => {
      const world = await createBegun(before);
      const later = REPEAT_WINDOW_MS + 1;
      expect(await world.hears('one', 'x', [0, 0])).toBe(true);
      expect(await world.hears('other', 'x', [later, later + 1])).toBe(true);
    });

    const STEPS = [HOUR_MS, 90_000, 5_000, 0, -5_000, -90_000, -HOUR_MS];
    it.each(STEPS)('are one event though the clock is set by %i ms between them', async (byMs) => {
      const world = await createBegun(before);
      expect(await world.hears('one', 'x', [0, 0])).toBe(true);
      world.setClock(byMs);
      expect(await world.hears('other', 'x', [500, 2_000])).toBe(false);
      // The clock stays so, and the next ones are told apart and recognised as ever.
      const later = 2 * REPEAT_WINDOW_MS + 2 * HOUR_MS;
      const shortlyBefore = later - REPEAT_WINDOW_MS - 1;
      await world.hears('one', 'between', [shortlyBefore, shortlyBefore]);
      expect(await world.hears('one', 'x', [later, later])).toBe(true);
      expect(await world.hears('other', 'x', [later + 10, later + 20])).toBe(false);
    });

    it.each(STEPS.flatMap((byMs) => [[byMs, 'one'] as const, [byMs, 'other'] as const]))(
      'are one event though the second is heard once a step of %i ms is known to %s',
      async (byMs, who) => {
        const world = await createBegun(before);
        expect(await world.hears('one', 'x', [0, 0])).toBe(true);
        world.setClock(byMs);
        await world.hears(who, 'between', [3_000, 3_000]);
        expect(await world.hears('other', 'x', [4_000, 4_005])).toBe(false);
        // What is heard once all of that is long ago is news.
        const later = 2 * REPEAT_WINDOW_MS + 2 * HOUR_MS;
        const shortlyBefore = later - REPEAT_WINDOW_MS - 1;
        await world.hears(who, 'between', [shortlyBefore, shortlyBefore]);
        expect(await world.hears('other', 'x', [later, later])).toBe(true);
      },
    );

    it.each(STEPS)('are one event where one alone has noticed a step of %i ms', async (byMs) => {
      const world = await createBegun(before);
      world.setClock(byMs);
      expect(await world.hears('one', 'first', [1_000, 1_000])).toBe(true);
      expect(await world.hears('one', 'x', [1_100, 1_100])).toBe(true);
      expect(await world.hears('other', 'x', [1_100, 1_105])).toBe(false);
    });
  });
});

describe('what was heard while the connection was bad', () => {
  /** Of the only content that is remembered, by the steady clock, which nobody has set here. */
  async function rememberedArrival(prefix: string): Promise<number> {
    const seen = await kit.redis.keys(`${prefix}:seen:*:*`);
    const all = await Promise.all(seen.map((key) => kit.redis.hvals(key)));
    const [first = ''] = all.flat().filter((value) => value !== '');
    return Number(first.split(' ')[0]);
  }

  const cut = (redis: Redis) => redis.stream.destroy();
  it.each([
    {
      what: 'the command waited for a connection',
      async ask<T>(redis: Redis, append: () => Promise<T>) {
        cut(redis);
        await once(redis, 'reconnecting');
        return append();
      },
    },
    {
      what: 'the command was sent again',
      async ask<T>(redis: Redis, append: () => Promise<T>) {
        await kit.redis.call('CLIENT', 'PAUSE', 600_000, 'WRITE');
        const answer = append();
        await systemClock.sleep(50);
        cut(redis);
        await once(redis, 'reconnecting');
        await kit.redis.call('CLIENT', 'UNPAUSE');
        return answer;
      },
    },
  ])('is known by when it was heard: $what', async ({ ask }) => {
    const keys = kit.fresh();
    const redis = kit.server.client();
    redis.options.retryStrategy = () => 1_500;
    const journal = createJournal({ redis, keys, limits: LIMITS, newEpoch, clock: systemClock });
    await journal.append({ candidates: [], deadLetters: [] });
    const arrivedAt = systemClock.now();
    await ask(redis, () => journal.append(heard(arrivedAt)));
    expect(systemClock.now() - arrivedAt).toBeGreaterThan(1_400);
    expect(Math.abs((await rememberedArrival(keys.prefix)) - arrivedAt)).toBeLessThan(1_000);
    redis.disconnect();
  });
});
