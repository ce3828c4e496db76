// Does a thing until it works: what the example workload says arrives once Redis is there.
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { withRetry } from '../../runtime/retry.ts';

/** Resolves when it was done, however often that took, or when all is over. `type`: for the log. */
export type DemoRetry = (type: string, act: () => Promise<void>) => Promise<void>;

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Nothing is done any more once it is aborted. */
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
