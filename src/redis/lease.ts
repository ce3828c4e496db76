// Keeps a lease in Redis: taken over by another replica when its holder is silent for too long.
import type { Redis } from 'ioredis';
import type { Lease } from '../lease.ts';
import type { Keys } from './keys.ts';
import { loadScript } from './script.ts';

/** A killed holder's work moves within this time. Holders renew about three times in it. */
const HOLD_MS = 4_000;

export function createLease(redis: Redis, keys: Keys, name: string): Lease {
  const key = keys.lease(name);
  const take = loadScript('lease');
  const give = loadScript('release');
  let fence = '';
  return {
    async hold() {
      const held = await take(redis, { keys: [key, `${key}:fence`], args: [fence, HOLD_MS] });
      fence = typeof held === 'string' ? held : '';
      return fence === '' ? undefined : Number(fence);
    },
    async release() {
      if (fence === '') return;
      await give(redis, { keys: [key], args: [fence] });
      fence = '';
    },
  };
}
