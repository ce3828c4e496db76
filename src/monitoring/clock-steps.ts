// Notices when the clock of a server is set forward or back, by a clock of our own that never is.
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';

interface Deps {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Logger;
}

export interface ClockSteps {
  /** Runs a query that answers what the server's clock says; logs one warning for each step of it. */
  watch<T extends { readonly clockMs: number }>(query: () => Promise<T>): Promise<T>;
}

/** What clocks may drift apart between two looks. */
const MIN_STEP_MS = 1_000;

interface Look {
  readonly clockMs: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

export function createClockSteps({ clock, log }: Deps): ClockSteps {
  let before: Look | undefined;
  return {
    async watch(query) {
      const askedAt = clock.monotonic();
      const answer = await query();
      const look = { clockMs: answer.clockMs, askedAt, answeredAt: clock.monotonic() };
      const byMs = before === undefined ? 0 : stepBetween(before, look);
      before = look;
      if (Math.abs(byMs) >= MIN_STEP_MS)
        log.warn({ byMs: Math.round(byMs) }, 'redis_clock_stepped');
      return answer;
    },
  };
}

/** By how much at least the server's clock was set: it was read at some moment of each look. */
function stepBetween(before: Look, after: Look): number {
  const passed = after.clockMs - before.clockMs;
  const leastPassed = after.askedAt - before.answeredAt;
  const mostPassed = after.answeredAt - before.askedAt;
  if (passed > mostPassed) return passed - mostPassed;
  return passed < leastPassed ? passed - leastPassed : 0;
}
