// Keeps the running tails in one hash, by place, job and time of opening.
import type { Redis } from 'ioredis';
import { addressKey } from '../audience/chat-book.ts';
import type { Tail } from '../tails/tail.ts';
import type { TailStore } from '../tails/tail-store.ts';
import type { Keys } from './keys.ts';

export function createTailStore(redis: Redis, keys: Pick<Keys, 'tails'>): TailStore {
  const field = ({ address, jobId, openedAt }: Tail) =>
    `${addressKey(address)} ${openedAt} ${jobId}`;
  return {
    async all() {
      const stored = await redis.hvals(keys.tails);
      return stored.map((text) => JSON.parse(text) as Tail);
    },
    has: async (tail) => (await redis.hexists(keys.tails, field(tail))) === 1,
    async put(tail) {
      await redis.hset(keys.tails, field(tail), JSON.stringify(tail));
    },
    async remove(tail) {
      await redis.hdel(keys.tails, field(tail));
    },
  };
}
