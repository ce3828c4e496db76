// Reads the journal a bounded number of bytes at a time, whatever its entries weigh.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { JournalEntry, Position } from '../../journal/journal.ts';
import type { StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { READ_BYTES } from '../scripts/limits.ts';
import { loadScript } from '../scripts/script.ts';
import { readEntries, STREAM_REPLY, type StreamReply } from '../scripts/stream-entries.ts';
import { withLateProjects } from './late-projects.ts';
import { createReadJournal, type Stretch } from './read-journal.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly reader: StoredReader;
}

/** Entries, each with what it weighs. */
export interface Weighed {
  readonly entries: readonly JournalEntry[];
  readonly sizes: ReadonlyMap<Position, number>;
}

export interface BoundedJournal {
  /** `last`: the position up to which it was looked, also where no event is; `undefined`: nothing was there. */
  read(
    stretch: Omit<Stretch, 'maxBytes'> & { readonly maxBytes?: number },
  ): Promise<Weighed & { readonly isMore: boolean; readonly last: Position | undefined }>;
  /** Those at the first positions; `count`: at how many of these it was looked. */
  load(positions: readonly Position[]): Promise<Weighed & { readonly count: number }>;
}

/** What load-entries.lua takes. */
interface Load {
  readonly bytes: number;
  readonly positions: readonly Position[];
}

const LOADED = z.tuple([z.number(), STREAM_REPLY]);

export function createBoundedJournal(deps: Deps): BoundedJournal {
  const { redis, keys, reader } = deps;
  const { journal } = keys;
  const read = createReadJournal(redis, keys);
  const load = loadScript<Load, z.infer<typeof LOADED>>(
    new URL('./load-entries.lua', import.meta.url),
    LOADED,
  );

  async function weighed(reply: StreamReply): Promise<Weighed> {
    const entries = await withLateProjects(readEntries(reply, { journal, reader }), deps);
    const sizes = new Map(reply.map(([position, fields]) => [position, sizeOf(fields)]));
    return { entries, sizes };
  }

  return {
    async read({ maxBytes = READ_BYTES, ...stretch }) {
      const { isMore, entries } = await read({ ...stretch, maxBytes });
      return { ...(await weighed(entries)), isMore, last: entries.at(-1)?.[0] };
    },
    async load(positions) {
      if (positions.length === 0) return { entries: [], sizes: new Map(), count: 0 };
      const values = { bytes: READ_BYTES, positions };
      const [count, found] = await load(redis, { keys, values });
      return { ...(await weighed(found)), count };
    },
  };
}

/** In characters, which is near enough. */
export function sizeOf(fields: readonly string[]): number {
  return fields[1]?.length ?? 0;
}
