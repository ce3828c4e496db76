// A lease is renewed also where logs are looked at less often than it has to be; and never asked for by the renewal.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LEASE_RENEWAL_MS } from '../../src/runtime/lease.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { createLeaseKeeper, type LeaseKeeper } from '../../src/tails/lease-keeper.ts';
import { createManualClock, type ManualClock } from '../helpers/manual-clock.ts';

let clock: ManualClock;
let keeper: LeaseKeeper;
let asked: number;
let fence: number | undefined;
beforeEach(async () => {
  [asked, fence] = [0, 7];
  clock = createManualClock();
  const acquireOrRenew = async () => {
    asked += 1;
    return fence;
  };
  keeper = createLeaseKeeper({ lease: { acquireOrRenew }, clock, log: silentLogger });
  await keeper.start();
});
afterEach(() => keeper.stop());

it('is renewed in time while it is ours', async () => {
  expect(await keeper.acquireOrRenew()).toBe(true);
  await clock.advance(10 * LEASE_RENEWAL_MS);
  expect(asked).toBeGreaterThanOrEqual(10);
});

it('is left alone before it is ours, and once it is lost', async () => {
  await clock.advance(10 * LEASE_RENEWAL_MS);
  expect(asked).toBe(0);
  await keeper.acquireOrRenew();
  fence = undefined;
  await clock.advance(LEASE_RENEWAL_MS);
  const lostAfter = asked;
  await clock.advance(10 * LEASE_RENEWAL_MS);
  expect(asked).toBe(lostAfter);
});
