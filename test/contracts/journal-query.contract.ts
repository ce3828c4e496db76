// What every journal answers to queries: compared with a filter over everything that was appended.
import { fc } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { type EventFilter, matchesFilter } from '../../src/journal/event-filter.ts';
import type { JournalEntry, Position } from '../../src/journal/journal.ts';
import { anEvent, candidate } from '../helpers/events.ts';
import type { JournalUnderTest } from './journal-under-test.ts';

const TYPES = ['job.started', 'job.failed', 'jobs.x', 'pr.created'];
const DAY_MS = 86_400_000;
const BEGIN = Date.parse('2026-03-02T09:00:00.000Z');

export function describeQuery(name: string, make: () => Promise<JournalUnderTest>): void {
  describe(name, () => {
    let under: JournalUnderTest;
    let entries: JournalEntry[];

    beforeEach(async () => {
      under = await make();
      entries = [];
    });
    afterEach(() => under.close());

    async function append(events: readonly CanonicalEvent[]): Promise<void> {
      const candidates = events.map((event) => candidate(event));
      const result = await under.journal.append({ candidates, deadLetters: [] });
      if (result.kind === 'moved') throw new Error('moved');
      result.positions.forEach((position, at) => {
        const event = events[at];
        if (position !== undefined && event !== undefined) entries.push({ position, event });
      });
    }

    async function all(filter: EventFilter, order: 'asc' | 'desc', limit: number) {
      const found: JournalEntry[] = [];
      let after: Position | undefined;
      do {
        const query = { filter, order, limit, ...(after === undefined ? {} : { after }) };
        const page = await under.journal.query(query);
        expect(page.entries.length).toBeLessThanOrEqual(limit);
        if (page.next !== undefined) expect(page.entries).toHaveLength(limit);
        found.push(...page.entries);
        after = page.next;
      } while (after !== undefined);
      return found;
    }

    const one = <T>(values: readonly T[], at: number) => values[at % values.length] as T;
    const mixed = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        anEvent({
          type: one(TYPES, at * 7),
          projectId: one(['a', 'b', 'a\tb', 'ü"'], at * 5),
          sessionId: one(['S1', 'S2'], at >> 2),
          jobId: `j${at % 9}`,
          visibility: at % 11 === 0 ? 'internal' : 'public',
          // Out of order, over three days.
          time: new Date(BEGIN + ((at * 7_919) % 3_000) * 86_400).toISOString(),
        }),
      );

    const someOf = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
    const instant = fc
      .integer({ min: -10, max: 3_010 })
      .map((at) => new Date(BEGIN + at * 86_400).toISOString());
    const filters = fc.record(
      {
        projectIds: someOf(['a', 'b', 'a\tb', 'ü"', 'nowhere']),
        sessionId: fc.constantFrom('S1', 'S2', 'S9'),
        jobId: fc.constantFrom('j1', 'j2', 'j77'),
        types: someOf(['job.*', 'job.failed', '*', 'pr.created', 'none.*']),
        since: instant,
        until: instant,
        publicOnly: fc.boolean(),
      },
      { requiredKeys: [] },
    );

    it('finds what a filter lets through, in both orders, page by page', async () => {
      await append(mixed(700));
      const property = fc.asyncProperty(
        filters,
        fc.constantFrom('asc' as const, 'desc' as const),
        fc.constantFrom(7, 100, 1_000),
        async (filter, order, limit) => {
          const expected = entries.filter(({ event }) => matchesFilter(filter, event));
          if (order === 'desc') expected.reverse();
          expect(await all(filter, order, limit)).toEqual(expected);
        },
      );
      await fc.assert(property, { numRuns: 60 });
    });

    it('tells that there is no more page when the last one is exactly full', async () => {
      await append([anEvent(), anEvent()]);
      const filter = {};
      const page = await under.journal.query({ filter, order: 'asc', limit: 2 });
      expect(page.entries).toHaveLength(2);
      expect(page.next).toBeUndefined();
    });

    it('goes on where a page ended while events are appended', async () => {
      await append(mixed(10));
      const filter = { jobId: 'j0' };
      const query = { filter, order: 'asc', limit: 1 } as const;
      const first = await under.journal.query(query);
      await append([anEvent({ jobId: 'j0' })]);
      const next = first.next ?? '';
      const second = await under.journal.query({ ...query, after: next });
      const third = await under.journal.query({ ...query, after: second.next ?? '' });
      const ids = [first, second, third].flatMap((page) => page.entries.map((e) => e.event.id));
      const mine = entries.filter(({ event }) => event.jobId === 'j0');
      expect(ids).toEqual(mine.map(({ event }) => event.id));
    });

    it('finds an event of years ago that came just now', async () => {
      const old = anEvent({ time: '1999-12-31T23:59:59.000Z' });
      const now = anEvent({ time: new Date(BEGIN + 9 * DAY_MS).toISOString() });
      await append([now, old]);
      const until = { until: '2000-01-01T00:00:00.000Z' };
      expect(await all(until, 'asc', 10)).toEqual([entries[1]]);
      const since = { since: '2026-01-01T00:00:00.000Z' };
      expect(await all(since, 'asc', 10)).toEqual([entries[0]]);
    });
  });
}
