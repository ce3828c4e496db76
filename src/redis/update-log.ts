// Remembers which Telegram updates were handled, for longer than Telegram keeps them (a day).
import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

const MEMORY_MS = 2 * 24 * 3_600_000;

interface UpdateLog {
  wasHandled(updateId: number): Promise<boolean>;
  markHandled(updateId: number): Promise<void>;
}

export function createUpdateLog(redis: Redis, keys: Keys): UpdateLog {
  return {
    async wasHandled(updateId) {
      return (await redis.exists(keys.update(updateId))) === 1;
    },
    async markHandled(updateId) {
      await redis.set(keys.update(updateId), '1', 'PX', MEMORY_MS);
    },
  };
}
