// A start that can't go on without Redis: a server that refuses now (a replica, no memory, a disk that
// failed) may be mended, and ends nothing.
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import { isUnavailable } from './unavailable.ts';

interface Options {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
  /** Called with the reason of each failure. */
  readonly onFailure: (reason: string) => void;
}

const PAUSE_MS = 2_000;

/** Rejects with mistakes, and with `unavailable` when `signal` is aborted. */
export async function retryWhileUnavailable(
  work: () => Promise<void>,
  { clock, signal, onFailure }: Options,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isUnavailable(error)) throw error;
      onFailure(messageOf(error));
    }
    await clock.sleep(PAUSE_MS, signal);
  }
  throw new JobwireError('unavailable', 'stopped before Redis took what was to be written');
}
