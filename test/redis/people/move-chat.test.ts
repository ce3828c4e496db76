// A group becomes a supergroup: everything moves, whichever sign of it comes first.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addressKey, type Chat, type ChatBook } from '../../../src/audience/chat-book.ts';
import { createTailStore } from '../../../src/redis/jobs/tail-store.ts';
import { createOutbox, createOutboxStore } from '../../../src/redis/outbox/outbox-store.ts';
import { createChatBook } from '../../../src/redis/people/chat-book.ts';
import { createMembers } from '../../../src/redis/people/members.ts';
import { createMoveChat } from '../../../src/redis/people/move-chat.ts';
import { createCurrentChat } from '../../../src/redis/people/moved-chats.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { loadScript } from '../../../src/redis/scripts/script.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { TailStore } from '../../../src/tails/tail-store.ts';
import { isOfClock } from '../../helpers/key-dump.ts';
import {
  openVisit,
  type RedisKit,
  recordingWaker,
  startRedisKit,
} from '../../helpers/redis-kit.ts';
import { aRequest } from '../../helpers/requests.ts';
import { routeSteps } from '../approvals/approval-kit.ts';

const OLD = -5;
const NEW = -1_005;
// A title and ids that a pattern over the document would trip over.
const CHAT: Chat = {
  id: OLD,
  kind: 'group',
  title: '"id":-5 \\"id\\":-5',
  locale: 'de',
  level: 'errors',
  subscriptions: [{ kind: 'project', id: '"id":-5', topicId: 5, by: 1 }],
  sponsors: [],
};
const TAIL = {
  address: { chatId: OLD, topicId: 5 },
  jobId: '-5 "id":-5',
  by: 1,
  lines: 20,
  locale: 'en',
  openedAt: 9,
};

const ASKED = { kind: 'ask', request: aRequest('a1') } as const;
const TEXT = { body: { text: 'answer', spans: [] }, silent: true };

let kit: RedisKit;
let keys: Keys;
let chatBook: ChatBook;
let tails: TailStore;
let move: (from: number, to: number) => Promise<void>;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  const { redis } = kit;
  chatBook = createChatBook({
    redis,
    keys,
    members: createMembers({ redis, keys, adminUserIds: [] }),
  });
  tails = createTailStore(redis, keys);
  move = createMoveChat({ redis, keys, waker: recordingWaker() });
});

function waking() {
  return { redis: kit.redis, keys, waker: recordingWaker() };
}

describe('the move of a group', () => {
  it('takes settings, subscriptions and tails along, exactly, and twice is fine', async () => {
    await chatBook.update(OLD, () => CHAT);
    await tails.put(TAIL);
    const other = { ...TAIL, address: { chatId: -50 } };
    await tails.put(other);
    for (let time = 0; time < 2; time += 1) {
      await move(OLD, NEW);
      expect(await chatBook.get(OLD)).toBeUndefined();
      expect(await chatBook.get(NEW)).toEqual({ ...CHAT, id: NEW });
      expect((await tails.all()).sort((a, b) => a.address.chatId - b.address.chatId)).toEqual([
        { ...TAIL, address: { chatId: NEW, topicId: 5 } },
        other,
      ]);
    }
  });

  it('keeps the settings of the group though somebody wrote /start in the new one first', async () => {
    await chatBook.update(OLD, () => CHAT);
    await chatBook.update(NEW, () => ({
      ...CHAT,
      id: NEW,
      level: 'all',
      subscriptions: [],
      sponsors: [2],
    }));
    await move(OLD, NEW);
    expect(await chatBook.get(NEW)).toEqual({ ...CHAT, id: NEW, sponsors: [2] });
    expect(await chatBook.get(OLD)).toBeUndefined();
  });

  it('moves a tail of a group that has no settings, and is seen by the router', async () => {
    await tails.put(TAIL);
    await move(OLD, NEW);
    expect((await tails.all()).map(({ address }) => address.chatId)).toEqual([NEW]);
    await chatBook.update(OLD, () => CHAT);
    const { revision } = await chatBook.audience();
    await move(OLD, NEW);
    expect((await chatBook.audience()).revision).toBeGreaterThan(revision);
  });

  it('loses no change that is made at the same time', async () => {
    await chatBook.update(OLD, () => CHAT);
    const sponsor = (by: number) =>
      chatBook.update(NEW, (stored = { ...CHAT, id: NEW, subscriptions: [], sponsors: [] }) => ({
        ...stored,
        sponsors: [...stored.sponsors, by],
      }));
    const people = Array.from({ length: 20 }, (_, at) => at + 1);
    await Promise.all([move(OLD, NEW), ...people.map(sponsor), move(OLD, NEW)]);
    const chat = await chatBook.get(NEW);
    expect(chat).toMatchObject({ level: 'errors', subscriptions: CHAT.subscriptions });
    expect([...(chat?.sponsors ?? [])].sort((a, b) => a - b)).toEqual(people);
  });
});

describe('what waits for a group that moves', () => {
  const COUNT = 2_500;
  const address = { chatId: OLD, topicId: 5 };

  async function gatherAll(): Promise<void> {
    const commit = routeSteps(kit.redis, keys);
    for (let from = 0; from < COUNT; from += 500) {
      await commit(
        ...Array.from({ length: 500 }, (_, at) => ({
          kind: 'gather' as const,
          addresses: [address],
          entry: {
            position: `${from + at + 1}-0`,
            group: `job:${at % 2}`,
            weight: 'news' as const,
          },
        })),
      );
    }
  }

  it.each(['is gathered', 'is being sent'])('is all there afterwards: %s', async (state) => {
    const store = createOutboxStore({ redis: kit.redis, keys, callsPerSecond: 1_000 });
    await gatherAll();
    if (state === 'is being sent') {
      await kit.redis.zadd(`${keys.prefix}:out:${OLD}:windows`, 0, addressKey(address));
      expect((await store.next(await openVisit(store, OLD))).kind).toBe('item');
    }
    await move(OLD, NEW);
    const next = await store.next(await openVisit(store, NEW));
    const item = next.kind === 'item' ? next.item : undefined;
    if (item?.kind !== 'window') throw new Error('nothing waits');
    expect(item.address).toEqual({ chatId: NEW, topicId: 5 });
    expect(item.window.entries.map(({ position }) => position)).toEqual(
      Array.from({ length: 2_000 }, (_, at) => `${at + 501}-0`),
    );
    const more = [...item.window.overflow.values()].reduce((sum, count) => sum + count, 0);
    expect(more).toBe(COUNT - 2_000);
    const left = await kit.redis.keys(`${keys.prefix}:*:${OLD}*`);
    expect(left.filter((key) => !key.startsWith(`${keys.prefix}:pace:`))).toEqual([]);
  });
});

describe('a plan of the move', () => {
  const inTopic = { chatId: OLD, topicId: 5 };
  const script = loadScript<object, string[] | 'changed'>(
    new URL('../../../src/redis/people/move-chat.lua', import.meta.url),
    z.union([z.array(z.string()), z.literal('changed')]),
  );
  const everything = async () => {
    const names = (await kit.redis.keys(`${keys.prefix}:*`)).filter((key) => !isOfClock(key));
    const dumps = await Promise.all(names.map((key) => kit.redis.dumpBuffer(key)));
    return new Map(names.map((name, at) => [name, dumps[at]?.toString('hex')]));
  };
  const gather = (at: number, topicId = 5): Effect => ({
    kind: 'gather',
    addresses: [{ chatId: OLD, topicId }],
    entry: { position: `${at}-0`, group: 'job:1', weight: 'news' },
  });
  const answer = () => createOutbox({ ...waking(), clock: systemClock }).post(inTopic, TEXT);

  it.each([
    ['a window', () => routeSteps(kit.redis, keys)(gather(1))],
    ['an answer', answer],
    [
      'a request',
      () => routeSteps(kit.redis, keys)({ ...ASKED, copies: [{ address: inTopic, token: 't' }] }),
    ],
  ])('does nothing where %s came meanwhile that it does not name', async (_, come) => {
    await come();
    const before = await everything();
    const plan = { seen: { old: '', fresh: '' }, merged: '', tails: [], addresses: {}, items: {} };
    const values = { from: String(OLD), to: String(NEW), ...plan };
    expect(await script(kit.redis, { keys, values })).toBe('changed');
    expect(await everything()).toEqual(before);
  });

  it('is made anew for what comes while it is made, and nothing is lost or doubled', async () => {
    const steps = routeSteps(kit.redis, keys);
    const moving = [move(OLD, NEW)];
    for (let at = 1; at <= 30; at += 1) {
      await steps(gather(at, at));
      await answer();
      moving.push(move(OLD, NEW));
    }
    await Promise.all(moving);
    await move(OLD, NEW);
    const windows = await kit.redis.zrange(keys.outWindows(NEW), '0', '-1');
    expect(windows.sort()).toEqual(
      Array.from({ length: 30 }, (_, at) => `${NEW}:${at + 1}`).sort(),
    );
    for (const address of windows) expect(await kit.redis.llen(keys.window(address))).toBe(1);
    const answers = await kit.redis.zrange(keys.outQueue(NEW), '0', '-1');
    expect(answers).toHaveLength(30);
    expect(answers.every((name) => name.startsWith(`reply/${NEW}:5/`))).toBe(true);
    const left = await kit.redis.keys(`${keys.prefix}:*:${OLD}*`);
    expect(left.filter((key) => !key.startsWith(`${keys.prefix}:pace:`))).toEqual([]);
  });

  it('says to everybody where the group is now', async () => {
    const currentChat = createCurrentChat({ redis: kit.redis, keys });
    expect(await currentChat(OLD)).toBe(OLD);
    await move(OLD, NEW);
    expect(await currentChat(OLD)).toBe(NEW);
    expect(await currentChat(NEW)).toBe(NEW);
  });
});

describe('a tail of a former version', () => {
  it('belongs to the person of its private chat, in a group to nobody', async () => {
    const { by: _, ...former } = TAIL;
    for (const chatId of [OLD, 77]) {
      await kit.redis.hset(
        keys.tails,
        `${chatId}`,
        JSON.stringify({ ...former, address: { chatId } }),
      );
    }
    const byChat = (await tails.all()).map(({ address, by }) => [address.chatId, by]);
    expect(byChat.sort()).toEqual([
      [OLD, 0],
      [77, 77],
    ]);
  });
});
