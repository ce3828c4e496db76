// Keeps the running tails in one hash, by place and job.
import type { Redis } from 'ioredis';
import { addressKey } from '../audience/chat-book.ts';
import type { Tail } from '../tails/tail.ts';
import type { TailStore } from '../tails/tail-store.ts';
import type { Keys } from './keys.ts';

export function createTailStore(redis: Redis, keys: Keys): TailStore {
  const field = ({ address, jobId }: Tail) => `${addressKey(address)} ${jobId}`;
  return {
    async all() {
      const stored = await redis.hvals(keys.tails);
      return stored.map((text) => JSON.parse(text) as Tail);
    },
    async put(tail) {
      await redis.hset(keys.tails, field(tail), JSON.stringify(tail));
    },
    async remove(tail) {
      await redis.hdel(keys.tails, field(tail));
    },
  };
}
