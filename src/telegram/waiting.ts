// Waiting with an end: what is waited for may never come while Redis is away.
import type { Clock } from '../clock.ts';

interface End {
  readonly ms: number;
  readonly clock: Clock;
  /** Aborted: nobody waits any more. */
  readonly signal?: AbortSignal;
}

/** What the promise answers, or `undefined` when it takes too long. Fails as the promise does. */
export async function atMost<T>(
  promise: Promise<T>,
  { ms, clock, signal }: End,
): Promise<T | undefined> {
  const timer = new AbortController();
  const giveUp = () => timer.abort();
  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp, { once: true });
  const late = clock.sleep(ms, timer.signal).then(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    signal?.removeEventListener('abort', giveUp);
    giveUp();
  }
}
