// The pace of the example workload: lively while somebody takes a first look, then calm.
import type { Clock } from '../../runtime/clock.ts';

export interface Tempo {
  /** How many times longer than written a pause takes now. */
  factor(): number;
  /** A pause as people make them: around `ms`, from 70 % to 130 %. */
  vary(ms: number): number;
}

const LIVELY_MS = 60_000;
const CALM_FACTOR = 6;

/** Begins when it is created. */
export function createTempo({ clock }: { readonly clock: Clock }): Tempo {
  const begunAt = clock.monotonic();
  return {
    factor: () => (clock.monotonic() - begunAt < LIVELY_MS ? 1 : CALM_FACTOR),
    vary: (ms) => ms * (0.7 + 0.6 * clock.random()),
  };
}
