// Keeps a lease in Redis: taken over by another replica when its holder is silent for too long.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Lease } from '../../runtime/lease.ts';
import type { Keys } from '../scripts/keys.ts';
import { DONE } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';

/** A killed holder's work moves within this time; LEASE_RENEWAL_MS is how often a living one speaks. */
const HOLD_MS = 2_000;

interface Held {
  readonly lease: string;
  readonly fence: string;
}

export function createLease(redis: Redis, keys: Keys, name: string): Lease {
  const acquireOrRenew = loadScript<Held & { holdMs: number }, string | null>(
    new URL('./lease.lua', import.meta.url),
    z.string().nullable(),
  );
  const giveUp = loadScript<Held, number>(new URL('./release.lua', import.meta.url), DONE);
  let fence = '';
  return {
    async acquireOrRenew() {
      const values = { lease: name, fence, holdMs: HOLD_MS };
      fence = (await acquireOrRenew(redis, { keys, values })) ?? '';
      return fence === '' ? undefined : Number(fence);
    },
    async release() {
      if (fence === '') return;
      await giveUp(redis, { keys, values: { lease: name, fence } });
      fence = '';
    },
  };
}
