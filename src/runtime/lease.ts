// Contract of a lease: one replica at a time does a job that must not be done twice. Kept by
// redis/routing/lease.

import { jittered } from './backoff.ts';
import type { Clock } from './clock.ts';

export interface Lease {
  /**
   * Takes or renews the lease. Answers the fencing number, which grows with every new holder, or
   * `undefined` while another replica holds it. A script that gets a stale number refuses to write.
   */
  acquireOrRenew(): Promise<number | undefined>;
  /** Gives it up at once, so that another replica need not wait for it to run out. */
  release(): Promise<void>;
}

/** How often a holder renews: a lease holds for more than three times as long, and outlasts a pause of a second. */
export const LEASE_RENEWAL_MS = 500;

const STANDBY_MS = 150;

/** How long a replica without the lease waits before it asks again. */
export function standbyPauseMs(clock: Pick<Clock, 'random'>): number {
  return jittered(STANDBY_MS, [0.5, 1.5], clock);
}
