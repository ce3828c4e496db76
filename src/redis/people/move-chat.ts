// Moves everything a group had to the supergroup that it became, in one step. What the new documents, addresses and
// names are is decided here; the script writes them only if the old ones are still those that were seen.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { decodeChat } from '../../audience/chat-book.ts';
import { mergeChats } from '../../audience/merge-chats.ts';
import type { Waker } from '../../deliver/outbox-store.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import { decodeTail } from '../../tails/tail.ts';
import { tailField } from '../jobs/tail-store.ts';
import type { Keys } from '../scripts/keys.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';
import { readWakes } from '../scripts/wakes.ts';
import { addressIn, itemNameIn, payloadIn } from './item-address.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
  readonly reader?: StoredReader;
}

/** What move-chat.lua takes besides the chats. */
interface Plan {
  /** Documents as they were read; empty for none. */
  readonly seen: { readonly old: string; readonly fresh: string };
  /** The new chat's document; empty when the old one has none. */
  readonly merged: string;
  readonly tails: readonly { readonly from: string; readonly to: string; readonly tail: string }[];
  /** Address or item of the old chat -> the same in the new one. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly items: Readonly<Record<string, MovedItem>>;
}

interface MovedItem {
  readonly name: string;
  /** What is stored beside it, as it was read, and as it is sent in the new chat; empty for nothing. */
  readonly seen: string;
  readonly payload: string;
}

const CONTENTS = z.tuple([TEXTS, TEXTS, TEXTS]);
type Move = Plan & { readonly from: string; readonly to: string };

interface StoredChat {
  readonly chatId: number;
  readonly text: string | null | undefined;
}

/** May be called again, by whichever sign of the move comes: what moved already stays. */
export function createMoveChat({ redis, keys, waker, reader = createStoredReader() }: Deps) {
  const move = loadScript<Move, string[] | 'changed'>(
    new URL('./move-chat.lua', import.meta.url),
    z.union([TEXTS, z.literal('changed')]),
  );

  const contents = loadScript<{ readonly chat: string }, z.infer<typeof CONTENTS>>(
    new URL('./read-chat.lua', import.meta.url),
    CONTENTS,
  );

  async function renamed(from: number, to: number): Promise<Pick<Plan, 'addresses' | 'items'>> {
    const [addresses, items, payloads] = await contents(redis, {
      keys,
      values: { chat: String(from) },
    });
    return {
      addresses: Object.fromEntries(addresses.map((key) => [key, addressIn(key, to)])),
      items: Object.fromEntries(
        items.map((name, at) => {
          const seen = payloads[at] ?? '';
          return [name, { name: itemNameIn(name, to), seen, payload: payloadIn(seen) }];
        }),
      ),
    };
  }

  async function plan(from: number, to: number): Promise<Plan> {
    const [old, fresh] = await redis.hmget(keys.chats, String(from), String(to));
    const tails = Object.entries(await redis.hgetall(keys.tails)).flatMap(([field, text]) => {
      const tail = reader.read(decodeTail, text, { key: keys.tails, field });
      if (tail?.address.chatId !== from) return [];
      const moved = { ...tail, address: { ...tail.address, chatId: to } };
      return [{ from: field, to: tailField(moved), tail: JSON.stringify(moved) }];
    });
    const merged = merge({ chatId: from, text: old }, { chatId: to, text: fresh });
    const seen = { old: old ?? '', fresh: fresh ?? '' };
    return { seen, merged, tails, ...(await renamed(from, to)) };
  }

  /** Documents of which one can't be read stay where they are; all else moves. */
  function merge(old: StoredChat, fresh: StoredChat): string {
    const [former, known] = [read(old), read(fresh)];
    if (former === undefined || (fresh.text && known === undefined)) return '';
    return JSON.stringify(mergeChats(former, known, fresh.chatId));
  }

  function read({ chatId, text }: StoredChat) {
    if (!text) return undefined;
    return reader.read(decodeChat, text, { key: keys.chats, field: String(chatId) });
  }

  return async (from: number, to: number): Promise<void> => {
    for (;;) {
      const values = { from: String(from), to: String(to), ...(await plan(from, to)) };
      const reply = await move(redis, { keys, values });
      if (reply === 'changed') continue;
      for (const { chatId, delayMs } of readWakes(reply)) waker.wake(chatId, delayMs);
      return;
    }
  };
}
