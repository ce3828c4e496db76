// Writes in batches as long as a lease holds: fenced.lua. Every command may be run twice.
import type { Redis } from 'ioredis';
import { JobwireError } from '../../runtime/errors.ts';
import type { Keys } from '../scripts/keys.ts';
import { DONE } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';

export type RedisCommand = readonly string[];

export interface FencedWriter {
  /** Written with others, in their order. Throws `unavailable` when the lease is lost. */
  put(command: RedisCommand): Promise<void>;
  /** Everything that was put is written. */
  flush(): Promise<void>;
  /** These, after everything that was put, with nothing in between. */
  putAtOnce(commands: readonly RedisCommand[]): Promise<void>;
}

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'prefix' | 'journal'>;
  readonly lease: { readonly key: string; readonly fence: number };
  /** Commands that are sent at once, at most. */
  readonly atOnce: number;
}

/** What fenced.lua takes. */
interface Fenced {
  readonly lease: string;
  readonly fence: string;
  readonly commands: readonly RedisCommand[];
}

/** Others wait while the script runs. */
const MAX_BATCH_CHARACTERS = 262_144;

export function createFencedWriter({ redis, keys, lease, atOnce }: Deps): FencedWriter {
  const script = loadScript<Fenced, 0 | 1>(new URL('./fenced.lua', import.meta.url), DONE);
  let waiting: RedisCommand[] = [];
  let characters = 0;

  async function send(commands: readonly RedisCommand[]): Promise<void> {
    const values = { lease: lease.key, fence: String(lease.fence), commands };
    if ((await script(redis, { keys, values })) === 1) return;
    throw new JobwireError('unavailable', 'another jobwire has taken over the migration');
  }

  async function flush(): Promise<void> {
    const commands = waiting;
    waiting = [];
    characters = 0;
    if (commands.length > 0) await send(commands);
  }

  return {
    flush,
    async put(command) {
      waiting.push(command);
      characters += command.reduce((sum, part) => sum + part.length, 0);
      if (waiting.length >= atOnce || characters > MAX_BATCH_CHARACTERS) await flush();
    },
    async putAtOnce(commands) {
      await flush();
      await send(commands);
    },
  };
}
