// Counts the calls in a row that Telegram did not take, of all replicas together; redis/monitoring/state.lua reads it.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { FailingCallsLog } from '../../deliver/visits/telegram-pulse.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'journal' | 'prefix' | 'failing' | 'failingChats'>;
}

/** Pauses between tries grow to about 40 s; when nothing was tried for longer, nothing is known. */
const KEEP_MS = 90_000;

export function createFailingCalls({ redis, keys }: Deps): FailingCallsLog {
  const script = loadScript<{ chat: string; keepMs: number }, ''>(
    new URL('./failing.lua', import.meta.url),
    z.literal(''),
  );
  return {
    async note(chatId) {
      await script(redis, { keys, values: { chat: String(chatId), keepMs: KEEP_MS } });
    },
    async clear() {
      await redis.del(keys.failing, keys.failingChats);
    },
  };
}
