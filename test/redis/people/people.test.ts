// The people with a role, and the chats, in a real Redis.
import { afterAll, beforeAll } from 'vitest';
import { createChatBook } from '../../../src/redis/people/chat-book.ts';
import { createMembers } from '../../../src/redis/people/members.ts';
import { describeChatBook } from '../../contracts/chat-book.contract.ts';
import { describeMembers } from '../../contracts/members.contract.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describeMembers('people in Redis', async (options) =>
  createMembers({ redis: kit.redis, keys: kit.fresh(), ...options }),
);

describeChatBook('chats in Redis', async () => {
  const [{ redis }, keys] = [kit, kit.fresh()];
  const members = createMembers({ redis, keys, adminUserIds: [] });
  return { members, book: createChatBook({ redis, keys, members }) };
});
