// Keeps what followers of the journal set aside: a hash each, position -> state. Entries get there by
// redis/journal/append.lua.
import type { Redis } from 'ioredis';
import type { FollowerAside } from '../../journal/follower-aside.ts';
import type { Keys } from '../scripts/keys.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';

export function createFollowerAside(redis: Redis, keys: Keys): FollowerAside {
  const redrive = loadScript<object, string[]>(new URL('./redrive.lua', import.meta.url), TEXTS);
  return {
    all: async (source) => new Map(Object.entries(await redis.hgetall(keys.aside(source)))),
    async put(source, position, state) {
      await redis.hset(keys.aside(source), position, state);
    },
    async drop(source, position) {
      await redis.hdel(keys.aside(source), position);
    },
    async redrive(letter, aside) {
      await redrive(redis, { keys, values: { letter, aside } });
    },
  };
}
