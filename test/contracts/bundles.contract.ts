// What is kept of messages that show several requests, and of the taps below them.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Bundles } from '../../src/approvals/bundles.ts';

/** `make`: replicas on data that are empty at first. */
export function describeBundles(
  name: string,
  make: () => Promise<readonly [Bundles, Bundles]>,
): void {
  describe(name, () => {
    let one: Bundles;
    let other: Bundles;
    beforeEach(async () => {
      [one, other] = await make();
    });

    it('that was never shown is none, and nothing comes of changing it', async () => {
      expect(await one.get('nothing')).toBeUndefined();
      await one.refresh('nothing');
      await one.split('nothing');
      expect(await other.get('nothing')).toBeUndefined();
    });

    it('keeps what a tap decides, on every replica', async () => {
      const listed = [
        { key: 'ask "1"', version: 1 },
        { key: 'ask-2', version: 3 },
      ];
      expect(await other.tapped('tap-1')).toBeUndefined();
      await one.keepTap('tap-1', listed);
      expect(await other.tapped('tap-1')).toEqual(listed);
      expect(await other.tapped('tap-2')).toBeUndefined();
    });
  });
}
