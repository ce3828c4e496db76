// Retries while Redis or Telegram is unavailable.
import { GrammyError, HttpError } from 'grammy';
import { backoff, jittered } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { withRetry } from '../../runtime/retry.ts';
import { failureOf } from './failures.ts';

export interface Patience {
  /** Aborted when the program stops: ends a pause at once, and makes the next failure final. */
  readonly signal: AbortSignal;
  /** By the monotonic clock; no retry is made later. Absent: no limit. */
  readonly until?: number;
}

/**
 * Resolves as `work` does. Fails with its last error after a few tries if that is no outage, when time
 * is up, or when the program stops.
 */
export type RetryWhileUnavailable = <T>(work: () => Promise<T>, patience: Patience) => Promise<T>;

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether the error means that Redis is away, so that the same call may succeed later. */
  readonly isUnavailable: (error: unknown) => boolean;
  /** Called for every try that failed by an outage. */
  readonly onOutage?: () => void;
}

const growingPauseMs = backoff({ firstMs: 200, maxMs: 5_000 });
const MAX_TRIES_WITHOUT_OUTAGE = 3;

export function createRetryWhileUnavailable({
  clock,
  log,
  isUnavailable,
  onOutage,
}: Deps): RetryWhileUnavailable {
  function isOutage(error: unknown): boolean {
    if (error instanceof JobwireError) return error.retry;
    const isFromTelegram = error instanceof GrammyError || error instanceof HttpError;
    return isFromTelegram ? isTelegramAway(error) : isUnavailable(error);
  }

  const pauseMs = (tries: number) => jittered(growingPauseMs(tries), [0.75, 1.25], clock);

  function onFailure(error: unknown, tries: number): void {
    if (isOutage(error)) onOutage?.();
    log.warn({ tries, reason: messageOf(error) }, 'telegram_update_retried');
  }

  return (work, { signal, until = Number.POSITIVE_INFINITY }) => {
    function shouldRetry(error: unknown, tries: number): boolean {
      const isHopeless = tries >= MAX_TRIES_WITHOUT_OUTAGE && !isOutage(error);
      return !(isHopeless || signal.aborted || clock.monotonic() >= until);
    }
    // The signal only ends the pause: one more try is made to record what was done.
    const sleep = (ms: number) => clock.sleep(ms, signal);
    return withRetry(work, { while: shouldRetry, pauseMs, clock: { sleep }, onFailure });
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
