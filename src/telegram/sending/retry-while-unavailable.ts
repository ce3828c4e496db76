// Tries again while something that will come back (Redis, Telegram) is away.
import { GrammyError, HttpError } from 'grammy';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { failureOf } from './failures.ts';

export interface Patience {
  /** Aborted when the program stops: no further try is made. */
  readonly signal: AbortSignal;
  /** By the monotonic clock: after this no further try is made; absent: there is no end. */
  readonly until?: number;
}

/**
 * Answers what `work` answers. Fails with its last error when that is one that a few tries did not
 * mend and that is no outage, when time is up, or when the program stops.
 */
export type RetryWhileUnavailable = <T>(work: () => Promise<T>, patience: Patience) => Promise<T>;

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether what is kept is away, so that the same call may succeed later. */
  readonly isUnavailable: (error: unknown) => boolean;
  /** Called at each try that an outage has thwarted. */
  readonly onOutage?: () => void;
}

const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;
const TRIES_OF_A_MISTAKE = 3;

export function createRetryWhileUnavailable({
  clock,
  log,
  isUnavailable,
  onOutage,
}: Deps): RetryWhileUnavailable {
  function isOutage(error: unknown): boolean {
    if (error instanceof JobwireError) return error.retry;
    const isTelegrams = error instanceof GrammyError || error instanceof HttpError;
    return isTelegrams ? isTelegramAway(error) : isUnavailable(error);
  }

  return async (work, { signal, until = Number.POSITIVE_INFINITY }) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        const isHopeless = tries >= TRIES_OF_A_MISTAKE && !isOutage(error);
        if (isHopeless || signal.aborted || clock.monotonic() >= until) throw error;
        if (isOutage(error)) onOutage?.();
        log.warn({ tries, reason: messageOf(error) }, 'telegram_update_retried');
      }
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), MAX_PAUSE_MS);
      await clock.sleep(pauseMs * (0.75 + clock.random() / 2), signal);
    }
  };
}

function isTelegramAway(error: unknown): boolean {
  switch (failureOf(error).kind) {
    case 'unavailable':
    case 'unknown':
    case 'flood':
    case 'unauthorized':
      return true;
    case 'migrated':
    case 'no-topic':
    case 'gone':
    case 'unreachable':
    case 'not-allowed':
    case 'refused':
      return false;
  }
}
