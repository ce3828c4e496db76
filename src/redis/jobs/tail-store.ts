// Keeps the running tails in one hash, by place, job and time of opening.
import type { Redis } from 'ioredis';
import { addressKey } from '../../audience/chat-book.ts';
import type { Tail } from '../../tails/tail.ts';
import type { TailStore } from '../../tails/tail-store.ts';
import type { Keys } from '../scripts/keys.ts';

export function createTailStore(redis: Redis, keys: Pick<Keys, 'tails'>): TailStore {
  return {
    async all() {
      const stored = await redis.hvals(keys.tails);
      return stored.map(readTail);
    },
    has: async (tail) => (await redis.hexists(keys.tails, tailField(tail))) === 1,
    async put(tail) {
      await redis.hset(keys.tails, tailField(tail), JSON.stringify(tail));
    },
    async remove(tail) {
      await redis.hdel(keys.tails, tailField(tail));
    },
  };
}

export function tailField({ address, jobId, openedAt }: Tail): string {
  return `${addressKey(address)} ${openedAt} ${jobId}`;
}

/**
 * Those of former versions don't say who opened them: in a private chat the person it is with, in a
 * group nobody, so that it ends.
 */
export function readTail(text: string): Tail {
  const stored = JSON.parse(text) as Omit<Tail, 'by'> & Partial<Pick<Tail, 'by'>>;
  return { ...stored, by: stored.by ?? Math.max(stored.address.chatId, 0) };
}
