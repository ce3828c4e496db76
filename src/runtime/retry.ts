// Retries with pauses.
import type { Clock } from './clock.ts';

interface Retry {
  /** Whether another try may help; default: always. `tries` includes the one that failed. */
  readonly while?: (error: unknown, tries: number) => boolean;
  /** The pause after so many failures, see backoff.ts. */
  readonly pauseMs: (tries: number) => number;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Called with each failure that is retried, before the pause. */
  readonly onFailure?: (error: unknown, tries: number) => void;
}

interface StoppableRetry extends Retry {
  /** Ends retries and pauses when aborted. A running try is waited for. */
  readonly signal: AbortSignal;
}

/**
 * Returns the result of `run`, or `undefined` once `signal` is aborted. Rejects with the last error if another try
 * would not help, aborted or not.
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
