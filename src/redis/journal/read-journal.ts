// Reads entries of the journal, one after another, until they weigh enough: read-journal.lua.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';
import { STREAM_REPLY } from '../scripts/stream-entries.ts';

export interface Stretch {
  /** As Redis takes them: inclusive, or exclusive with `(` before it. The first is where reading begins. */
  readonly from: string;
  readonly to: string;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  readonly maxBytes: number;
}

interface Values {
  readonly command: 'XRANGE' | 'XREVRANGE';
  readonly from: string;
  readonly to: string;
  readonly entries: number;
  readonly bytes: number;
}

const REPLY = z.tuple([z.enum(['1', '']), STREAM_REPLY]);

export function createReadJournal(redis: Redis, keys: Keys) {
  const script = loadScript<Values, z.infer<typeof REPLY>>(
    new URL('./read-journal.lua', import.meta.url),
    REPLY,
  );
  return async ({ from, to, order, limit, maxBytes }: Stretch) => {
    const command = order === 'asc' ? 'XRANGE' : 'XREVRANGE';
    const values = { command, from, to, entries: limit, bytes: maxBytes } as const;
    const [isMore, entries] = await script(redis, { keys, values });
    return { isMore: isMore === '1', entries };
  };
}
