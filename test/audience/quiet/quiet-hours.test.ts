import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  type QuietHours,
  quietUntil,
  readTimes,
  writeTimes,
} from '../../../src/audience/quiet/quiet-hours.ts';
import {
  instantAt,
  nextTime,
  wallTime,
  zoneCalled,
  zonesLike,
} from '../../../src/audience/quiet/zone-time.ts';

const BERLIN = 'Europe/Berlin';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(text);
const until = (times: string, zone: string, when: string) => {
  const hours = { ...(readTimes(times) ?? { from: 0, to: 1 }), zone };
  const end = quietUntil(hours, at(when));
  return end === undefined ? undefined : new Date(end).toISOString().slice(0, 16);
};

describe('quiet hours', () => {
  it.each([
    ['22:00-07:00', 'UTC', '2026-11-29T21:59:59Z', undefined],
    ['22:00-07:00', 'UTC', '2026-11-29T22:00:00Z', '2026-11-30T07:00'],
    ['22:00-07:00', 'UTC', '2026-11-30T06:59:59Z', '2026-11-30T07:00'],
    ['22:00-07:00', 'UTC', '2026-11-30T07:00:00Z', undefined],
    ['13:00-14:00', 'UTC', '2026-11-30T13:30:00Z', '2026-11-30T14:00'],
    ['00:00-06:00', 'UTC', '2026-11-30T00:00:00Z', '2026-11-30T06:00'],
    ['20:00-00:00', 'UTC', '2026-11-30T23:59:00Z', '2026-12-01T00:00'],
    // The last midnight of summer time: the night is an hour longer, then an hour shorter.
    ['22:00-07:00', BERLIN, '2026-10-24T20:00:00Z', '2026-10-25T06:00'],
    ['22:00-07:00', BERLIN, '2026-03-28T21:00:00Z', '2026-03-29T05:00'],
    // 02:30 comes twice on that night; they end when it comes first, and don't begin again.
    ['22:00-02:30', BERLIN, '2026-10-25T00:29:00Z', '2026-10-25T00:30'],
    ['22:00-02:30', BERLIN, '2026-10-25T01:10:00Z', undefined],
    ['02:30-05:00', BERLIN, '2026-10-25T01:10:00Z', '2026-10-25T04:00'],
    // 02:30 does not come: they end, or begin, when the clock jumps from 02:00 to 03:00.
    ['22:00-02:30', BERLIN, '2026-03-29T00:59:00Z', '2026-03-29T01:00'],
    ['02:30-05:00', BERLIN, '2026-03-29T01:00:00Z', '2026-03-29T03:00'],
    ['02:15-02:45', BERLIN, '2026-03-29T01:00:00Z', undefined],
    // Half an hour of daylight saving, a quarter of an hour in the zone; and a day that was left out, so that the quiet
    // hours of its evening begin where those before it end.
    ['01:45-05:00', 'Australia/Lord_Howe', '2026-04-04T15:20:00Z', '2026-04-04T18:30'],
    ['22:00-07:00', 'Asia/Kathmandu', '2026-11-29T16:15:00Z', '2026-11-30T01:15'],
    ['22:00-07:00', 'Pacific/Apia', '2011-12-30T09:00:00Z', '2011-12-30T10:00'],
    ['22:00-07:00', 'Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-30T17:00'],
  ] as const)('%s in %s at %s end at %s', (...[times, zone, when, end]) => {
    expect(until(times, zone, when)).toBe(end);
  });

  const ZONES = [BERLIN, 'America/New_York', 'Africa/Casablanca', 'Australia/Lord_Howe', 'UTC'];
  const someHours = fc
    .record({
      from: fc.integer({ min: 0, max: 1_439 }),
      to: fc.integer({ min: 0, max: 1_439 }),
      zone: fc.constantFrom(...ZONES),
    })
    .filter(({ from, to }) => from !== to);
  const someInstant = fc.integer({ min: at('2025-12-01T00:00Z'), max: at('2027-02-01T00:00Z') });
  /** Whether the clock was changed within a day or so. */
  const isSteady = (zone: string, when: number) => {
    const offsets = [-2, -1, 0, 1, 2].map((days) => when + days * DAY);
    return new Set(offsets.map((one) => wallTime(one, zone) - one + (one % 1_000))).size === 1;
  };
  const isOnByTheClock = ({ from, to, zone }: QuietHours, when: number) => {
    const time = (((wallTime(when, zone) % DAY) + DAY) % DAY) / 60_000;
    return from < to ? from <= time && time < to : time >= from || time < to;
  };

  test.prop([someHours, someInstant], { numRuns: 500 })(
    'are what the clock on the wall says, where nobody sets it',
    (hours, when) => {
      fc.pre(isSteady(hours.zone, when));
      const end = quietUntil(hours, when);
      expect(end !== undefined).toBe(isOnByTheClock(hours, when));
      if (end !== undefined) expect((wallTime(end, hours.zone) % DAY) / 60_000).toBe(hours.to);
    },
  );

  test.prop([someHours, someInstant], { numRuns: 300 })(
    'end once, at an instant that does not depend on when one asks, within a day and an hour or two',
    (hours, when) => {
      const end = quietUntil(hours, when);
      fc.pre(end !== undefined);
      if (end === undefined) return;
      expect(end).toBeGreaterThan(when);
      expect(end - when).toBeLessThan(DAY + 2 * HOUR);
      for (const share of [0.1, 0.5, 0.999])
        expect(quietUntil(hours, Math.floor(when + (end - when) * share))).toBe(end);
    },
  );

  test.prop([someHours, someInstant], { numRuns: 20 })(
    'begin and end as often as there are days, whatever the clock does',
    (hours, from) => {
      const minutes = (hours.to - hours.from + 1_440) % 1_440;
      fc.pre(minutes > 70 && minutes < 1_370);
      const step = 15 * 60_000;
      const ends = new Set<number>();
      for (let now = from; now < from + 7 * DAY; now += step) {
        const end = quietUntil(hours, now);
        if (end !== undefined) ends.add(end);
      }
      expect(ends.size).toBeGreaterThanOrEqual(7);
      expect(ends.size).toBeLessThanOrEqual(8);
    },
  );

  it.each(['22:00-07:00', '22-7', '22.00–07.00', '2200 - 0700', '22:00 — 7:00'])(
    'are read from %s',
    (text) => {
      expect(readTimes(text)).toEqual({ from: 1_320, to: 420 });
    },
  );

  it.each(['', '22:00', '22-', '25:00-07:00', '22:60-07:00', 'late-early', '22-7-8', '-22-7'])(
    'are not read from %j',
    (text) => {
      expect(readTimes(text)).toBeUndefined();
    },
  );

  it('take 24:00 for midnight and are written alike', () => {
    expect(readTimes('20:00-24:00')).toEqual({ from: 1_200, to: 0 });
    expect(writeTimes({ from: 1_200, to: 5 })).toBe('20:00–00:05');
  });
});

describe('a time of day in a zone', () => {
  test.prop([fc.integer({ min: 0, max: 1_439 }), fc.constantFrom(BERLIN, 'America/New_York')])(
    'comes next within a day and an hour',
    (minutes, zone) => {
      const now = at('2026-03-28T12:00:00Z');
      const next = nextTime(minutes, zone, now);
      expect(next).toBeGreaterThan(now);
      expect(next - now).toBeLessThanOrEqual(DAY + HOUR);
    },
  );

  it('is the first of two, and the jump where it does not come', () => {
    const wall = Date.UTC(2026, 9, 25, 2, 30);
    expect(new Date(instantAt(wall, BERLIN)).toISOString()).toBe('2026-10-25T00:30:00.000Z');
    const none = Date.UTC(2026, 2, 29, 2, 30);
    expect(new Date(instantAt(none, BERLIN)).toISOString()).toBe('2026-03-29T01:00:00.000Z');
  });
});

describe('a time zone', () => {
  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['EUROPE/BERLIN', 'Europe/Berlin'],
    ['utc', 'UTC'],
    ['Berlin', undefined],
    ['+02:00', undefined],
    ['Europe/Atlantis', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('called %j is %s', (name, zone) => {
    expect(zoneCalled(name)).toBe(zone);
  });

  it('is found by its city', () => {
    expect(zonesLike('berlin', 5)).toEqual(['Europe/Berlin']);
    expect(zonesLike('new york', 5)).toEqual(['America/New_York']);
    expect(zonesLike('eu', 5)).toEqual([]);
    expect(zonesLike('atlantis', 5)).toEqual([]);
  });
});
