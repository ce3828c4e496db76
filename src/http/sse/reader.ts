// One connection that reads a stream: what may be written to it, and how it ends.
import type { ServerResponse } from 'node:http';
import type { JournalEntry, Position } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { View } from '../access/event-filter.ts';
import { endText } from './sse.ts';
import type { StreamLimits } from './stream-limits.ts';

export interface Reader {
  readonly out: ServerResponse;
  readonly view: View;
  /** It was told where it begins; before that it gets nothing at all. */
  greeted: boolean;
  /** What came live while the reader still catches up; `undefined` once it is live itself. */
  waiting: JournalEntry[] | undefined;
  /** What these weigh. */
  waitingBytes: number;
  /** More came meanwhile than `waiting` may hold: it has to catch up once more. */
  overtaken: boolean;
  /** Where catching up ended, until the live side has passed that place. */
  ahead: Position | undefined;
  /** Nothing is written any more. */
  closed: boolean;
}

export function createReader(out: ServerResponse, view: View): Reader {
  return {
    out,
    view,
    greeted: false,
    waiting: [],
    waitingBytes: 0,
    overtaken: false,
    ahead: undefined,
    closed: false,
  };
}

/** Keeps these until the reader is live; of too many none, and it is overtaken. */
export function hold(
  reader: Reader,
  entries: readonly JournalEntry[],
  limits: Pick<StreamLimits, 'waitingEntries' | 'waitingBytes'>,
): void {
  if (reader.waiting === undefined || reader.overtaken) return;
  reader.waitingBytes += weightOf(entries);
  const isWithin = reader.waitingBytes <= limits.waitingBytes;
  if (isWithin && reader.waiting.length + entries.length <= limits.waitingEntries) {
    reader.waiting.push(...entries);
    return;
  }
  reader.waiting = [];
  reader.waitingBytes = 0;
  reader.overtaken = true;
}

export function weightOf(entries: readonly JournalEntry[]): number {
  return entries.reduce((bytes, { sizeBytes = 0 }) => bytes + sizeBytes, 0);
}

/**
 * Resolves when the connection took what was written: `true` to go on, `false` when it is gone or
 * did not take it within `patienceMs`.
 */
export function drained({ out }: Reader, clock: Clock, patienceMs: number): Promise<boolean> {
  if (out.destroyed) return Promise.resolve(false);
  if (!out.writableNeedDrain) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (answer: boolean) => () => {
      cancel();
      out.off('drain', onDrain).off('close', onClose);
      resolve(answer);
    };
    const onDrain = finish(true);
    const onClose = finish(false);
    const cancel = clock.after(patienceMs, onClose);
    out.once('drain', onDrain).once('close', onClose);
  });
}

/** Resolves when the connection took what was written and is closed, or broke. */
export function gone({ out }: Reader): Promise<void> {
  if (out.closed) return Promise.resolve();
  return new Promise((resolve) => out.once('close', () => resolve()));
}

/** Ends the stream in peace; the connection ends with it. */
export function endStream(out: ServerResponse, reason: string, retryMs: number): void {
  out.end(endText(reason, retryMs));
}
