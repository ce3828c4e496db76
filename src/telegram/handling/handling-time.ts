// How long handling may take: a handler that hangs must not hold back what waits behind it.
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { JobwireError } from '../../runtime/errors.ts';

/**
 * Answers (or fails) as `work` does. Fails with a JobwireError whose code is `bug` when that takes too
 * long; work that is overdue goes on, and nobody waits for it any more. When `signal` is aborted, it
 * is waited for as long as it takes: whoever stops the program has a deadline.
 */
export type HandlingDeadline = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

interface Deps {
  readonly clock: Clock;
  /** Whether something that everything waits for is away: then there is no limit. */
  readonly isAway: () => boolean;
}

export const MAX_HANDLING_MS = 60_000;

export function createHandlingDeadline({ clock, isAway }: Deps): HandlingDeadline {
  return async (work, signal) => {
    const working = work();
    const done = working.then((value) => ({ value }));
    done.catch(() => {});
    while (!signal.aborted) {
      const found = await withDeadline(done, { ms: MAX_HANDLING_MS, clock, signal });
      if (found !== undefined) return found.value;
      if (!signal.aborted && !isAway()) throw overdue();
    }
    return await working;
  };
}

function overdue(): JobwireError {
  const seconds = MAX_HANDLING_MS / 1_000;
  return new JobwireError('bug', `the handler took too long; expected at most ${seconds} seconds`);
}
