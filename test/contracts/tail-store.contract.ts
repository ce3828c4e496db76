// What the store of running tails keeps.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Tail } from '../../src/tails/tail.ts';
import type { TailStore } from '../../src/tails/tail-store.ts';

/** `make`: replicas on data that are empty at first. */
export function describeTailStore(
  name: string,
  make: () => Promise<readonly [TailStore, TailStore]>,
): void {
  describe(name, () => {
    let one: TailStore;
    let other: TailStore;
    beforeEach(async () => {
      [one, other] = await make();
    });

    const tail: Tail = {
      address: { chatId: -5, topicId: 7 },
      jobId: 'job with spaces',
      by: 1001,
      lines: 20,
      locale: 'de',
      openedAt: 1_000,
    };

    it('has a tail on every replica until it is removed', async () => {
      await one.put(tail);
      expect(await other.all()).toEqual([tail]);
      expect([await one.current(tail), await other.current(tail)]).toEqual([tail, tail]);
      await other.remove(tail);
      await other.remove(tail);
      expect([await one.current(tail), await one.all()]).toEqual([undefined, []]);
    });

    it('keeps one that is put again as it is now', async () => {
      await one.put(tail);
      await other.put({ ...tail, paused: true });
      expect(await one.current(tail)).toEqual({ ...tail, paused: true });
      expect(await one.all()).toHaveLength(1);
    });

    it.each([
      ['another time', { openedAt: 2_000 }],
      ['another job', { jobId: 'j2' }],
      ['another topic', { address: { chatId: -5, topicId: 8 } }],
      ['the chat itself', { address: { chatId: -5 } }],
    ])('keeps one of %s apart', async (_, fields) => {
      await one.put(tail);
      const further = { ...tail, ...fields };
      expect(await other.current(further)).toBeUndefined();
      await other.put(further);
      expect(await one.all()).toHaveLength(2);
      await one.remove(tail);
      expect(await other.all()).toEqual([further]);
    });

    it('keeps one tail once, as it was put last', async () => {
      await one.put(tail);
      await other.put({ ...tail, lines: 50 });
      expect(await one.all()).toEqual([{ ...tail, lines: 50 }]);
    });
  });
}
