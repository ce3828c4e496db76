// All readers of one live endpoint, grouped by what they are shown, and the ways in which one leaves.
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Position } from '../../journal/journal.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { View } from '../access/event-filter.ts';
import { type Connection, type EndReason, hasLeft, type LiveReader } from './live-reader.ts';
import type { StreamLimits } from './stream-limits.ts';

/** Readers who are shown the same. */
export interface Group<R extends LiveReader = LiveReader> {
  readonly view: View;
  readonly readers: Set<R>;
  /** The newest position that its live readers know. */
  position: Position | undefined;
}

export interface Readers<R extends LiveReader = LiveReader, Own extends string = never> {
  /** How many there are that have not left. */
  readonly size: number;
  /** By the key of their view. */
  readonly groups: ReadonlyMap<string, Group<R>>;
  /** It leaves when its connection closes; one whose connection has closed already is not added. */
  add(reader: R): void;
  /** Writes at once, unless the reader has left too much unread: then it ends. */
  write(reader: R, bytes: Buffer | string): void;
  /** Ends one stream; nothing more is written to it. */
  end(reader: R, reason: EndReason | Own): void;
  endAll(reason: EndReason | Own): void;
  /** Resolves when the connections of all that are ending are closed. */
  allClosed(): Promise<unknown>;
  /** Breaks off the connections of all that are ending. */
  destroyEnding(): void;
}

interface Deps {
  /** Name of the shape they read, for the metrics. */
  readonly shape: string;
  readonly metrics: Metrics;
  readonly limits: Pick<StreamLimits, 'unreadBytes'>;
}

/** After so many readers and groups everything else in the process gets its turn. */
const SLICE = 500;

export function createReaders<R extends LiveReader<Connection<Own>>, Own extends string = never>({
  shape,
  metrics,
  limits,
}: Deps): Readers<R, Own> {
  const groups = new Map<string, Group<R>>();
  const ending = new Set<R>();
  let size = 0;

  function remove(reader: R): void {
    const { key } = reader.view;
    const group = groups.get(key);
    if (!group?.readers.delete(reader)) return;
    if (group.readers.size === 0) groups.delete(key);
    size -= 1;
    metrics.readers(shape, -1);
  }

  function closed(reader: R): void {
    remove(reader);
    ending.delete(reader);
    reader.state = { kind: 'ended' };
  }

  function end(reader: R, reason: EndReason | Own): void {
    if (hasLeft(reader)) return;
    remove(reader);
    ending.add(reader);
    reader.state = { kind: 'ending' };
    if (reason === 'too_slow') metrics.readerCut(shape);
    reader.connection.end(reason);
  }

  return {
    get size() {
      return size;
    },
    groups,
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
 * `visit` prepares what a group shares and answers what is to be done with each of its readers. Whoever
 * is added meanwhile is visited too; whoever leaves before their turn is not.
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
