// Splits long computations into slices, so that everything else in the process gets its turn in between.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, systemClock } from './clock.ts';

const SLICE_MS = 10;

export interface Slices {
  /** Whether the time of this slice is up. */
  isOver(): boolean;
  /** Yields to the event loop, then starts a new slice. */
  next(): Promise<void>;
  /** Time spent in all slices so far, without the time in between. */
  spentMs(): number;
}

/** The first slice starts immediately. */
export function createSlices(clock: Pick<Clock, 'monotonic'> = systemClock): Slices {
  let startedAt = clock.monotonic();
  let earlierMs = 0;
  return {
    isOver: () => clock.monotonic() - startedAt >= SLICE_MS,
    async next() {
      earlierMs += clock.monotonic() - startedAt;
      await nextTurn();
      startedAt = clock.monotonic();
    },
    spentMs: () => earlierMs + clock.monotonic() - startedAt,
  };
}
