// Keeps messages that are tried again: a sorted set by when they are due, and what belongs to them.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { decodeMessage, type Retry, type RetryStore } from '../../intake/retry-store.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { StoredAt } from '../../runtime/stored/decoder.ts';
import type { Keys } from '../scripts/keys.ts';
import { DONE } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';

/** Whoever took one and is gone by then no longer has it. */
const HOLD_MS = 10_000;
/** No try is put off for longer (intake/retry-pauses.ts); what seems to be was put off by a wrong clock. */
const MAX_PAUSE_MS = 60_000;

interface Pauses {
  readonly holdMs: number;
  readonly maxPauseMs: number;
}

/** Id, message, attempts. */
const CLAIMED = z.tuple([z.string(), z.string().nullable(), z.number()]).nullable();
type Claimed = z.infer<typeof CLAIMED>;

export function createRetryStore(redis: Redis, keys: Keys): RetryStore {
  const claim = loadScript<Pauses, Claimed>(new URL('./claim-retry.lua', import.meta.url), CLAIMED);
  const postpone = loadScript<{ id: string; ms: number }, number>(
    new URL('./postpone-retry.lua', import.meta.url),
    DONE,
  );
  const messages = keys.againMessages;
  const attempts = keys.againAttempts;
  return {
    async claim() {
      const values = { holdMs: HOLD_MS, maxPauseMs: MAX_PAUSE_MS };
      const reply = await claim(redis, { keys, values });
      if (reply === null) return undefined;
      const [id, message, tried] = reply;
      return { id, ...readMessage(message ?? '', { key: messages, field: id }), attempts: tried };
    },
    async postpone(id, ms) {
      await postpone(redis, { keys, values: { id, ms } });
    },
    async drop(id) {
      await redis.multi().zrem(keys.again, id).hdel(messages, id).hdel(attempts, id).exec();
    },
  };
}

function readMessage(text: string, at: StoredAt): Pick<Retry, 'message' | 'unreadable'> {
  try {
    return { message: decodeMessage(text, at) };
  } catch (error) {
    const message = { dialect: '', text, source: at.key, entryId: at.field ?? '', arrivedAt: 0 };
    return { message, unreadable: messageOf(error) };
  }
}
