// Limits how long handling may take: a handler that hangs must not block what waits behind it.
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { JobwireError } from '../../runtime/errors.ts';

/**
 * Settles as `work` does, or fails with JobwireError `bug` if that takes too long; overdue work goes on
 * unobserved. Once `signal` is aborted it waits without limit: stopping the program has a deadline of
 * its own.
 */
export type HandlingDeadline = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

interface Deps {
  readonly clock: Clock;
  /** Whether an outage explains the delay: then there is no limit. */
  readonly isOutage: () => boolean;
}

export const MAX_HANDLING_MS = 60_000;

export function createHandlingDeadline({ clock, isOutage }: Deps): HandlingDeadline {
  return async (work, signal) => {
    const working = work();
    const done = working.then((value) => ({ value }));
    done.catch(() => {});
    while (!signal.aborted) {
      const found = await withDeadline(done, { ms: MAX_HANDLING_MS, clock, signal });
      if (found !== undefined) return found.value;
      if (!signal.aborted && !isOutage()) throw overdue();
    }
    return await working;
  };
}

function overdue(): JobwireError {
  const seconds = MAX_HANDLING_MS / 1_000;
  return new JobwireError('bug', `the handler took too long; expected at most ${seconds} seconds`);
}
