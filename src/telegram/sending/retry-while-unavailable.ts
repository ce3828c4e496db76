// Tries again while something that will come back (Redis, Telegram) is away.
import { GrammyError, HttpError } from 'grammy';
import { backoff, jittered } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { withRetry } from '../../runtime/retry.ts';
import { failureOf } from './failures.ts';

export interface Patience {
  /** Aborted when the program stops: a pause ends at once, and the next failure is the last. */
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

const growingPauseMs = backoff({ firstMs: 200, maxMs: 5_000 });
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

  const pauseMs = (tries: number) => jittered(growingPauseMs(tries), [0.75, 1.25], clock);

  function onFailure(error: unknown, tries: number): void {
    if (isOutage(error)) onOutage?.();
    log.warn({ tries, reason: messageOf(error) }, 'telegram_update_retried');
  }

  return (work, { signal, until = Number.POSITIVE_INFINITY }) => {
    function mayHelp(error: unknown, tries: number): boolean {
      const isHopeless = tries >= TRIES_OF_A_MISTAKE && !isOutage(error);
      return !(isHopeless || signal.aborted || clock.monotonic() >= until);
    }
    // Not stopped by the signal itself: what is done already is noted once more at least.
    const sleep = (ms: number) => clock.sleep(ms, signal);
    return withRetry(work, { while: mayHelp, pauseMs, clock: { sleep }, onFailure });
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
