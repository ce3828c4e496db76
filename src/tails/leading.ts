// Keeps the lease of whoever looks at the logs, who may do that less often than a lease has to be renewed.
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

export interface Leading extends Service {
  /** Takes or renews the lease, and from then on keeps it; answers whether it is ours. */
  acquireOrRenew(): Promise<boolean>;
}

export function createLeading({ lease, clock, log }: Deps): Leading {
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
