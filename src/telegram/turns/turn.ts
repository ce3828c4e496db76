// Contract of a turn at receiving updates: it lasts from acquiring the lease until that is lost. How updates
// come, by polling or by a webhook, is the turn's own matter.
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import { LEASE_RENEWAL_MS, type Lease } from '../../runtime/lease.ts';
import type { Logger } from '../../runtime/logger.ts';

/** `lost`: another replica has the lease. `conflict`: another program receives this bot's updates. */
export type TurnEnd = 'stopped' | 'lost' | 'conflict';

/**
 * Runs until `signal` is aborted or the turn ends by itself. `probing`: the turn before ended with a
 * conflict, so receiving counts as working only after a while without another one.
 */
export type Turn = (signal: AbortSignal, probing: boolean) => Promise<TurnEnd>;

interface Deps {
  readonly lease: Lease;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How long updates in flight may take to finish when a turn ends. */
export const TURN_GRACE_MS = 2_500;

export function untilStopped(signal: AbortSignal, ended: AbortSignal): Promise<TurnEnd> {
  return new Promise((resolve) => {
    const stop = () => resolve('stopped');
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true, signal: ended });
  });
}

/** Resolves when another replica took the lease, or when the turn ended. */
export async function untilLost(ended: AbortSignal, { lease, clock, log }: Deps): Promise<TurnEnd> {
  while (!ended.aborted) {
    await clock.sleep(LEASE_RENEWAL_MS, ended);
    if (ended.aborted) break;
    try {
      if ((await lease.acquireOrRenew()) === undefined) return 'lost';
    } catch (error) {
      // Redis is away, most likely for the other replicas too. Taps must still be answered.
      log.debug({ reason: messageOf(error) }, 'poll_lease_not_renewed');
    }
  }
  return 'stopped';
}
