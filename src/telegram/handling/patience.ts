// How patient handling is: what it retries, and how long it may take.
import type { Clock } from '../../runtime/clock.ts';
import type { Health } from '../../runtime/health.ts';
import type { Logger } from '../../runtime/logger.ts';
import {
  createRetryWhileUnavailable,
  type RetryWhileUnavailable,
} from '../sending/retry-while-unavailable.ts';
import { createHandlingDeadline, type HandlingDeadline, MAX_HANDLING_MS } from './handling-time.ts';

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Pick<Health, 'snapshot'>;
  /** Whether the error means that Redis is away, so that the same call may succeed later. */
  readonly isUnavailable: (error: unknown) => boolean;
}

export interface HandlingPatience {
  readonly retryWhileUnavailable: RetryWhileUnavailable;
  readonly inTime: HandlingDeadline;
}

/** How handlers wait out outages, and how long others wait for them. */
export function createPatience(deps: Deps): HandlingPatience {
  const { clock, log, health, isUnavailable } = deps;
  let outageSeenAt = Number.NEGATIVE_INFINITY;
  const onOutage = () => {
    outageSeenAt = clock.monotonic();
  };
  const isAway = () =>
    health.snapshot().redis?.ok === false || clock.monotonic() - outageSeenAt < MAX_HANDLING_MS;
  return {
    retryWhileUnavailable: createRetryWhileUnavailable({ clock, log, isUnavailable, onOutage }),
    inTime: createHandlingDeadline({ clock, isOutage: isAway }),
  };
}
