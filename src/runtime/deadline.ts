// Waiting with a deadline.
import type { Clock } from './clock.ts';

interface Deadline {
  readonly ms: number;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Ends the wait when aborted. */
  readonly signal?: AbortSignal;
}

/** The value of the promise, or `undefined` if it takes too long. Rejects if the promise does. */
export async function withDeadline<T>(
  promise: Promise<T>,
  { ms, clock, signal }: Deadline,
): Promise<T | undefined> {
  const over = new AbortController();
  const giveUp = () => over.abort();
  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp, { once: true });
  const late = clock.sleep(ms, over.signal).then(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    signal?.removeEventListener('abort', giveUp);
    giveUp();
  }
}
