// Asks about a lease no more often than needed, by whoever wants to know.
import type { Clock } from '../../runtime/clock.ts';
import { LEASE_RENEWAL_MS, type Lease } from '../../runtime/lease.ts';

/** Answers the fencing number, at most LEASE_RENEWAL_MS old; `undefined` while another replica holds it. */
export function createHeldLease(
  lease: Lease,
  clock: Pick<Clock, 'monotonic'>,
): () => Promise<number | undefined> {
  let answer: Promise<number | undefined> = Promise.resolve(undefined);
  let askedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.monotonic();
    if (now - askedAt < LEASE_RENEWAL_MS) return answer;
    askedAt = now;
    answer = lease.acquireOrRenew();
    answer.catch(() => {
      askedAt = Number.NEGATIVE_INFINITY;
    });
    return answer;
  };
}
