// All live readers, grouped by what they are shown, and the ways in which one leaves.

import type { Position } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { View } from '../access/event-filter.ts';
import { endStream, type Reader } from './reader.ts';
import type { StreamLimits } from './stream-limits.ts';

/** Readers who are shown the same. */
export interface Group<R extends Reader = Reader> {
  readonly view: View;
  readonly readers: Set<R>;
  /** The newest place that the group's live readers were told. */
  place: Position | undefined;
}

export interface Readers<R extends Reader = Reader> {
  readonly size: number;
  /** By the key of their view. */
  readonly groups: ReadonlyMap<string, Group<R>>;
  /** It is removed when its connection closes; one that has closed already is not added. */
  add(reader: R): void;
  /** The connection is gone, or nothing is to be written to it any more. */
  remove(reader: R): void;
  /** Writes at once, unless the reader has left too much unread since earlier ticks: then it is cut. */
  write(reader: R, chunk: Buffer | string): void;
  /** Breaks the connection of a reader that is too slow. */
  cut(reader: R): void;
  /** Ends a stream that is complete. */
  finish(reader: R): void;
  /** Ends one stream in peace; it may come back. */
  release(reader: R, reason: string): void;
  /** Ends all streams; answers whose they were. */
  releaseAll(reason: string): readonly R[];
}

interface Deps {
  /** Name of the shape they read, for the metrics. */
  readonly shape: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly limits: StreamLimits;
}

const RETRY_MS = { least: 1_000, spread: 4_000 };

export function createReaders<R extends Reader = Reader>(deps: Deps): Readers<R> {
  const { shape, clock, metrics, limits } = deps;
  const there = createGroups<R>(deps);
  const { groups, remove } = there;

  function leave(reader: R, end: () => void): void {
    if (reader.closed) return;
    remove(reader);
    end();
  }

  function cut(reader: R): void {
    leave(reader, () => {
      metrics.readerCut(shape);
      reader.out.destroy();
    });
  }

  function release(reader: R, reason: string): void {
    const retryMs = RETRY_MS.least + clock.random() * RETRY_MS.spread;
    leave(reader, () => endStream(reader.out, reason, retryMs));
  }

  return {
    ...there,
    get size() {
      return there.size;
    },
    cut,
    finish: (reader) => leave(reader, () => reader.out.end()),
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

/** Who is there, and nothing else. */
function createGroups<R extends Reader>({
  shape,
  metrics,
}: Deps): Pick<Readers<R>, 'groups' | 'size' | 'add' | 'remove'> {
  const groups = new Map<string, Group<R>>();
  let size = 0;

  function add(reader: R): void {
    const { view, out } = reader;
    if (out.closed) {
      reader.closed = true;
      return;
    }
    const group = groups.get(view.key) ?? { view, readers: new Set<R>(), place: undefined };
    group.readers.add(reader);
    groups.set(view.key, group);
    size += 1;
    metrics.readers(shape, 1);
    out.once('close', () => remove(reader));
  }

  function remove(reader: R): void {
    if (reader.closed) return;
    reader.closed = true;
    reader.waiting = undefined;
    const group = groups.get(reader.view.key);
    if (!group?.readers.delete(reader)) return;
    if (group.readers.size === 0) groups.delete(reader.view.key);
    size -= 1;
    metrics.readers(shape, -1);
  }

  return {
    groups,
    get size() {
      return size;
    },
    add,
    remove,
  };
}
