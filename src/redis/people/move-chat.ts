// Moves everything a group had to the supergroup that it became, in one step. What the new documents
// are is decided here; the script writes them only if nobody changed the old ones meanwhile.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Chat } from '../../audience/chat-book.ts';
import { mergeChats } from '../../audience/merge-chats.ts';
import type { Waker } from '../../deliver/outbox-store.ts';
import { readTail, tailField } from '../jobs/tail-store.ts';
import type { Keys } from '../scripts/keys.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadNamedScript } from '../scripts/script.ts';
import { readWakes } from '../scripts/wakes.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
}

/** What move-chat.lua takes besides the chats. */
interface Plan {
  /** Documents as they were read; empty for none. */
  readonly seen: { readonly old: string; readonly fresh: string };
  /** The new chat's document; empty when the old one has none. */
  readonly merged: string;
  readonly tails: readonly { readonly from: string; readonly to: string; readonly tail: string }[];
}

type Move = Plan & { readonly from: string; readonly to: string };

/** May be called again, by whichever sign of the move comes: what moved already stays. */
export function createMoveChat({ redis, keys, waker }: Deps) {
  const move = loadNamedScript<Move, string[] | 'changed'>(
    new URL('./move-chat.lua', import.meta.url),
    z.union([TEXTS, z.literal('changed')]),
  );

  async function plan(from: number, to: number): Promise<Plan> {
    const [old, fresh] = await redis.hmget(keys.chats, String(from), String(to));
    const tails = Object.entries(await redis.hgetall(keys.tails)).flatMap(([field, text]) => {
      const tail = readTail(text);
      if (tail.address.chatId !== from) return [];
      const moved = { ...tail, address: { ...tail.address, chatId: to } };
      return [{ from: field, to: tailField(moved), tail: JSON.stringify(moved) }];
    });
    return { seen: { old: old ?? '', fresh: fresh ?? '' }, merged: merge(old, fresh, to), tails };
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

function merge(
  old: string | null | undefined,
  fresh: string | null | undefined,
  to: number,
): string {
  if (!old) return '';
  const known = fresh ? (JSON.parse(fresh) as Chat) : undefined;
  return JSON.stringify(mergeChats(JSON.parse(old) as Chat, known, to));
}
