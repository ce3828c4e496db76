// What a 429 does, over made up times.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPace } from '../../../src/redis/pace/pace.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { createSteppingRedis } from '../../helpers/stepping-redis.ts';
import { type Ask, askInTurn, askUntilGranted, type Class, wentThrough } from './pace-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

const START = 1_800_000_000_000;
const world = (callsPerSecond = 1_000) => ({ redis: kit.redis, keys: kit.fresh(), callsPerSecond });
const ask = (chatId: number, ofClass: Class, afterMs = 0): Ask => ({
  atMs: START + afterMs,
  chatId,
  class: ofClass,
});
const many = <T>(count: number, one: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => one(at));
const isGranted = ({ waitMs }: { waitMs: number }) => waitMs === 0;

describe('a 429', () => {
  const flooded = (keys: Keys, atMs: number) =>
    createPace({ redis: createSteppingRedis(kit.redis, () => atMs), keys });

  it('pauses the chat that was told so, and no other', async () => {
    const kept = world();
    expect(await flooded(kept.keys, START).flooded(1, 5_000)).toBe('chat');
    const asked = await askInTurn(kept, [ask(1, 'urgent'), ask(2, 'news')]);
    expect(asked.map(({ waitMs }) => waitMs)).toEqual([5_000, 0]);
  });

  it('pauses the bot when two chats are told so within seconds', async () => {
    const kept = world();
    await flooded(kept.keys, START).flooded(1, 5_000);
    expect(await flooded(kept.keys, START + 4_000).flooded(2, 3_000)).toBe('bot');
    const [other] = await askInTurn(kept, [ask(3, 'urgent', 4_000)]);
    expect(other?.waitMs).toBe(1_000);
  });

  it('is that of the chats alone once another got something: they pause the bot no more', async () => {
    const kept = world();
    const bothAt = async (atMs: number) => [
      await flooded(kept.keys, atMs).flooded(1, 25_000),
      await flooded(kept.keys, atMs).flooded(2, 25_000),
    ];
    expect(await bothAt(START)).toEqual(['chat', 'bot']);
    const [waiting, probe] = await askInTurn(kept, [ask(3, 'news', 500), ask(4, 'urgent', 1_000)]);
    expect([waiting?.waitMs, probe?.waitMs]).toEqual([500, 0]);
    await wentThrough(kept, { chatId: 4, atMs: START + 1_050 });
    const [other] = await askInTurn(kept, [ask(3, 'news', 1_100)]);
    expect(other?.waitMs).toBe(0);
    expect(await bothAt(START + 26_100)).toEqual(['chat', 'chat']);
    const [again] = await askInTurn(kept, [ask(5, 'news', 26_200)]);
    expect(again?.waitMs).toBe(0);
    // Once they get something themselves, a 429 may mean the bot again.
    for (const chatId of [1, 2]) await wentThrough(kept, { chatId, atMs: START + 60_000 });
    expect(await bothAt(START + 90_000)).toEqual(['chat', 'bot']);
  });

  it.each([
    ['before the pause', -100, true],
    ['while it lasts', 1_000, false],
  ])(
    'still counts after a call that was granted %s went through: %s',
    async (_, afterMs, counts) => {
      const kept = world();
      await askInTurn(kept, afterMs < 0 ? [ask(4, 'urgent', afterMs)] : []);
      for (const chatId of [1, 2]) await flooded(kept.keys, START).flooded(chatId, 25_000);
      if (afterMs >= 0) await askInTurn(kept, [ask(4, 'urgent', afterMs)]);
      await wentThrough(kept, { chatId: 4, atMs: START + afterMs + 600 });
      const [other] = await askInTurn(kept, [ask(3, 'news', afterMs + 700)]);
      expect((other?.waitMs ?? 0) > 0).toBe(counts);
    },
  );

  it('makes news slower once, however many chats it reaches at the same time', async () => {
    const rateAfter = async (chats: number) => {
      const kept = world(30);
      for (let chatId = 1; chatId <= chats; chatId += 1) {
        await flooded(kept.keys, START).flooded(chatId, 1_000);
      }
      const news = many(60, (at) => ask(at + 100, 'news', 5_000));
      return (await askUntilGranted(kept, news)).at(-1)?.grantedAtMs;
    };
    expect(await rateAfter(20)).toBe(await rateAfter(2));
  });

  it('has news go slower for a minute, the more the more often the bot is paused', async () => {
    const kept = { ...world(30) };
    const rates: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const news = many(60, (at) => ask(round * 1_000 + at + 10, 'news', round * 10_000));
      const granted = await askUntilGranted(kept, news);
      const last = granted.at(-1)?.grantedAtMs ?? 0;
      rates.push(Math.round(60_000 / (last - START - round * 10_000)));
      for (const chatId of [1, 2]) {
        await flooded(kept.keys, START + round * 10_000 + 5_000).flooded(chatId, 1_000);
      }
    }
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    expect(rates.at(-1)).toBeLessThan((rates[0] ?? 0) * 0.75);
    const later = many(60, (at) => ask(9_000 + at, 'news', 120_000));
    const granted = await askUntilGranted(kept, later);
    const last = granted.at(-1)?.grantedAtMs ?? 0;
    expect(Math.round(60_000 / (last - START - 120_000))).toBe(rates[0]);
  });

  it('has news keep to their share for a minute once Telegram refused more, before they go slower', async () => {
    const kept = world(30);
    for (const chatId of [1, 2]) await flooded(kept.keys, START).flooded(chatId, 1_000);
    const rateAt = async (afterMs: number) => {
      const news = many(60, (at) => ask(afterMs + at + 10, 'news', afterMs));
      const granted = await askUntilGranted(kept, news);
      return 60_000 / ((granted.at(-1)?.grantedAtMs ?? 0) - START - afterMs);
    };
    const soon = await rateAt(5_000);
    expect(soon).toBeGreaterThan(25);
    expect(soon).toBeLessThan((await rateAt(70_000)) * 0.95);
  });

  it.each([60_000, 3_600_000])(
    'has a call find out after 1 s and then every 5 s whether the bot has to pause, for a minute at most: %d ms',
    async (ms) => {
      const kept = world();
      for (const chatId of [1, 2]) await flooded(kept.keys, START).flooded(chatId, ms);
      const asks = many(60, (at) => ask(100 + at, 'urgent', at * 1_000));
      const asked = await askInTurn(kept, asks);
      expect(asked.filter(isGranted)).toHaveLength(12);
      const after = await askInTurn(
        kept,
        many(3, (at) => ask(900 + at, 'news', 60_001)),
      );
      expect(after.every(isGranted)).toBe(true);
    },
  );
});
