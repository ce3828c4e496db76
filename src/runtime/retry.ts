// Doing something again while it fails, and the pauses in between: longer with each failure in a row.
import type { Clock } from './clock.ts';

interface Retry {
  /** Whether another try may help; default: always. `tries` counts the one that failed. */
  readonly while?: (error: unknown, tries: number) => boolean;
  /** How long to wait after so many failures: see `backoff`. */
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

interface Growth {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Each pause is so many times the one before. */
  readonly factor?: number;
}

/** Answers the pause after so many failures in a row, the last one included: 1 gives `firstMs`. */
export function backoff({ firstMs, maxMs, factor = 2 }: Growth): (failures: number) => number {
  return (failures) => Math.min(firstMs * factor ** (failures - 1), maxMs);
}

/**
 * Somewhere between two multiples of it, so that those who failed together don't come back together:
 * `jittered(1_000, [0.5, 1], clock)` is 500 to 1,000.
 */
export function jittered(
  ms: number,
  [least, most]: readonly [number, number],
  { random }: Pick<Clock, 'random'>,
): number {
  return ms * (least + random() * (most - least));
}
