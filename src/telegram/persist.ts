// Tries again while something that will come back (Redis) is away.
import type { Clock } from '../clock.ts';
import { JobwireError, messageOf } from '../errors.ts';
import type { Logger } from '../logger.ts';

export interface Patience {
  /** Aborted when the program stops: no further try is made. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds after which no further try is made; absent: there is no end. */
  readonly until?: number;
}

/**
 * Answers what `work` answers. Fails with its last error when that is a mistake of ours, when time
 * is up, or when the program stops.
 */
export type Persist = <T>(work: () => Promise<T>, patience: Patience) => Promise<T>;

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const TRIES_OF_A_MISTAKE = 3;

export function createPersist({ clock, log }: { clock: Clock; log: Logger }): Persist {
  return async (work, { signal, until = Number.POSITIVE_INFINITY }) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        const hopeless = isMistake(error) && tries >= TRIES_OF_A_MISTAKE;
        if (hopeless || signal.aborted || clock.now() >= until) throw error;
        log.warn({ tries, reason: messageOf(error) }, 'telegram_update_retried');
      }
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
      await clock.sleep(pauseMs * (0.75 + clock.random() / 2), signal);
    }
  };
}

/** What fails the same way each time; everything else is taken for an outage. */
export function isMistake(error: unknown): boolean {
  if (error instanceof JobwireError) return !error.retry;
  // An answer of Redis to what was asked. What it refuses for reasons of its own comes as unavailable.
  if (error instanceof Error && error.name === 'ReplyError') return true;
  return [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
}
