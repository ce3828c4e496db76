import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DigestPlan, planDigest } from '../../src/batch/digest.ts';
import type { Window, WindowEntry } from '../../src/batch/window.ts';

function entries(count: number, group: string, weight: WindowEntry['weight'] = 'news') {
  return Array.from({ length: count }, (_, index) => ({
    position: `${group}-${weight}-${index}`,
    group,
    weight,
  }));
}

function plan(gathered: readonly WindowEntry[], overflow: Record<string, number> = {}): DigestPlan {
  return planDigest({ entries: gathered, overflow: new Map(Object.entries(overflow)) });
}

const window: fc.Arbitrary<Window> = fc
  .record({
    entries: fc.array(
      fc.record({
        group: fc.integer({ min: 0, max: 30 }).map((n) => (n === 0 ? '' : `session:S${n}`)),
        weight: fc.constantFrom('news' as const, 'news' as const, 'alert' as const),
      }),
      { maxLength: 400 },
    ),
    overflow: fc.dictionary(
      fc.integer({ min: 0, max: 40 }).map((n) => `session:S${n}`),
      fc.nat({ max: 500 }),
    ),
  })
  .map((raw) => ({
    entries: raw.entries.map((entry, index) => ({ ...entry, position: `${index}-0` })),
    overflow: new Map(Object.entries(raw.overflow)),
  }));

const shown = (digest: DigestPlan) => digest.groups.flatMap((group) => group.positions);

describe('planDigest', () => {
  it('shows or counts every event exactly once', () => {
    fc.assert(
      fc.property(window, (gathered) => {
        const digest = planDigest(gathered);
        const positions = shown(digest);
        expect(new Set(positions).size).toBe(positions.length);
        const counted = digest.groups.reduce((sum, group) => sum + group.more, digest.moreEvents);
        const overflow = [...gathered.overflow.values()].reduce((sum, count) => sum + count, 0);
        expect(positions.length + counted).toBe(gathered.entries.length + overflow);
      }),
    );
  });

  it('keeps every alert of up to 20 groups, 20 of each, in journal order', () => {
    fc.assert(
      fc.property(window, (gathered) => {
        const digest = planDigest(gathered);
        expect(digest.groups.length).toBeLessThanOrEqual(20);
        const alerts = gathered.entries.filter((entry) => entry.weight === 'alert');
        const loud = [...new Set(alerts.map((entry) => entry.group))];
        for (const group of loud.slice(0, 20)) {
          const newest = alerts.filter((entry) => entry.group === group).slice(-20);
          expect(shown(digest)).toEqual(
            expect.arrayContaining(newest.map((entry) => entry.position)),
          );
        }
        for (const { positions } of digest.groups) {
          const numbers = positions.map((position) => Number.parseInt(position, 10));
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        }
        expect(digest.alert).toBe(alerts.length > 0);
      }),
    );
  });

  it('shows the newest five of a session and counts the rest', () => {
    const [group] = plan(entries(8, 'session:S12')).groups;
    expect(group?.label).toBe('S12');
    expect(group?.positions).toEqual([3, 4, 5, 6, 7].map((n) => `session:S12-news-${n}`));
    expect(group?.more).toBe(3);
  });

  it('shows an old failure beside the newest five', () => {
    const gathered = [...entries(1, 'session:S12', 'alert'), ...entries(8, 'session:S12')];
    const [group] = plan(gathered).groups;
    expect(group?.positions[0]).toBe('session:S12-alert-0');
    expect(group?.positions).toHaveLength(6);
    expect(group?.more).toBe(3);
  });

  it('names the only event, unless more were counted', () => {
    const gathered = entries(1, 'job:a:b');
    expect(plan(gathered)).toMatchObject({
      single: 'job:a:b-news-0',
      groups: [{ label: 'a:b', positions: ['job:a:b-news-0'], more: 0 }],
      alert: false,
    });
    expect(plan(gathered, { 'job:a:b': 2 }).single).toBeUndefined();
    expect(plan(gathered, { 'job:other': 2 }).single).toBeUndefined();
    expect(plan(entries(2, 'job:x')).single).toBeUndefined();
  });

  it('leaves out quiet groups before loud ones and keeps the order of first entry', () => {
    const gathered = [
      ...Array.from({ length: 22 }, (_, n) => entries(2, `project:p${n}`)).flat(),
      ...entries(1, 'session:loud', 'alert'),
    ];
    const digest = plan(gathered);
    const labels = digest.groups.map((group) => group.label);
    expect(labels).toEqual([...Array.from({ length: 19 }, (_, n) => `p${n}`), 'loud']);
    expect(digest).toMatchObject({ moreGroups: 3, moreEvents: 6, alert: true });
  });
});
