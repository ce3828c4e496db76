// Keeps who began with which messages of a source: redis/dead-letters/try.lua.
import type { Redis } from 'ioredis';
import type { Attempts } from '../../intake/attempts.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';

/** Whoever began and is silent for longer has ended, or is so slow that others may go on. */
const ALIVE_MS = 2_000;

/** `life` names this process, never to be used by another one. */
export function createAttempts(redis: Redis, keys: Keys, life: string): Attempts {
  const note = loadScript(new URL('./try.lua', import.meta.url));
  return {
    async begin({ source, from, messages, resolved }) {
      const lives = keys.life('');
      const args = [source, from, life, messages, lives, ALIVE_MS, resolved ? '1' : ''];
      const reply = await note(redis, { keys: [keys.trying], args });
      const [tries = 1, careful = 0, wait = 0] = reply as number[];
      return wait === 1 ? undefined : { tries, careful };
    },
  };
}
