// What is kept of lists of requests and what was picked on them.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Selections } from '../../src/approvals/selections.ts';

/** `make`: replicas on data that are empty at first. */
export function describeSelections(
  name: string,
  make: () => Promise<readonly [Selections, Selections]>,
): void {
  describe(name, () => {
    let one: Selections;
    let other: Selections;
    beforeEach(async () => {
      [one, other] = await make();
    });

    const ANA = { userId: 1001, userName: '1', locale: 'de' };
    const LISTED = ['ap-1', 'ap-2', 'ap-3'].map((key, at) => ({ key, version: at + 1 }));

    it('is the same on every replica', async () => {
      const created = await one.create(ANA, LISTED);
      expect(created).toMatchObject({ ...ANA, requests: LISTED, picked: [], shown: [] });
      expect(await other.get(created.token)).toEqual(created);
      expect((await other.pick(created.token, 2, true))?.picked).toEqual([2]);
      expect((await one.get(created.token))?.picked).toEqual([2]);
      const further = await other.create(ANA, LISTED);
      expect(further.token).not.toBe(created.token);
      expect((await one.get(further.token))?.picked).toEqual([]);
    });

    it('loses none of two picks at the same time, and counts a repeated one once', async () => {
      const { token } = await one.create(ANA, LISTED);
      await Promise.all([one.pick(token, 1, true), other.pick(token, 0, true)]);
      await one.pick(token, 1, true);
      expect((await one.get(token))?.picked).toEqual([0, 1]);
      expect((await one.pick(token, 0, false))?.picked).toEqual([1]);
      expect((await other.pick(token, 0, false))?.picked).toEqual([1]);
    });

    it('that nobody made is not there, and neither is a place beyond its end', async () => {
      expect(await one.get('nothing')).toBeUndefined();
      expect(await one.pick('nothing', 0, true)).toBeUndefined();
      expect(await one.get('nothing')).toBeUndefined();
      const { token } = await one.create(ANA, LISTED);
      for (const place of [3, -1]) {
        expect(await one.pick(token, place, true)).toBeUndefined();
      }
      expect((await one.get(token))?.picked).toEqual([]);
    });
  });
}
