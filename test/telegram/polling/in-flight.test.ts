import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createInFlight } from '../../../src/telegram/polling/in-flight.ts';

const batch = (...ids: number[]) => ids.map((id) => ({ update_id: id }));
const idsOf = (updates: readonly { update_id: number }[]) => updates.map((one) => one.update_id);

describe('updates in flight', () => {
  it('confirm a batch only after all of it was handled', () => {
    const inFlight = createInFlight();
    expect(inFlight.beginPoll()).toBe(0);
    inFlight.add(batch(10, 11, 12));
    inFlight.done(10);
    inFlight.done(12);
    expect(inFlight.beginPoll()).toBe(11);
    inFlight.done(11);
    expect(inFlight.beginPoll()).toBe(13);
  });

  it('are handed out once, although Telegram sends them again until they are confirmed', () => {
    const inFlight = createInFlight();
    inFlight.add(batch(10, 11));
    inFlight.done(11);
    expect(idsOf(inFlight.add(batch(10, 11, 12)))).toEqual([12]);
  });

  it('start anew if Telegram counts from another number', () => {
    const inFlight = createInFlight();
    inFlight.add(batch(900));
    inFlight.done(900);
    expect(idsOf(inFlight.add(batch(5)))).toEqual([5]);
    inFlight.done(5);
    expect(inFlight.beginPoll()).toBe(6);
  });

  it('signal when the last of them is handled', async () => {
    const inFlight = createInFlight();
    inFlight.add(batch(1, 2));
    let isEmptied = false;
    const emptied = inFlight.whenEmpty().then(() => {
      isEmptied = true;
    });
    inFlight.done(1);
    await Promise.resolve();
    expect(isEmptied).toBe(false);
    inFlight.done(2);
    await emptied;
    expect(inFlight.isEmpty()).toBe(true);
  });

  it('hold back nothing once they are parked, and are not handed out again', async () => {
    const inFlight = createInFlight();
    inFlight.add(batch(10, 11, 12));
    inFlight.done(11);
    inFlight.markParked(inFlight.blocking());
    await inFlight.whenEmpty();
    expect(inFlight.beginPoll()).toBe(13);
    // The poll that was to confirm them failed.
    expect(idsOf(inFlight.add(batch(10, 12, 13)))).toEqual([13]);
    inFlight.done(10);
    expect(inFlight.beginPoll()).toBe(13);
  });

  it('that another process parked are handed out once, also if Telegram sends them', () => {
    const inFlight = createInFlight();
    expect(idsOf(inFlight.resume(batch(10, 11)))).toEqual([10, 11]);
    expect(inFlight.beginPoll()).toBe(0);
    expect(idsOf(inFlight.add(batch(10, 11, 12)))).toEqual([12]);
    expect(inFlight.beginPoll()).toBe(12);
  });

  it('are not handed out again by an answer that was under way when they were handled', () => {
    const inFlight = createInFlight();
    inFlight.resume(batch(9));
    inFlight.beginPoll();
    inFlight.add(batch(10));
    inFlight.beginPoll();
    inFlight.done(9);
    inFlight.done(10);
    expect(idsOf(inFlight.add(batch(9, 10, 11)))).toEqual([11]);
  });

  const handlings = fc.array(fc.nat(30), { maxLength: 10 });
  const rounds = fc.array(fc.record({ meanwhile: handlings, after: handlings }), { maxLength: 20 });
  test.prop([rounds])(
    'are each handled once and never confirmed earlier, whenever they finish: also while a poll is under way',
    (polls) => {
      const inFlight = createInFlight();
      const queue = batch(...Array.from({ length: 31 }, (_, index) => 100 + index));
      const open = new Set<number>();
      const taken = new Set<number>();
      const finish = (indexes: readonly number[]) => {
        for (const id of indexes.map((index) => 100 + index)) {
          if (open.delete(id)) inFlight.done(id);
        }
      };
      for (const { meanwhile, after } of polls) {
        const offset = inFlight.beginPoll();
        for (const id of open) expect(id).toBeGreaterThanOrEqual(offset);
        const sent = queue.filter(({ update_id: id }) => id >= offset).slice(0, 8);
        finish(meanwhile);
        for (const id of idsOf(inFlight.add(sent))) {
          expect(taken.has(id)).toBe(false);
          taken.add(id);
          open.add(id);
        }
        finish(after);
      }
    },
  );
});
