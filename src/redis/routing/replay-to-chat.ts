// Tells a chat again of journalled events: they go into its window, as new ones do.
import type { Redis } from 'ioredis';
import { type Address, addressKey } from '../../audience/chat-book.ts';
import type { WindowEntry } from '../../batch/window.ts';
import type { Waker } from '../../deliver/outbox-store.ts';
import type { Keys } from '../scripts/keys.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';
import { readWakes } from '../scripts/wakes.ts';
import { writeEntry } from '../scripts/window-entry.ts';

/** In the order of the journal; at least one. */
export type ReplayToChat = (address: Address, entries: readonly WindowEntry[]) => Promise<void>;

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
}

const CHUNK = 500;

export function createReplayToChat({ redis, keys, waker }: Deps): ReplayToChat {
  const replay = loadScript<{ address: string; entries: string[] }, string[]>(
    new URL('./replay.lua', import.meta.url),
    TEXTS,
  );
  return async (address, entries) => {
    for (let at = 0; at < entries.length; at += CHUNK) {
      const values = {
        address: addressKey(address),
        entries: entries.slice(at, at + CHUNK).map(writeEntry),
      };
      const flat = await replay(redis, { keys, values });
      for (const { chatId, delayMs } of readWakes(flat)) waker.wake(chatId, delayMs);
    }
  };
}
