// What a lease promises to replicas.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Lease } from '../../src/runtime/lease.ts';

export interface LeaseUnderTest {
  /** One more replica's view of it; nobody holds it at first. */
  replica(): Lease;
  /** As if its holder had been silent for longer than it holds. */
  runOut(): Promise<void>;
}

export function describeLease(name: string, make: () => Promise<LeaseUnderTest>): void {
  describe(name, () => {
    let under: LeaseUnderTest;
    let one: Lease;
    let other: Lease;
    beforeEach(async () => {
      under = await make();
      [one, other] = [under.replica(), under.replica()];
    });
    const fenceOf = async (lease: Lease) => (await lease.acquireOrRenew()) ?? Number.NaN;

    it('has one holder, which keeps its number while it renews', async () => {
      const fence = await fenceOf(one);
      expect(await other.acquireOrRenew()).toBeUndefined();
      expect(await one.acquireOrRenew()).toBe(fence);
    });

    it('goes to another once it is released, under a greater number', async () => {
      const fence = await fenceOf(one);
      await one.release();
      const next = await fenceOf(other);
      expect(next).toBeGreaterThan(fence);
      expect(await one.acquireOrRenew()).toBeUndefined();
      await other.release();
      expect(await fenceOf(one)).toBeGreaterThan(next);
    });

    it('goes to another once it ran out, under a greater number', async () => {
      const fence = await fenceOf(one);
      await under.runOut();
      const next = await fenceOf(other);
      expect(next).toBeGreaterThan(fence);
      expect(await one.acquireOrRenew()).toBeUndefined();
    });

    it('stays that of its holder where it ran out and nobody took it', async () => {
      const fence = await fenceOf(one);
      await under.runOut();
      expect(await one.acquireOrRenew()).toBe(fence);
      expect(await other.acquireOrRenew()).toBeUndefined();
    });

    it('is not given up by who lost it, or never had it', async () => {
      await one.acquireOrRenew();
      await other.release();
      expect(await other.acquireOrRenew()).toBeUndefined();
      await under.runOut();
      const fence = await fenceOf(other);
      await one.release();
      expect(await one.acquireOrRenew()).toBeUndefined();
      expect(await other.acquireOrRenew()).toBe(fence);
    });
  });
}
