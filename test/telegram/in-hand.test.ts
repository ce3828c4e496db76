import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createInHand } from '../../src/telegram/in-hand.ts';

const batch = (...ids: number[]) => ids.map((id) => ({ update_id: id }));
const idsOf = (updates: readonly { update_id: number }[]) => updates.map((one) => one.update_id);

describe('updates in hand', () => {
  it('confirm a batch only after all of it was handled', () => {
    const inHand = createInHand();
    expect(inHand.offset()).toBe(0);
    inHand.take(batch(10, 11, 12));
    inHand.done(10);
    inHand.done(12);
    expect(inHand.offset()).toBe(11);
    inHand.done(11);
    expect(inHand.offset()).toBe(13);
  });

  it('are handed out once, though Telegram sends them again until they are confirmed', () => {
    const inHand = createInHand();
    inHand.take(batch(10, 11));
    inHand.done(11);
    expect(idsOf(inHand.take(batch(10, 11, 12)))).toEqual([12]);
  });

  it('start anew when Telegram counts from another number', () => {
    const inHand = createInHand();
    inHand.take(batch(900));
    inHand.done(900);
    expect(idsOf(inHand.take(batch(5)))).toEqual([5]);
    inHand.done(5);
    expect(inHand.offset()).toBe(6);
  });

  it('tell when the last of them is handled', async () => {
    const inHand = createInHand();
    inHand.take(batch(1, 2));
    let isEmptied = false;
    const emptied = inHand.emptied().then(() => {
      isEmptied = true;
    });
    inHand.done(1);
    await Promise.resolve();
    expect(isEmptied).toBe(false);
    inHand.done(2);
    await emptied;
    expect(inHand.isEmpty()).toBe(true);
  });

  test.prop([fc.array(fc.array(fc.nat(30), { maxLength: 10 }), { maxLength: 20 })])(
    'are each handled once and never confirmed before, in whatever order they finish',
    (rounds) => {
      const inHand = createInHand();
      const queue = batch(...Array.from({ length: 31 }, (_, index) => 100 + index));
      const open = new Set<number>();
      const taken = new Set<number>();
      for (const finish of rounds) {
        const sent = queue.filter(({ update_id: id }) => id >= inHand.offset()).slice(0, 8);
        for (const id of idsOf(inHand.take(sent))) {
          expect(taken.has(id)).toBe(false);
          taken.add(id);
          open.add(id);
        }
        for (const id of finish.map((index) => 100 + index)) if (open.delete(id)) inHand.done(id);
        for (const id of open) expect(id).toBeGreaterThanOrEqual(inHand.offset());
      }
    },
  );
});
