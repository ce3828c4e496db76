// Keeps the running tails in one hash, by place, job and time of opening.
import type { Redis } from 'ioredis';
import { addressKey } from '../../audience/chat-book.ts';
import { createStoredReader } from '../../runtime/stored/stored-reader.ts';
import { decodeTail, type Tail } from '../../tails/tail.ts';
import type { TailStore } from '../../tails/tail-store.ts';
import type { Keys } from '../scripts/keys.ts';

export function createTailStore(
  redis: Redis,
  keys: Pick<Keys, 'tails'>,
  reader = createStoredReader(),
): TailStore {
  return {
    async all() {
      const stored = Object.entries(await redis.hgetall(keys.tails));
      return stored.flatMap(
        ([field, text]) => reader.read(decodeTail, text, { key: keys.tails, field }) ?? [],
      );
    },
    async current(tail) {
      const field = tailField(tail);
      const text = await redis.hget(keys.tails, field);
      return text === null ? undefined : reader.read(decodeTail, text, { key: keys.tails, field });
    },
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
