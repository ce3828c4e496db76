// Reads what comes next in several streams, in one call and a bounded number of bytes, whatever the entries
// weigh: redis/streams/read-streams.lua.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { comparePositions } from '../../journal/position.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';
import { STREAM_REPLY, type StreamReply } from '../scripts/stream-entries.ts';

/** Where reading of a stream goes on. */
export interface StreamPosition {
  /** As it is acknowledged: what is stored, '' for a stream that was never read. */
  readonly stored: string;
  /** The position to read on behind; another one where the stream was made anew. */
  readonly after: string;
  /** It had more than was read last time. */
  readonly isLagging: boolean;
}

export interface Batch {
  readonly source: string;
  /** Perhaps none, where it is another stream's turn first. */
  readonly entries: StreamReply;
  readonly position: StreamPosition;
  /** Position behind them. */
  readonly to: string;
  readonly isMore: boolean;
  /** Entries before the first of these were trimmed before they were read. */
  readonly isGap: boolean;
}

export interface ReadStreams {
  readonly batches: readonly Batch[];
  /** Those that can't be read, and why. */
  readonly wrong: readonly { readonly source: string; readonly reason: string }[];
  readonly isMore: boolean;
  /** They weigh so much that others should not be held beside them. */
  readonly isHeavy: boolean;
}

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  /** No stream runs ahead of another one that has more than was read. */
  readonly inStep: boolean;
}

/** Entries of one stream; more would keep the others waiting. */
const ENTRIES = 500;
/** Of all streams together: on its way into the journal each byte is held some ten times. */
const BYTES = 2_097_152;
/** While so much is taken in, nothing is read ahead. */
const HEAVY_BYTES = 524_288;

/** What read-streams.lua takes. */
interface Reading {
  readonly entries: number;
  readonly bytes: number;
  readonly inStep: boolean;
  readonly streams: readonly (Pick<StreamPosition, 'after' | 'isLagging'> & {
    readonly name: string;
  })[];
}

const FLAG = z.enum(['1', '']);
const FOUND = z.array(
  z.union([
    z.tuple([z.number(), z.literal('entries'), FLAG, FLAG, STREAM_REPLY]),
    z.tuple([z.number(), z.literal('wrong'), z.string()]),
  ]),
);

export function createBoundedStreams({ redis, keys, inStep }: Deps) {
  const read = loadScript<Reading, z.infer<typeof FOUND>>(
    new URL('./read-streams.lua', import.meta.url),
    FOUND,
  );

  return async (streams: ReadonlyMap<string, StreamPosition>): Promise<ReadStreams> => {
    const all = [...streams];
    const values = {
      ...{ entries: ENTRIES, bytes: BYTES, inStep },
      streams: all.map(([name, { after, isLagging }]) => ({ name, after, isLagging })),
    };
    const found = await read(redis, { keys, values });
    const batches: Batch[] = [];
    const wrong: { source: string; reason: string }[] = [];
    let isMore = false;
    for (const one of found) {
      const [source, position] = all[one[0] - 1] ?? [];
      if (source === undefined || position === undefined) continue;
      if (one[1] === 'wrong') {
        wrong.push({ source, reason: one[2] });
        continue;
      }
      const [, , more, gap, entries] = one;
      const to = entries.at(-1)?.[0] ?? position.after;
      isMore ||= more === '1';
      batches.push({ source, entries, position, to, isMore: more === '1', isGap: gap === '1' });
    }
    const isHeavy = batches.reduce((bytes, batch) => bytes + weightOf(batch), 0) > HEAVY_BYTES;
    return { batches: inStep ? keptInStep(batches) : batches, wrong, isMore, isHeavy };
  };
}

function weightOf({ entries }: Batch): number {
  let bytes = 0;
  for (const [, fields] of entries) for (const text of fields) bytes += text.length;
  return bytes;
}

/** Where one stream has more than was read, the others do not run ahead of it. */
function keptInStep(batches: readonly Batch[]): Batch[] {
  const ends = batches.flatMap(({ isMore, to }) => (isMore ? [to] : []));
  const [first, ...rest] = ends;
  if (first === undefined) return [...batches];
  const horizon = rest.reduce((a, b) => (comparePositions(b, a) < 0 ? b : a), first);
  return batches.map((batch) => {
    const entries = batch.entries.filter(([id]) => comparePositions(id, horizon) <= 0);
    const to = entries.at(-1)?.[0] ?? batch.position.after;
    return { ...batch, entries, to, isMore: batch.isMore || to !== batch.to };
  });
}
