// Renews a lease in the background while its holder works, however long a step takes.
import type { Clock } from '../runtime/clock.ts';
import { LEASE_RENEWAL_MS, type Lease } from '../runtime/lease.ts';

interface Deps {
  readonly lease: Pick<Lease, 'acquireOrRenew'>;
  readonly clock: Clock;
}

export interface Renewal {
  /** False once the lease has another holder, or a new fence of our own. */
  isHeld(): boolean;
  /** Resolves once no call is in flight. */
  stop(): Promise<void>;
}

export function startRenewal(fence: number, { lease, clock }: Deps): Renewal {
  const ending = new AbortController();
  let isHeld = true;

  async function renew(): Promise<void> {
    while (isHeld) {
      await clock.sleep(LEASE_RENEWAL_MS, ending.signal);
      if (ending.signal.aborted) return;
      try {
        isHeld = (await lease.acquireOrRenew()) === fence;
      } catch {
        // Redis is away: the work fails too, and the fence guards against its results.
      }
    }
  }

  const running = renew();
  return {
    isHeld: () => isHeld,
    async stop() {
      ending.abort();
      await running;
    },
  };
}
