// Renews the lease on reading logs, which may happen less often than a lease has to be renewed.
import type { Clock } from '../runtime/clock.ts';
import { LEASE_RENEWAL_MS, type Lease } from '../runtime/lease.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';

interface Deps {
  readonly lease: Pick<Lease, 'acquireOrRenew'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface LeaseKeeper extends Service {
  /** Acquires or renews the lease, and from then on keeps it; returns whether it is ours. */
  acquireOrRenew(): Promise<boolean>;
}

export function createLeaseKeeper({ lease, clock, log }: Deps): LeaseKeeper {
  let isOurs = false;

  async function acquireOrRenew(): Promise<boolean> {
    isOurs = (await lease.acquireOrRenew()) !== undefined;
    return isOurs;
  }

  const loop = createLoop(
    { name: 'tails-lease', clock, log, everyMs: LEASE_RENEWAL_MS },
    async () => {
      if (isOurs) await acquireOrRenew();
    },
  );
  return { ...loop, acquireOrRenew };
}
