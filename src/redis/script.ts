// Runs the Lua scripts of this folder. A script is sent once and then called by its digest.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

export type Script = (
  redis: Redis,
  call: { readonly keys: readonly string[]; readonly args: readonly (string | number)[] },
) => Promise<unknown>;

/** Joins `names` (files in `lua/`, shared parts first) to one script. */
export function loadScript(...names: readonly string[]): Script {
  const source = names
    .map((name) => readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8'))
    .join('\n');
  const digest = createHash('sha1').update(source).digest('hex');
  return async (redis, { keys, args }) => {
    try {
      return await redis.evalsha(digest, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return redis.eval(source, keys.length, ...keys, ...args);
    }
  };
}
