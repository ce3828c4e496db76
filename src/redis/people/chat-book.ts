// Keeps the chat book: one JSON document a chat in a hash. The audience is read again only when its
// revision has changed, and then only those chats are parsed that did.
import type { Redis } from 'ioredis';
import { type Audience, type Chat, type ChatBook, decodeChat } from '../../audience/chat-book.ts';
import type { Members } from '../../audience/members.ts';
import { createSlices } from '../../runtime/slices.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import { updateField } from '../scripts/compare-set.ts';
import type { Keys } from '../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly members: Members;
  readonly reader?: StoredReader;
}

export function createChatBook(deps: Deps): ChatBook {
  const { redis, keys, members, reader = createStoredReader() } = deps;
  const hash = { keys, hash: keys.chats, revision: keys.audienceRevision, decode: decodeChat };
  let known: Audience | undefined;
  /** The documents of the newest audience; `undefined` for one that is none. */
  let parsed: ReadonlyMap<string, Chat | undefined> = new Map();

  async function get(chatId: number): Promise<Chat | undefined> {
    const text = await redis.hget(keys.chats, String(chatId));
    return text === null ? undefined : readChat(String(chatId), text);
  }

  /** One that can't be read hears of nothing, and holds up nobody else. */
  function readChat(field: string, text: string): Chat | undefined {
    return reader.read(decodeChat, text, { key: keys.chats, field });
  }

  async function load(revision: number): Promise<Audience> {
    const [stored, people] = await Promise.all([redis.hgetall(keys.chats), members.all()]);
    const former = parsed;
    const chats = new Map<string, Chat | undefined>();
    const slices = createSlices();
    for (const [field, text] of Object.entries(stored)) {
      chats.set(text, former.has(text) ? former.get(text) : readChat(field, text));
      if (slices.isOver()) await slices.next();
    }
    parsed = chats;
    return {
      revision,
      chats: [...chats.values()].filter((chat) => chat !== undefined),
      members: new Map(people.map((member) => [member.userId, member])),
    };
  }

  return {
    get,
    update: (chatId, change) => updateField(redis, hash, { field: String(chatId), change }),
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
