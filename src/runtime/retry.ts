// Doing something again while it fails, with pauses in between.
import type { Clock } from './clock.ts';

interface Retry {
  /** Whether another try may help; default: always. `tries` counts the one that failed. */
  readonly while?: (error: unknown, tries: number) => boolean;
  /** How long to wait after so many failures: see backoff.ts. */
  readonly pauseMs: (tries: number) => number;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Called with each failure that is tried again, before the pause. */
  readonly onFailure?: (error: unknown, tries: number) => void;
}

interface StoppableRetry extends Retry {
  /** Aborted: nothing is tried any more, and a pause ends at once. A try that runs is waited for. */
  readonly signal: AbortSignal;
}

/**
 * Answers what `run` answers, or `undefined` once `signal` is aborted. Fails with the last error when
 * another try would not help, aborted or not.
 */
export function withRetry<T>(
  run: () => Promise<T>,
  options: StoppableRetry,
): Promise<T | undefined>;
export function withRetry<T>(run: () => Promise<T>, options: Retry): Promise<T>;
export async function withRetry<T>(
  run: () => Promise<T>,
  options: Retry & Partial<StoppableRetry>,
): Promise<T | undefined> {
  const { while: mayHelp = () => true, pauseMs, clock, signal, onFailure } = options;
  for (let tries = 1; signal?.aborted !== true; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (!mayHelp(error, tries)) throw error;
      if (signal?.aborted) return undefined;
      onFailure?.(error, tries);
    }
    await clock.sleep(pauseMs(tries), signal);
  }
  return undefined;
}
