// Keeps messages that are tried again: a sorted set by when they are due, and what belongs to them.
import type { Redis } from 'ioredis';
import type { RawMessage } from '../dialects/dialect.ts';
import type { RetryStore } from '../intake/retry-store.ts';
import type { Keys } from './keys.ts';
import { loadScript } from './script.ts';

/** Whoever took one and is gone by then no longer has it. */
const HOLD_MS = 10_000;

export function createRetryStore(redis: Redis, keys: Keys, now: () => number): RetryStore {
  const claim = loadScript('claim-retry');
  const messages = `${keys.again}:messages`;
  const attempts = `${keys.again}:attempts`;
  return {
    async claim() {
      const call = { keys: [keys.again, messages, attempts], args: [now(), HOLD_MS] };
      const reply = (await claim(redis, call)) as [string, string, number] | null;
      if (reply === null) return undefined;
      const [id, message, tried] = reply;
      return { id, message: JSON.parse(message) as RawMessage, attempts: tried };
    },
    async postpone(id, ms) {
      await redis.zadd(keys.again, now() + ms, id);
    },
    async drop(id) {
      await redis.multi().zrem(keys.again, id).hdel(messages, id).hdel(attempts, id).exec();
    },
  };
}
