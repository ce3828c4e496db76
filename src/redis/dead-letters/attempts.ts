// Keeps who began with which messages of a source: redis/dead-letters/try.lua.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Attempts } from '../../intake/attempts.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';

/** Whoever began and is silent for longer has ended, or is so slow that others may go on. */
const ALIVE_MS = 2_000;

/** What try.lua takes. */
interface Try {
  readonly source: string;
  readonly from: string;
  readonly instanceId: string;
  readonly messages: number;
  readonly aliveMs: number;
  readonly resolved: boolean;
}

/** `instanceId` names this process, never to be used by another one. */
export function createAttempts(redis: Redis, keys: Keys, instanceId: string): Attempts {
  const note = loadScript<Try, [number, number, number]>(
    new URL('./try.lua', import.meta.url),
    z.tuple([z.number(), z.number(), z.number()]),
  );
  return {
    async begin({ source, from, messages, resolved }) {
      const values = { source, from, instanceId, messages, aliveMs: ALIVE_MS, resolved };
      const [tries, toIsolate, wait] = await note(redis, { keys, values });
      return wait === 1 ? undefined : { tries, toIsolate };
    },
  };
}
