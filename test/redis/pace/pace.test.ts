// What Telegram allows, over made up times.
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idealEnd } from '../../helpers/ideal-drain.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import {
  type Ask,
  askInTurn,
  askUntilGranted,
  type Class,
  drain,
  mostWithin,
  notMade,
} from './pace-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

const START = 1_800_000_000_000;
const GROUP = -100;
const PERSON = 100;
const world = (callsPerSecond = 1_000) => ({ redis: kit.redis, keys: kit.fresh(), callsPerSecond });
const ask = (chatId: number, ofClass: Class, afterMs = 0): Ask => ({
  atMs: START + afterMs,
  chatId,
  class: ofClass,
});
const many = <T>(count: number, one: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => one(at));
const isGranted = ({ waitMs }: { waitMs: number }) => waitMs === 0;
const timesOf = (granted: readonly Ask[]) => granted.map(({ atMs }) => atMs);

/** Asks of a few chats: bursts, pauses, and classes as they come. */
const someAsks = fc
  .array(
    fc.record({
      pauseMs: fc.oneof(
        { weight: 8, arbitrary: fc.nat(40) },
        { weight: 8, arbitrary: fc.nat(1_500) },
        { weight: 1, arbitrary: fc.nat(20_000) },
      ),
      chatId: fc.constantFrom(-2, -1, 1, 2),
      class: fc.constantFrom<Class>('urgent', 'news', 'live'),
    }),
    { minLength: 50, maxLength: 400, size: 'max' },
  )
  .map((steps) => {
    let atMs = START;
    return steps.map(({ pauseMs, ...ask }): Ask => {
      atMs += pauseMs;
      return { ...ask, atMs };
    });
  });

describe('the pace of a chat', () => {
  test.prop([someAsks], { numRuns: 40 })('never exceeds its limits', async (asks) => {
    const granted = (await askInTurn(world(), asks)).filter(isGranted);
    for (const chatId of [-2, -1, 1, 2]) {
      const calls = granted.filter((ask) => ask.chatId === chatId);
      const news = calls.filter((ask) => ask.class !== 'urgent');
      if (chatId < 0) {
        expect(mostWithin(timesOf(calls), 60_000)).toBeLessThanOrEqual(20);
        expect(mostWithin(timesOf(news), 60_000)).toBeLessThanOrEqual(15);
      } else {
        // A burst of four, then one a second.
        for (const seconds of [1, 10, 60]) {
          const most = mostWithin(timesOf(calls), seconds * 1_000);
          expect(most).toBeLessThanOrEqual(4 + seconds);
        }
      }
    }
  });

  test.prop([someAsks], { numRuns: 40 })(
    'lets a call through after the wait that it says',
    async (asks) => {
      const kept = world();
      const last = (await askInTurn(kept, asks)).at(-1);
      if (last === undefined || last.waitMs === 0) return;
      const [again] = await askInTurn(kept, [{ ...last, atMs: last.atMs + last.waitMs }]);
      expect(again?.waitMs).toBe(0);
    },
  );

  it('gives a private chat a short burst, then about one call a second', async () => {
    const asked = await askInTurn(
      world(),
      many(5, () => ask(PERSON, 'news')),
    );
    expect(asked.map(({ waitMs }) => waitMs)).toEqual([0, 0, 1_000, 1_000, 1_000]);
  });

  it('has no silence in a group after a burst of news: never more than 5 s', async () => {
    const asks = many(1_200, (at) => ask(GROUP, 'news', at * 100));
    const times = timesOf((await askInTurn(world(), asks)).filter(isGranted));
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5_000);
    expect(times.length).toBeGreaterThan(25);
  });

  it('has five calls left for requests in a group whose news took all of theirs', async () => {
    const kept = world();
    const news = many(600, (at) => ask(GROUP, 'news', at * 100));
    await askInTurn(kept, news);
    const requests = await askInTurn(
      kept,
      many(8, () => ask(GROUP, 'urgent', 60_000)),
    );
    expect(requests.filter(isGranted).length).toBeGreaterThanOrEqual(5);
  });

  it('keeps them also where requests took most of the others', async () => {
    const asked = await askInTurn(world(), [
      ...many(14, (at) => ask(GROUP, 'urgent', at * 1_000)),
      ...many(2, () => ask(GROUP, 'news', 14_000)),
      ...many(6, () => ask(GROUP, 'urgent', 15_000)),
    ]);
    const granted = [...many(15, () => true), false, ...many(5, () => true), false];
    expect(asked.map(isGranted)).toEqual(granted);
  });

  it('has calls left for requests in a private chat whose news took all of theirs', async () => {
    const asked = await askInTurn(world(), [
      ...many(3, () => ask(PERSON, 'news')),
      ...many(3, () => ask(PERSON, 'urgent')),
    ]);
    expect(asked.map(isGranted)).toEqual([true, true, false, true, true, false]);
  });

  it.each([
    { chatId: PERSON, ofClass: 'news', burst: 2 },
    { chatId: PERSON, ofClass: 'urgent', burst: 4 },
    { chatId: GROUP, ofClass: 'news', burst: 2 },
    { chatId: GROUP, ofClass: 'urgent', burst: 20 },
  ] as const)('has a call to $chatId, $ofClass, again that was not made, once', async (one) => {
    const { chatId, ofClass, burst } = one;
    const kept = world();
    const asks = many(burst + 1, () => ask(chatId, ofClass));
    const spent = [...many(burst, () => true), false];
    expect((await askInTurn(kept, asks)).map(isGranted)).toEqual(spent);
    for (let time = 0; time < 2; time += 1) await notMade(kept, { chatId, atMs: START });
    const again = await askInTurn(
      kept,
      many(2, () => ask(chatId, ofClass)),
    );
    expect(again.map(isGranted)).toEqual([true, false]);
  });
});

describe('the pace of all chats', () => {
  const manyAsks = fc
    .array(
      fc.record({
        pauseMs: fc.oneof(fc.constant(0), fc.nat(10), fc.nat(60)),
        class: fc.constantFrom<Class>('urgent', 'news', 'news', 'live'),
      }),
      { minLength: 100, maxLength: 600, size: 'max' },
    )
    .map((steps) => {
      let atMs = START;
      return steps.map(({ pauseMs, ...ask }, at): Ask => {
        atMs += pauseMs;
        return { ...ask, atMs, chatId: at + 1 };
      });
    });

  test.prop([manyAsks, fc.nat(300)], { numRuns: 15 })(
    'keeps to so many calls in any second, and each is granted in the end',
    async (asks, jitterMs) => {
      const granted = await askUntilGranted({ ...world(30), jitterMs }, asks);
      expect(granted).toHaveLength(asks.length);
      const times = granted.map(({ grantedAtMs }) => grantedAtMs);
      expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(30);
      const timesOf = (isUrgent: boolean) =>
        granted
          .filter((one) => (one.class === 'urgent') === isUrgent)
          .map(({ grantedAtMs }) => grantedAtMs);
      const urgent = timesOf(true);
      const kept = timesOf(false).filter((at) =>
        urgent.some((before) => before <= at && at < before + 9_000),
      );
      expect(mostWithin(kept, 1_000)).toBeLessThanOrEqual(27);
    },
  );

  it.each([
    { chats: 40, messages: 4, jitterMs: 20 },
    { chats: 100, messages: 5, jitterMs: 100 },
  ])(
    'drains $messages messages for each of $chats chats in 1.15 times what Telegram allows',
    async (of) => {
      const chats = many(of.chats, (at) => ({
        ...{ chatId: at % 2 === 0 ? PERSON + at : GROUP - at, messages: of.messages },
        class: 'full' as const,
      }));
      const timing = { startMs: START, jitterMs: of.jitterMs, callMs: 40 };
      const { times } = await drain(world(30), chats, timing);
      const waiting = chats.flatMap(({ chatId }) =>
        many(of.messages, () => ({ chatId, from: START })),
      );
      expect(times).toHaveLength(waiting.length);
      const ideal = idealEnd(waiting) - START;
      expect((Math.max(...times) - START) / ideal).toBeLessThanOrEqual(1.15);
    },
  );

  test.prop([fc.nat(2_000)], { numRuns: 20 })(
    'has an urgent call through within 120 ms, three within 200, also where all news come late and at once',
    async (afterMs) => {
      const kept = world(30);
      const news = many(300, (at) => ask(at + 1, 'news'));
      await askInTurn(kept, news);
      const late = news.map((one) => ({ ...one, atMs: START + 5_000 }));
      const urgent = many(3, (at) => ask(10_000 + at, 'urgent', 5_000 + afterMs));
      const granted = await askUntilGranted(kept, [...late, ...urgent]);
      const waits = granted
        .filter((one) => one.class === 'urgent')
        .map((one) => one.grantedAtMs - one.atMs);
      expect(Math.min(...waits)).toBeLessThanOrEqual(121);
      expect(Math.max(...waits)).toBeLessThanOrEqual(200);
    },
  );

  it('serves 10,000 chats in the order in which they came, each of which asks about twice', async () => {
    const asks = many(10_000, (at) => ask(at + 1, 'news', Math.floor(at / 100)));
    const granted = await askUntilGranted(world(30), asks);
    const last = granted.at(-1)?.grantedAtMs ?? 0;
    expect(granted.map(({ chatId }) => chatId)).toEqual(asks.map(({ chatId }) => chatId));
    expect((last - START) / 1_000).toBeLessThan(10_000 / 25.6);
    expect(Math.max(...granted.map(({ times }) => times))).toBeLessThanOrEqual(3);
  });

  it('costs each chat few asks also while requests come all the time, which wait for nothing', async () => {
    const news = many(3_000, (at) => ask(at + 1, 'news'));
    const requests = many(1_500, (at) => ask(100_000 + at, 'urgent', at * 100));
    const asks = [...news, ...requests].sort((a, b) => a.atMs - b.atMs);
    const granted = await askUntilGranted({ ...world(30), jitterMs: 30 }, asks);
    const urgent = granted.filter((one) => one.class === 'urgent');
    expect(urgent.every(({ atMs, grantedAtMs }) => grantedAtMs === atMs)).toBe(true);
    const asked = granted.filter((one) => one.class === 'news').map(({ times }) => times);
    expect(asked.reduce((sum, times) => sum + times, 0) / asked.length).toBeLessThan(12);
  });

  it.each([
    ['had a slot', 10],
    ['missed their slot', 5_000],
  ])('lets no news through while something urgent waits, also of those who %s', async (_, atMs) => {
    const kept = world(30);
    await askInTurn(
      kept,
      many(60, (at) => ask(1_000 + at, 'news')),
    );
    const granted = await askUntilGranted(kept, [
      ...many(100, (at) => ask(at + 1, 'urgent', atMs)),
      ...many(60, (at) => ask(1_000 + at, 'news', atMs)),
    ]);
    const order = granted.map((one) => one.class);
    const during = order.slice(order.indexOf('urgent'), order.lastIndexOf('urgent'));
    expect(during.filter((one) => one === 'news')).toEqual([]);
  });

  it('keeps its order and asks little where half of a line missed their slots', async () => {
    const kept = world(30);
    const asks = many(300, (at) => ask(at + 1, 'news'));
    await askInTurn(kept, asks);
    const granted = await askUntilGranted(
      kept,
      asks.map((one) => ({ ...one, atMs: START + 5_000 })),
    );
    const asked = granted.reduce((sum, { times }) => sum + times, 0);
    expect(asked).toBeLessThan(300 * 6);
    const overtaken = granted.slice(1).filter((one, at) => {
      const before = granted[at];
      return before !== undefined && one.chatId < before.chatId;
    });
    expect(overtaken.length).toBeLessThan(100);
  });
});
