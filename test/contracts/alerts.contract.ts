// What the store of failures keeps of what became of them.
import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertStore } from '../../src/deliver/alert-store.ts';

/** `make`: replicas on data that are empty at first. */
export function describeAlerts(
  name: string,
  make: () => Promise<readonly [AlertStore, AlertStore]>,
): void {
  describe(name, () => {
    let one: AlertStore;
    let other: AlertStore;
    beforeEach(async () => {
      [one, other] = await make();
    });

    const ANA = { name: 'Ana', at: '2026-03-02T09:00:00.000Z' };
    const BEN = { name: 'Ben', at: '2026-03-02T09:01:00.000Z' };

    it('knows the first person who saw a failure, on every replica', async () => {
      expect(await one.get('1-0')).toEqual({});
      expect(await one.see('1-0', ANA)).toBe(true);
      expect(await other.see('1-0', BEN)).toBe(false);
      expect(await other.get('1-0')).toEqual({ seen: ANA });
      expect(await one.get('2-0')).toEqual({});
    });
  });
}
