// Contract of a lease: one replica at a time does a job that must not be done twice. Implemented by
// redis/routing/lease.

import { jittered } from './backoff.ts';
import type { Clock } from './clock.ts';

export interface Lease {
  /**
   * Acquires or renews the lease. Returns the fencing number, which grows with every new holder, or `undefined` while
   * another replica holds it. A script that gets a stale number refuses to write.
   */
  acquireOrRenew(): Promise<number | undefined>;
  /** Releases it, so that another replica need not wait for it to expire. */
  release(): Promise<void>;
}

/** How often a holder renews. A lease lasts more than three times as long, so it survives a pause of a second. */
export const LEASE_RENEWAL_MS = 500;

const STANDBY_MS = 150;

/** How long a replica without the lease waits before it tries again. */
export function standbyPauseMs(clock: Pick<Clock, 'random'>): number {
  return jittered(STANDBY_MS, [0.5, 1.5], clock);
}
