// The pace of the example workload: lively for a first look, then calm.
import type { Clock } from '../../runtime/clock.ts';

export interface Tempo {
  /** By how much pauses are stretched now. */
  factor(): number;
  /** A human pause: a random 70 % to 130 % of `ms`. */
  vary(ms: number): number;
}

const LIVELY_MS = 60_000;
const CALM_FACTOR = 6;

/** Its time runs from its creation. */
export function createTempo({ clock }: { readonly clock: Clock }): Tempo {
  const startedAt = clock.monotonic();
  return {
    factor: () => (clock.monotonic() - startedAt < LIVELY_MS ? 1 : CALM_FACTOR),
    vary: (ms) => ms * (0.7 + 0.6 * clock.random()),
  };
}
