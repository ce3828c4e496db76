// Keeps the chat book: one JSON document a chat in a hash. The audience is read again only when its
// revision has changed, and then only those chats are parsed that did.
import type { Redis } from 'ioredis';
import {
  type Audience,
  type Chat,
  type ChatBook,
  SUBSCRIPTION_KINDS,
  type Subscription,
} from '../../audience/chat-book.ts';
import type { Members } from '../../audience/members.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createSlices } from '../../runtime/slices.ts';
import { updateField } from '../scripts/compare-set.ts';
import type { Keys } from '../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly members: Members;
  readonly log?: Pick<Logger, 'error'>;
}

export function createChatBook({ redis, keys, members, log }: Deps): ChatBook {
  const hash = { hash: keys.chats, revision: keys.audienceRevision };
  let known: Audience | undefined;
  /** The documents of the newest audience; `undefined` for one that is none. */
  let parsed: ReadonlyMap<string, Chat | undefined> = new Map();

  async function get(chatId: number): Promise<Chat | undefined> {
    const text = await redis.hget(keys.chats, String(chatId));
    return text === null ? undefined : (JSON.parse(text) as Chat);
  }

  /** One that can't be read hears of nothing, and holds up nobody else. */
  function readChat(text: string): Chat | undefined {
    const chat = chatIn(text);
    if (chat === undefined) log?.error({ document: text.slice(0, 100) }, 'chat_unreadable');
    return chat;
  }

  async function load(revision: number): Promise<Audience> {
    const [texts, people] = await Promise.all([redis.hvals(keys.chats), members.all()]);
    const former = parsed;
    const chats = new Map<string, Chat | undefined>();
    const slices = createSlices();
    for (const text of texts) {
      chats.set(text, former.has(text) ? former.get(text) : readChat(text));
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

function chatIn(text: string): Chat | undefined {
  try {
    const chat = JSON.parse(text) as Chat;
    const isWhole =
      Number.isSafeInteger(chat.id) &&
      Array.isArray(chat.sponsors) &&
      chat.subscriptions.every(isSubscription);
    return isWhole ? chat : undefined;
  } catch {
    return undefined;
  }
}

function isSubscription({ kind, id, by }: Subscription): boolean {
  return SUBSCRIPTION_KINDS.includes(kind) && typeof id === 'string' && typeof by === 'number';
}
