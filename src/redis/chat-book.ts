// Keeps the chat book: one JSON document a chat in a hash. The audience is read again only when its
// revision has changed.
import type { Redis } from 'ioredis';
import type { Audience, Chat, ChatBook } from '../audience/chat-book.ts';
import type { Members } from '../audience/members.ts';
import { updateField } from './compare-set.ts';
import type { Keys } from './keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly members: Members;
}

export function createChatBook({ redis, keys, members }: Deps): ChatBook {
  const hash = { hash: keys.chats, revision: keys.audienceRevision };
  let known: Audience | undefined;

  async function get(chatId: number): Promise<Chat | undefined> {
    const text = await redis.hget(keys.chats, String(chatId));
    return text === null ? undefined : (JSON.parse(text) as Chat);
  }

  async function load(revision: number): Promise<Audience> {
    const [chats, people] = await Promise.all([redis.hvals(keys.chats), members.all()]);
    return {
      revision,
      chats: chats.map((text) => JSON.parse(text) as Chat),
      members: new Map(people.map((member) => [member.userId, member])),
    };
  }

  return {
    get,
    update: (chatId, change) => updateField<Chat>(redis, hash, { field: String(chatId), change }),
    async deactivate(chatId, reason) {
      if ((await get(chatId)) === undefined) return;
      await updateField<Chat | undefined>(redis, hash, {
        field: String(chatId),
        change: (chat) => chat && { ...chat, inactive: reason },
      });
    },
    async audience() {
      // The number is read first: a change that comes while we read makes it old, never the reverse.
      const revision = Number((await redis.get(keys.audienceRevision)) ?? 0);
      if (known?.revision !== revision) known = await load(revision);
      return known;
    },
  };
}
