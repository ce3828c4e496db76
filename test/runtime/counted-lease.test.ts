import { beforeEach, expect, it } from 'vitest';
import type { Lease } from '../../src/runtime/lease.ts';
import { countedLease } from '../../src/runtime/metrics/counted-lease.ts';
import { createMetrics, type Metrics } from '../../src/runtime/metrics.ts';
import { createMemoryLease, type MemoryLease } from '../helpers/memory-lease.ts';

let shared: MemoryLease;
let metrics: Metrics;
let lease: Lease;
beforeEach(() => {
  shared = createMemoryLease();
  metrics = createMetrics();
  lease = countedLease('router', shared.replica(), metrics);
});

async function counted(): Promise<Record<string, number>> {
  const lines = (await metrics.text()).matchAll(
    /^jobwire_lease_(?:changes_total\{lease="router",change="(\w+)"\}|(held)\{lease="router"\}) (\d)$/gm,
  );
  return Object.fromEntries(
    [...lines].map(([, change, held, count]) => [change ?? held, Number(count)]),
  );
}

it('shows who has it from the start, and each change', async () => {
  expect(await counted()).toEqual({ held: 0, acquired: 0, lost: 0, released: 0 });
  await lease.acquireOrRenew();
  await lease.acquireOrRenew();
  expect(await counted()).toEqual({ held: 1, acquired: 1, lost: 0, released: 0 });
  shared.steal();
  expect(await lease.acquireOrRenew()).toBeUndefined();
  expect(await counted()).toEqual({ held: 0, acquired: 1, lost: 1, released: 0 });
  shared.expire();
  await lease.acquireOrRenew();
  await lease.release();
  expect(await counted()).toEqual({ held: 0, acquired: 2, lost: 1, released: 1 });
});

it('counts one that was lost and got again between two looks', async () => {
  let fence = 1;
  const moved = { acquireOrRenew: async () => fence, release: async () => {} };
  lease = countedLease('router', moved, metrics);
  await lease.acquireOrRenew();
  fence = 3;
  await lease.acquireOrRenew();
  expect(await counted()).toEqual({ held: 1, acquired: 2, lost: 1, released: 0 });
});

it('does not claim to have it while the storage does not answer, and counts no change for that', async () => {
  let isAway = false;
  const acquireOrRenew = async () => {
    if (isAway) throw new Error('away');
    return 1;
  };
  lease = countedLease('router', { acquireOrRenew, release: async () => {} }, metrics);
  await lease.acquireOrRenew();
  isAway = true;
  await expect(lease.acquireOrRenew()).rejects.toThrow('away');
  expect(await counted()).toMatchObject({ held: 0, lost: 0 });
  isAway = false;
  await lease.acquireOrRenew();
  expect(await counted()).toEqual({ held: 1, acquired: 1, lost: 0, released: 0 });
});
