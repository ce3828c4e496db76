// Waits for an answer that may never come.
import type { Clock } from '../clock.ts';

interface Limits {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly maxMs: number;
  readonly signal: AbortSignal;
}

/** Nothing when none came in time, or `signal` was aborted. What comes later is dropped. */
export async function answerInTime<T>(
  answer: Promise<T>,
  { clock, maxMs, signal }: Limits,
): Promise<T | undefined> {
  const over = new AbortController();
  const stop = () => over.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([answer, clock.sleep(maxMs, over.signal).then(() => undefined)]);
  } finally {
    stop();
    signal.removeEventListener('abort', stop);
  }
}
