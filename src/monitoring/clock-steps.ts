// Detects that a server's clock was set forward or back, by comparing it with our monotonic clock.
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';

interface Deps {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Logger;
}

export interface ClockSteps {
  /** Runs a query that returns the server's time; logs a warning for each step of its clock. */
  watch<T extends { readonly clockMs: number }>(query: () => Promise<T>): Promise<T>;
}

/** Less is drift between two queries. */
const MIN_STEP_MS = 1_000;

interface Reading {
  readonly clockMs: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

export function createClockSteps({ clock, log }: Deps): ClockSteps {
  let before: Reading | undefined;
  return {
    async watch(query) {
      const askedAt = clock.monotonic();
      const answer = await query();
      const reading = { clockMs: answer.clockMs, askedAt, answeredAt: clock.monotonic() };
      const byMs = before === undefined ? 0 : stepBetween(before, reading);
      before = reading;
      if (Math.abs(byMs) >= MIN_STEP_MS)
        log.warn({ byMs: Math.round(byMs) }, 'redis_clock_stepped');
      return answer;
    },
  };
}

/** The minimum by which the server's clock was set, given that it was read at some moment during each query. */
function stepBetween(before: Reading, after: Reading): number {
  const passed = after.clockMs - before.clockMs;
  const minPassed = after.askedAt - before.answeredAt;
  const maxPassed = after.answeredAt - before.askedAt;
  if (passed > maxPassed) return passed - maxPassed;
  return passed < minPassed ? passed - minPassed : 0;
}
