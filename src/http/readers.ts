// All live readers, grouped by what they are shown, and the ways in which one leaves.
import type { Clock } from '../clock.ts';
import type { Position } from '../journal/journal.ts';
import type { Metrics } from '../metrics.ts';
import type { View } from './event-filter.ts';
import { farewell, type Reader } from './reader.ts';
import type { StreamLimits } from './stream-limits.ts';

/** Readers who are shown the same. */
export interface Group {
  readonly view: View;
  readonly readers: Set<Reader>;
  /** The newest place that the group's live readers were told. */
  place: Position | undefined;
}

export interface Readers {
  readonly size: number;
  readonly groups: ReadonlyMap<string, Group>;
  add(reader: Reader): void;
  /** The connection is gone, or nothing is to be written to it any more. */
  remove(reader: Reader): void;
  /** Writes at once, unless the reader has left too much unread since earlier ticks: then it is cut. */
  write(reader: Reader, chunk: Buffer | string): void;
  /** Breaks the connection of a reader that is too slow. */
  cut(reader: Reader): void;
  /** Ends one stream in peace; it may come back. */
  release(reader: Reader, reason: string): void;
  /** Ends all streams; answers whose they were. */
  releaseAll(reason: string): readonly Reader[];
}

interface Deps {
  /** Name of the shape they read, for the metrics. */
  readonly shape: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly limits: StreamLimits;
}

const RETRY_MS = { least: 1_000, spread: 4_000 };

export function createReaders({ shape, clock, metrics, limits }: Deps): Readers {
  const groups = new Map<string, Group>();
  let size = 0;

  function add(reader: Reader): void {
    const { view } = reader;
    const group = groups.get(view.key) ?? { view, readers: new Set(), place: undefined };
    group.readers.add(reader);
    groups.set(view.key, group);
    size += 1;
    metrics.readers(shape, 1);
  }

  function remove(reader: Reader): void {
    if (reader.closed) return;
    reader.closed = true;
    reader.waiting = undefined;
    const group = groups.get(reader.view.key);
    if (!group?.readers.delete(reader)) return;
    if (group.readers.size === 0) groups.delete(reader.view.key);
    size -= 1;
    metrics.readers(shape, -1);
  }

  function cut(reader: Reader): void {
    if (reader.closed) return;
    remove(reader);
    metrics.readerCut(shape);
    reader.out.destroy();
  }

  function release(reader: Reader, reason: string): void {
    if (reader.closed) return;
    remove(reader);
    farewell(reader.out, reason, RETRY_MS.least + clock.random() * RETRY_MS.spread);
  }

  return {
    get size() {
      return size;
    },
    groups,
    add,
    remove,
    cut,
    release,
    releaseAll(reason) {
      const leaving = [...groups.values()].flatMap((group) => [...group.readers]);
      for (const reader of leaving) release(reader, reason);
      return leaving;
    },
    write(reader, chunk) {
      if (reader.out.writableLength > limits.unreadBytes) cut(reader);
      else if (!reader.closed) reader.out.write(chunk);
    },
  };
}
