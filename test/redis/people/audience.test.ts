import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat, ChatBook } from '../../../src/audience/chat-book.ts';
import { createChatBook } from '../../../src/redis/people/chat-book.ts';
import { createMembers } from '../../../src/redis/people/members.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { createStoredReader } from '../../../src/runtime/stored/stored-reader.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
let keys: Keys;
let book: ChatBook;
let log: LogBook;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  log = createLogBook();
  const { redis } = kit;
  const reader = createStoredReader({ log });
  const members = createMembers({ redis, keys, adminUserIds: [1], reader });
  book = createChatBook({ redis, keys, members, reader });
});

const chat = (id: number): Chat => ({
  ...{ id, kind: 'private', title: '', locale: 'en', level: 'all' },
  ...{ subscriptions: [{ kind: 'everything', id: '', by: 1 }], sponsors: [1] },
});
const idsOf = ({ chats }: { readonly chats: readonly Chat[] }) => chats.map(({ id }) => id).sort();

describe('the audience', () => {
  it('is read again after a change, and only what changed is parsed', async () => {
    for (const id of [1, 2, 3]) await book.update(id, () => chat(id));
    const before = await book.audience();
    expect(await book.audience()).toBe(before);
    await book.update(2, () => ({ ...chat(2), level: 'off' }));
    await kit.redis.hdel(keys.chats, '3');
    const after = await book.audience();
    expect(after.revision).toBe(4);
    expect(idsOf(after)).toEqual([1, 2]);
    const find = (audience: typeof after, id: number) =>
      audience.chats.find((one) => one.id === id);
    expect(find(after, 1)).toBe(find(before, 1));
    expect(find(after, 2)?.level).toBe('off');
  });

  it.each([
    ...['', '{', 'null', '[]', '{}', '7'],
    JSON.stringify({ ...chat(9), id: 'x' }),
    JSON.stringify({ ...chat(9), sponsors: null }),
    JSON.stringify({ ...chat(9), subscriptions: 'all' }),
    JSON.stringify({ ...chat(9), subscriptions: [null] }),
    JSON.stringify({ ...chat(9), subscriptions: [{ kind: 'odd', id: '', by: 1 }] }),
  ])('has no chat whose document is %j, and all the others', async (text) => {
    await book.update(1, () => chat(1));
    await kit.redis.hset(keys.chats, '9', text);
    expect(idsOf(await book.audience())).toEqual([1]);
    await book.update(2, () => chat(2));
    expect(idsOf(await book.audience())).toEqual([1, 2]);
    expect(log.count('stored_unreadable')).toBe(1);
  });

  it.each(['{', 'null', '{}', '{"grants":7}'])(
    'has nobody whose document is %j, and all the others',
    async (text) => {
      await book.update(1, () => chat(1));
      await kit.redis.hset(keys.members, '7', text);
      const { members } = await book.audience();
      expect([...members.keys()]).toEqual([1]);
      expect(log.count('stored_unreadable')).toBeGreaterThan(0);
    },
  );
});
