import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/deliver/channel.ts';
import { answerInfoByHello } from '../../../src/redis/connection/server-mode.ts';
import { createFailingCalls } from '../../../src/redis/monitoring/failing-calls.ts';
import { createSystemState } from '../../../src/redis/monitoring/system-state.ts';
import type { ReadSystemState } from '../../../src/runtime/system-state.ts';
import { anEvent } from '../../helpers/events.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { CHAT, createDelivery, type Delivery } from '../outbox/delivery-kit.ts';

const AWAY: SendOutcome = { kind: 'unavailable', reason: 'Internal Server Error' };

let kit: RedisKit;
let delivery: Delivery;
let read: ReadSystemState;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  delivery = createDelivery(kit);
  read = createSystemState({ redis: kit.redis, keys: delivery.keys });
  const settings = { level: 'all', subscriptions: [], sponsors: [], locale: 'en' } as const;
  await delivery.chatBook.update(CHAT, () => ({
    id: CHAT,
    kind: 'group',
    title: 'team',
    ...settings,
  }));
});

it('finds nothing in an empty Redis', async () => {
  expect(await read()).toEqual({
    routing: { routed: '0-0' },
    sending: { chats: 0, lateMs: 0 },
    putAside: { chats: 0, items: {}, messages: 0 },
    deadLetters: 0,
    deadLettersByStage: { decoding: 0, routing: 0, following: 0, delivering: 0 },
    openApprovals: 0,
    clockMs: expect.any(Number),
    storage: expect.objectContaining({ hasAppendOnlyFile: false, evictionPolicy: 'noeviction' }),
  });
});

it('knows nothing of the storage without the right to ask, also where HELLO answers instead', async () => {
  const redis = kit.server.client();
  answerInfoByHello(redis);
  await redis.acl('SETUSER', 'plain', 'on', '>p', '~*', '&*', '+@all', '-info');
  await redis.auth('plain', 'p');
  const { storage } = await createSystemState({ redis, keys: delivery.keys })();
  expect(storage).toBeUndefined();
});

it('knows the oldest event that is not routed, by its age', async () => {
  const { redis } = kit;
  const { keys } = delivery;
  const [seconds] = await redis.time();
  const past = Number(seconds) * 1_000 - 90_000;
  await redis.xadd(keys.journal, `${past}-0`, 'e', JSON.stringify(anEvent()));
  await redis.xadd(keys.journal, `${past + 60_000}-0`, 'e', JSON.stringify(anEvent()));
  const { waitingMs = 0 } = (await read()).routing;
  expect(waitingMs).toBeGreaterThanOrEqual(90_000);
  expect(waitingMs).toBeLessThan(100_000);
  await redis.set(keys.routed, `${past}-0`);
  expect((await read()).routing).toMatchObject({ routed: `${past}-0` });
  expect((await read()).routing.waitingMs).toBeLessThan(40_000);
  await redis.set(keys.routed, `${past + 60_000}-0`);
  expect((await read()).routing).toEqual({ routed: `${past + 60_000}-0` });
});

it('counts what was put aside by kind, and forgets it once it is sent', async () => {
  delivery.said.answer = () => AWAY;
  await delivery.outbox.post({ chatId: CHAT }, { body: { text: 'hi', spans: [] }, silent: true });
  await delivery.visit(CHAT);
  const { putAside, sending } = await read();
  expect(putAside).toMatchObject({ chats: 1, items: { reply: 1 }, messages: 0 });
  expect(putAside.since).toBeGreaterThan(0);
  expect(sending.chats).toBe(1);
  delivery.said.answer = () => undefined;
  for (let at = 0; at < 3; at += 1) await delivery.later();
  // The first look takes the chat off the list, the next one does not see it any more.
  expect((await read()).putAside.items).toEqual({});
  expect((await read()).putAside).toEqual({ chats: 0, items: {}, messages: 0 });
});

it('knows how late the chat is that is due the longest, and whether somebody is there', async () => {
  const { redis } = kit;
  const { keys } = delivery;
  const [seconds] = await redis.time();
  const now = Number(seconds) * 1_000;
  await redis.zadd(keys.due, now - 30_000, '-7', now + 60_000, '-8');
  const { sending } = await read();
  expect(sending).toMatchObject({ chats: 2, latest: { chatId: '-7', isVisited: false } });
  expect(sending.lateMs).toBeGreaterThanOrEqual(30_000);
  await delivery.store.begin(-7);
  expect((await read()).sending.latest?.isVisited).toBe(true);
  await redis.del(keys.due);
});

it('counts the calls in a row that Telegram did not take, and forgets them when it answers', async () => {
  const calls = createFailingCalls({ redis: kit.redis, keys: delivery.keys });
  for (const chat of [1, 1, 2]) await calls.note(chat);
  expect((await read()).failing).toMatchObject({ calls: 3, chats: 2 });
  await calls.clear();
  expect((await read()).failing).toBeUndefined();
});

it('reads what it may where INFO is not allowed', async () => {
  const plain = kit.server.client();
  await plain.acl('SETUSER', 'plain', 'on', '>p', '~*', '&*', '+@all', '-info');
  await plain.auth('plain', 'p');
  const state = await createSystemState({ redis: plain, keys: delivery.keys })();
  expect(state.storage).toBeUndefined();
  expect(state.deadLetters).toBe(0);
});
