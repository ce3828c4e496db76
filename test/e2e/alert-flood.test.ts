// Many jobs fail at once, under Telegram's own limits: each failure is named, with sound, in its chat, once.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AlertFlood, createAlertFlood } from '../helpers/alert-flood.ts';
import { createWorld, type World } from '../helpers/world.ts';

const CHATS = 8;
const FAILURES = 130;
/** 130 fill two messages; the longer it takes until all of them are published, the more there are. */
const MAX_MESSAGES = FAILURES / 10;
const MAX_MS = 90_000;

let world: World;
let flood: AlertFlood;
beforeEach(async () => {
  world = await createWorld({});
  flood = await createAlertFlood(world, CHATS);
  await world.start();
});
afterEach(() => world.end());

it('names each of 1,040 failures once, in its own chat, in few messages that sound', async () => {
  await flood.publish(FAILURES);
  await flood.allTold(MAX_MS);
  const named = flood.told.flatMap(({ names, chatId }) => names.map((name) => ({ name, chatId })));
  const expected = [...flood.publishedAt.keys()].map((name) => {
    return { name, chatId: flood.chatOf(name) };
  });
  const byName = (one: { name: string }, other: { name: string }) =>
    one.name < other.name ? -1 : 1;
  expect(named.sort(byName)).toEqual(expected.sort(byName));
  expect(flood.told.filter(({ silent }) => silent)).toEqual([]);
  const perChat = new Map<number, number>();
  for (const { chatId } of flood.told) perChat.set(chatId, (perChat.get(chatId) ?? 0) + 1);
  const most = Math.max(...perChat.values());
  expect(most).toBeLessThanOrEqual(MAX_MESSAGES);
  expect(flood.refused()).toBeLessThanOrEqual(flood.told.length / 20);
});
