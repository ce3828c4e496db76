// Requests of a caller over time: never more than the burst and the rate allow, and never at the expense of others.
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRequestRates } from '../../../src/http/pacing/request-rates.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';

const MAX_CALLERS = 10_000;

function rates(perMinute: number) {
  const clock = createManualClock();
  const { take, burst } = createRequestRates({ clock, perMinute });
  /** How many of `count` requests at this moment are within the rate. */
  const taken = (caller: string, count: number) =>
    Array.from({ length: count }, () => take(caller)).filter(({ isWithin }) => isWithin).length;
  return { clock, take, burst, taken };
}

const perMinutes = fc.integer({ min: 1, max: 5_000 });
const steps = fc.array(
  fc.record({ pauseMs: fc.integer({ min: 0, max: 90_000 }), count: fc.nat({ max: 400 }) }),
  { minLength: 1, maxLength: 12 },
);

property.prop([perMinutes, steps])(
  'in no stretch of time more than the burst and the rate, and all of them while there is room',
  async (perMinute, all) => {
    const { clock, burst, taken } = rates(perMinute);
    const seen: { at: number; count: number }[] = [];
    for (const { pauseMs, count } of all) {
      await clock.advance(pauseMs);
      seen.push({ at: clock.monotonic(), count: taken('a', count) });
    }
    for (const [first, { at: from }] of seen.entries()) {
      let sum = 0;
      for (const { at, count } of seen.slice(first)) {
        sum += count;
        expect(sum).toBeLessThanOrEqual(burst + ((at - from) * perMinute) / 60_000 + 1e-6);
      }
    }
    expect(seen[0]?.count).toBe(Math.min(burst, all[0]?.count ?? 0));
  },
);

property.prop([perMinutes, fc.nat({ max: 2_000 })])(
  'whoever waits as long as asked is let in, and not before',
  async (perMinute, count) => {
    const { clock, take, burst, taken } = rates(perMinute);
    taken('a', burst + count);
    const { isWithin, remaining, oneMoreInMs } = take('a');
    expect([isWithin, remaining]).toEqual([false, 0]);
    await clock.advance(oneMoreInMs - 0.01);
    expect(take('a').isWithin).toBe(false);
    await clock.advance(0.011);
    expect(take('a').isWithin).toBe(true);
  },
);

property.prop([perMinutes, steps, fc.boolean()])(
  'answers how many may follow now, and when there is one more',
  async (perMinute, all, isLater) => {
    const { clock, take, taken } = rates(perMinute);
    for (const { pauseMs, count } of all) {
      await clock.advance(pauseMs);
      taken('a', count);
      const { remaining, oneMoreInMs } = take('a');
      if (isLater) await clock.advance(oneMoreInMs + 1e-3);
      expect(taken('a', remaining + 2)).toBe(remaining + (isLater ? 1 : 0));
    }
  },
);

it('lets no caller take from another', () => {
  const { burst, taken } = rates(1200);
  taken('a', 100_000);
  expect(taken('b', burst + 1)).toBe(burst);
});

it('remembers those who came last, and no more', () => {
  const { burst, taken } = rates(4);
  for (let at = 0; at < MAX_CALLERS; at += 1) taken(`c${at}`, burst);
  expect(taken('c0', 1)).toBe(0);
  taken('one more', burst);
  // c0 came again, so c1 is the one that was forgotten.
  expect(taken('c0', 1)).toBe(0);
  expect(taken('c2', 1)).toBe(0);
  expect(taken('c1', 1)).toBe(1);
});
