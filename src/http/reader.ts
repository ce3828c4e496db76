// One connection that reads a stream: what may be written to it, and how it ends.
import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { JournalEntry, Position } from '../journal/journal.ts';
import type { View } from './event-filter.ts';
import { farewellText } from './sse.ts';

export interface Reader {
  readonly out: ServerResponse;
  readonly view: View;
  /** What came live while the reader still catches up; `undefined` once it is live itself. */
  waiting: JournalEntry[] | undefined;
  /** More came meanwhile than `waiting` may hold: it has to catch up once more. */
  overtaken: boolean;
  /** Where catching up ended, until the live side has passed that place. */
  ahead: Position | undefined;
  /** Nothing is written any more. */
  closed: boolean;
}

export function createReader(out: ServerResponse, view: View): Reader {
  return { out, view, waiting: [], overtaken: false, ahead: undefined, closed: false };
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
export function farewell(out: ServerResponse, reason: string, retryMs: number): void {
  out.end(farewellText(reason, retryMs));
}
