// Reads the journal a bounded number of bytes at a time, whatever its entries weigh.
import type { Redis } from 'ioredis';
import type { JournalEntry, Position } from '../../journal/journal.ts';
import type { StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { READ_BYTES } from '../scripts/limits.ts';
import { loadScript } from '../scripts/script.ts';
import { readEntries, type StreamReply } from '../scripts/stream-entries.ts';
import { withLateProjects } from './late-projects.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly reader: StoredReader;
}

export interface Stretch {
  /** As Redis takes them: inclusive, or exclusive with `(` before it. The first is where reading begins. */
  readonly from: string;
  readonly to: string;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  readonly maxBytes?: number;
}

/** Entries, each with what it weighs. */
export interface Weighed {
  readonly entries: readonly JournalEntry[];
  readonly sizes: ReadonlyMap<Position, number>;
}

export interface BoundedJournal {
  /** `last`: the position up to which it was looked, also where no event is; `undefined`: nothing was there. */
  read(
    stretch: Stretch,
  ): Promise<Weighed & { readonly isMore: boolean; readonly last: Position | undefined }>;
  /** Those at the first positions; `count`: at how many of these it was looked. */
  load(positions: readonly Position[]): Promise<Weighed & { readonly count: number }>;
}

export function createBoundedJournal(deps: Deps): BoundedJournal {
  const { redis, keys, reader } = deps;
  const { journal } = keys;
  const read = loadScript(new URL('./read-journal.lua', import.meta.url));
  const load = loadScript(new URL('./load-entries.lua', import.meta.url));

  async function weighed(reply: StreamReply): Promise<Weighed> {
    const entries = await withLateProjects(readEntries(reply, { journal, reader }), deps);
    const sizes = new Map(reply.map(([position, fields]) => [position, sizeOf(fields)]));
    return { entries, sizes };
  }

  return {
    async read({ from, to, order, limit, maxBytes = READ_BYTES }) {
      const command = order === 'asc' ? 'XRANGE' : 'XREVRANGE';
      const args = [command, from, to, limit, maxBytes];
      const reply = (await read(redis, { keys: [keys.journal], args })) as [string, StreamReply];
      const [isMore, found] = reply;
      return { ...(await weighed(found)), isMore: isMore === '1', last: found.at(-1)?.[0] };
    },
    async load(positions) {
      if (positions.length === 0) return { entries: [], sizes: new Map(), count: 0 };
      const args = [READ_BYTES, ...positions];
      const reply = (await load(redis, { keys: [keys.journal], args })) as [number, StreamReply];
      return { ...(await weighed(reply[1])), count: reply[0] };
    },
  };
}

/** In characters, which is near enough. */
export function sizeOf(fields: readonly string[]): number {
  return fields[1]?.length ?? 0;
}
