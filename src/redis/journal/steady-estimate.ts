// What the steady clock of Redis (redis/scripts/base.lua) shows now, as this replica knows it from former answers. When
// something was heard is said by that clock, and stays true however long its command waits or is sent again.
import type { Clock } from '../../runtime/clock.ts';

/** What an answer that took longer says of now is off by too much. */
const EXACT_MS = 1_000;

/** What a script showed of the clock. */
export interface SteadyReading {
  /** ms by the steady clock. */
  readonly steadyMs: number;
  /** What the last step of the clock is known by; '' before the first. */
  readonly step: string;
}

export interface SteadyEstimate {
  /** `undefined` until there was an answer in good time. */
  now(): SteadyReading | undefined;
  /** `askedAt`: ms by our monotonic clock. */
  learn(shown: SteadyReading, askedAt: number): void;
}

export function createSteadyEstimate({ monotonic }: Pick<Clock, 'monotonic'>): SteadyEstimate {
  let known: { readonly aheadMs: number; readonly step: string } | undefined;
  return {
    now: () => known && { steadyMs: Math.round(monotonic() + known.aheadMs), step: known.step },
    learn({ steadyMs, step }, askedAt) {
      const answeredAt = monotonic();
      if (answeredAt - askedAt <= EXACT_MS) known = { aheadMs: steadyMs - answeredAt, step };
    },
  };
}
