// What every store of bundles has in common.
import { describe, expect, it } from 'vitest';
import type { Bundles } from '../../src/approvals/bundles.ts';

export interface BundlesUnderTest {
  readonly bundles: Bundles;
  /** Has a bundle of the requests `a` and `b` sent to chat -42, without a record of its message; answers its token. */
  show(): Promise<string>;
}

const LISTED = [
  { key: 'a', version: 1 },
  { key: 'b', version: 1 },
] as const;

export function describeBundles(name: string, make: () => Promise<BundlesUnderTest>): void {
  describe(name, () => {
    it('is found by the token of its buttons, and by no other', async () => {
      const { bundles, show } = await make();
      const token = await show();
      expect(await bundles.get(token)).toEqual({
        token,
        address: { chatId: -42 },
        members: LISTED.map((one) => ({ ...one, isHere: true })),
      });
      expect(await bundles.get('f'.repeat(32))).toBeUndefined();
      await bundles.refresh('f'.repeat(32));
      await bundles.split('f'.repeat(32));
      await bundles.adopt('f'.repeat(32), 7);
      expect(await bundles.get('f'.repeat(32))).toBeUndefined();
    });

    it('has one message, the first that is known', async () => {
      const { bundles, show } = await make();
      const token = await show();
      for (const id of [7, 8]) await bundles.adopt(token, id);
      expect((await bundles.get(token))?.messageId).toBe(7);
    });

    it('keeps what a tap is for, each for itself', async () => {
      const { bundles } = await make();
      expect(await bundles.tapped('1')).toBeUndefined();
      await bundles.keepTap('1', LISTED);
      await bundles.keepTap('2', []);
      expect(await bundles.tapped('1')).toEqual(LISTED);
      expect(await bundles.tapped('2')).toEqual([]);
    });
  });
}
