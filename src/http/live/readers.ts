// All readers of one live endpoint, grouped by view, and how they leave.
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Position } from '../../journal/journal.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { View } from '../access/event-filter.ts';
import { type Connection, type EndReason, hasLeft, type LiveReader } from './live-reader.ts';
import type { StreamLimits } from './stream-limits.ts';

/** Readers with the same view. */
export interface Group<R extends LiveReader = LiveReader> {
  readonly view: View;
  readonly readers: Set<R>;
  /** The newest position that its live readers have. */
  position: Position | undefined;
}

export interface Readers<R extends LiveReader = LiveReader, Own extends string = never> {
  /** How many have not left. */
  readonly size: number;
  /** Counts one for whom there was no room. */
  refused(): void;
  /** By the key of their view. */
  readonly groups: ReadonlyMap<string, Group<R>>;
  /** The reader leaves when its connection closes; if that is already closed, it is not added. */
  add(reader: R): void;
  /** Writes, or ends the reader if it has left too much unread. */
  write(reader: R, bytes: Buffer | string): void;
  /** Ends one reader; nothing more is written to it. */
  end(reader: R, reason: EndReason | Own): void;
  endAll(reason: EndReason | Own): void;
  /** Resolves once all connections that are ending are closed. */
  allClosed(): Promise<unknown>;
  /** Cuts all connections that are ending. */
  destroyEnding(): void;
}

interface Deps {
  /** Name of the stream shape, for the metrics. */
  readonly shape: string;
  readonly metrics: Metrics;
  readonly limits: Pick<StreamLimits, 'unreadBytes'>;
}

/** Yields to the event loop after so many readers and groups. */
const SLICE = 500;

export function createReaders<R extends LiveReader<Connection<Own>>, Own extends string = never>({
  shape,
  metrics,
  limits,
}: Deps): Readers<R, Own> {
  const groups = new Map<string, Group<R>>();
  const ending = new Set<R>();
  let size = 0;

  function remove(reader: R, reason: EndReason | Own | 'client'): void {
    const { key } = reader.view;
    const group = groups.get(key);
    if (!group?.readers.delete(reader)) return;
    if (group.readers.size === 0) groups.delete(key);
    size -= 1;
    metrics.readers(shape, -1);
    metrics.readerLeft(shape, reason);
  }

  function closed(reader: R): void {
    remove(reader, 'client');
    ending.delete(reader);
    reader.state = { kind: 'ended' };
  }

  function end(reader: R, reason: EndReason | Own): void {
    if (hasLeft(reader)) return;
    remove(reader, reason);
    ending.add(reader);
    reader.state = { kind: 'ending' };
    reader.connection.end(reason);
  }

  return {
    get size() {
      return size;
    },
    groups,
    refused: () => metrics.readerRefused(shape),
    add(reader) {
      const { view, connection } = reader;
      if (connection.isClosed()) return closed(reader);
      const group = groups.get(view.key) ?? { view, readers: new Set<R>(), position: undefined };
      group.readers.add(reader);
      groups.set(view.key, group);
      size += 1;
      metrics.readers(shape, 1);
      connection.onClose(() => closed(reader));
    },
    write(reader, bytes) {
      if (hasLeft(reader)) return;
      if (reader.connection.unreadBytes() > limits.unreadBytes) end(reader, 'too_slow');
      else reader.connection.write(bytes);
    },
    end,
    endAll(reason) {
      for (const { readers } of [...groups.values()]) {
        for (const reader of [...readers]) end(reader, reason);
      }
    },
    allClosed: () => Promise.all([...ending].map(({ connection }) => closing(connection))),
    destroyEnding() {
      for (const { connection } of ending) connection.destroy();
    },
  };
}

/**
 * `visit` prepares what a group shares and returns what to do with each of its readers. Readers added meanwhile are
 * visited too; those that leave before their turn are not.
 */
export async function forEachReader<R extends LiveReader>(
  groups: Iterable<Group<R>>,
  visit: (group: Group<R>) => ((reader: R) => void) | undefined,
): Promise<void> {
  let count = 0;
  for (const group of groups) {
    const serve = visit(group);
    count += 1;
    if (count % SLICE === 0) await nextTick();
    if (serve === undefined) continue;
    for (const reader of group.readers) {
      serve(reader);
      count += 1;
      if (count % SLICE === 0) await nextTick();
    }
  }
}

function closing(connection: Connection): Promise<void> {
  return new Promise((resolve) => connection.onClose(resolve));
}
