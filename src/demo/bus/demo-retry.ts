// Retries until it works, so that everything arrives once Redis is back.
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { withRetry } from '../../runtime/retry.ts';

/** Resolves once `act` succeeded, or on the abort. `type`: for the log. */
export type DemoRetry = (type: string, act: () => Promise<void>) => Promise<void>;

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Ends all retries. */
  readonly signal: AbortSignal;
}

const RETRY_MS = 2_000;

export function createDemoRetry({ clock, log, signal }: Deps): DemoRetry {
  return (type, act) => {
    const onFailure = (error: unknown) =>
      log.warn({ type, reason: messageOf(error) }, 'demo_publish_failed');
    return withRetry(act, { pauseMs: () => RETRY_MS, clock, signal, onFailure });
  };
}
