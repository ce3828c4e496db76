// Wraps a lease so that the metrics show who holds it and how often that changes.
import type { Lease } from '../lease.ts';
import type { LeaseFamily } from './connections.ts';

export function countedLease(name: string, lease: Lease, metrics: LeaseFamily): Lease {
  let held: number | undefined;
  metrics.leaseHeld(name, false);

  function answered(fence: number | undefined): void {
    if (held !== undefined && held !== fence) metrics.leaseChanged(name, 'lost');
    if (fence !== undefined && held !== fence) metrics.leaseChanged(name, 'acquired');
    held = fence;
    metrics.leaseHeld(name, fence !== undefined);
  }

  return {
    async acquireOrRenew() {
      try {
        const fence = await lease.acquireOrRenew();
        answered(fence);
        return fence;
      } catch (error) {
        // Nobody can tell whether it is still ours; the next answer does.
        metrics.leaseHeld(name, false);
        throw error;
      }
    },
    async release() {
      await lease.release();
      if (held !== undefined) metrics.leaseChanged(name, 'released');
      held = undefined;
      metrics.leaseHeld(name, false);
    },
  };
}
