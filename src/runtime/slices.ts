// Long computing in slices, so that everything else in the process gets its turn in between.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, systemClock } from './clock.ts';

const SLICE_MS = 10;

export interface Slices {
  /** Whether this slice has lasted its time. */
  isOver(): boolean;
  /** Lets everything else that is ready go first; a new slice begins. */
  next(): Promise<void>;
  /** Computing time of all slices so far, without what others did in between. */
  spentMs(): number;
}

/** The first slice begins at once. */
export function createSlices(clock: Pick<Clock, 'monotonic'> = systemClock): Slices {
  let began = clock.monotonic();
  let before = 0;
  return {
    isOver: () => clock.monotonic() - began >= SLICE_MS,
    async next() {
      before += clock.monotonic() - began;
      await nextTurn();
      began = clock.monotonic();
    },
    spentMs: () => before + clock.monotonic() - began,
  };
}
