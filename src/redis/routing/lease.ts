// Keeps a lease in Redis: taken over by another replica when its holder is silent for too long.
import type { Redis } from 'ioredis';
import type { Lease } from '../../runtime/lease.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';

/** A killed holder's work moves within this time; LEASE_RENEWAL_MS is how often a living one speaks. */
const HOLD_MS = 2_000;

export function createLease(redis: Redis, keys: Keys, name: string): Lease {
  const key = keys.lease(name);
  const ends = keys.leaseEnds(name);
  const acquireOrRenew = loadScript(new URL('./lease.lua', import.meta.url));
  const giveUp = loadScript(new URL('./release.lua', import.meta.url));
  let fence = '';
  return {
    async acquireOrRenew() {
      const call = {
        keys: [key, keys.leaseFence(name), ends],
        args: [keys.prefix, fence, HOLD_MS],
      };
      const held = await acquireOrRenew(redis, call);
      fence = typeof held === 'string' ? held : '';
      return fence === '' ? undefined : Number(fence);
    },
    async release() {
      if (fence === '') return;
      await giveUp(redis, { keys: [key, ends], args: [fence] });
      fence = '';
    },
  };
}
