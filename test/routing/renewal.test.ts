import { describe, expect, it } from 'vitest';
import { startRenewal } from '../../src/routing/renewal.ts';
import { LEASE_RENEWAL_MS } from '../../src/runtime/lease.ts';
import { createManualClock } from '../helpers/manual-clock.ts';
import { createMemoryLease } from '../helpers/memory-lease.ts';

describe('a lease that is renewed in the background', () => {
  it('is renewed again and again, until it is stopped', async () => {
    const clock = createManualClock();
    let asked = 0;
    const lease = {
      acquireOrRenew: async () => {
        asked += 1;
        return 3;
      },
    };
    const renewal = startRenewal(3, { lease, clock });
    await clock.advance(4 * LEASE_RENEWAL_MS);
    expect([asked, renewal.isHeld()]).toEqual([4, true]);
    await renewal.stop();
    await clock.advance(4 * LEASE_RENEWAL_MS);
    expect([asked, clock.pending]).toEqual([4, 0]);
  });

  it('is lost to the next holder, and not regained under another fence', async () => {
    const clock = createManualClock();
    const all = createMemoryLease();
    const lease = all.replica();
    const renewal = startRenewal((await lease.acquireOrRenew()) ?? 0, { lease, clock });
    all.steal();
    await clock.advance(1_000);
    expect(renewal.isHeld()).toBe(false);
    all.expire();
    await clock.advance(4 * LEASE_RENEWAL_MS);
    expect(renewal.isHeld()).toBe(false);
    await renewal.stop();
  });

  it('is kept while Redis does not answer', async () => {
    const clock = createManualClock();
    let isAway = true;
    const lease = {
      acquireOrRenew: async () => {
        if (isAway) throw new Error('away');
        return 4;
      },
    };
    const renewal = startRenewal(3, { lease, clock });
    await clock.advance(3_000);
    expect(renewal.isHeld()).toBe(true);
    isAway = false;
    await clock.advance(1_000);
    expect(renewal.isHeld()).toBe(false);
    await renewal.stop();
  });
});
