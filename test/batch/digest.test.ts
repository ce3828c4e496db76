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

const group = fc
  .tuple(fc.constantFrom('job', 'session', 'project', 'thing'), fc.integer({ min: 0, max: 60 }))
  .map(([kind, n]) => (n === 0 ? '' : `${kind}.x:${n}`));

const window: fc.Arbitrary<Window> = fc
  .record({
    entries: fc.array(
      fc.record({ group, weight: fc.constantFrom('news', 'news', 'result', 'alert') }),
      { maxLength: 400 },
    ),
    overflow: fc.dictionary(group, fc.nat({ max: 500 })),
  })
  .map((raw) => ({
    entries: raw.entries.map((entry, index) => ({ ...entry, position: `${index}-0` })),
    overflow: new Map(Object.entries(raw.overflow)),
  }));

const shown = (digest: DigestPlan) => digest.groups.flatMap(({ positions }) => positions);

describe('planDigest', () => {
  it('shows or counts every event exactly once, and shows 300 at most', () => {
    fc.assert(
      fc.property(window, (gathered) => {
        const digest = planDigest(gathered);
        const positions = shown(digest);
        expect(new Set(positions).size).toBe(positions.length);
        expect(positions.length).toBeLessThanOrEqual(300);
        const known = new Set(gathered.entries.map(({ position }) => position));
        expect(positions.filter((position) => !known.has(position))).toEqual([]);
        const counted = digest.groups.reduce((sum, { more }) => sum + more, digest.moreEvents);
        const overflow = [...gathered.overflow.values()].reduce((sum, count) => sum + count, 0);
        expect(positions.length + counted).toBe(gathered.entries.length + overflow);
      }),
    );
  });

  it('shows the newest results of every job and keeps the order of each group', () => {
    fc.assert(
      fc.property(window, (gathered) => {
        const digest = planDigest(gathered);
        const found = new Set(shown(digest));
        for (const job of new Set(gathered.entries.map((entry) => entry.group))) {
          const all = gathered.entries.filter((entry) => entry.group === job);
          const results = all.filter((entry) => entry.weight === 'result').slice(-3);
          const room = gathered.entries.filter(({ weight }) => weight !== 'news').length < 200;
          if (room) expect(results.filter(({ position }) => !found.has(position))).toEqual([]);
        }
        for (const { positions } of digest.groups) {
          const numbers = positions.map((position) => Number.parseInt(position, 10));
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        }
        expect(digest.alert).toBe(gathered.entries.some(({ weight }) => weight === 'alert'));
      }),
    );
  });

  it('shows the newest of a job, and how many others there were', () => {
    expect(plan(entries(8, 'job.x:j1')).groups).toEqual([
      { positions: ['job.x:j1-news-7'], more: 7 },
    ]);
    const ended = [...entries(8, 'job.x:j1'), ...entries(1, 'job.x:j1', 'result')];
    expect(plan(ended).groups).toEqual([{ positions: ['job.x:j1-result-0'], more: 8 }]);
  });

  it('shows what came after a result too, like a new start', () => {
    const again = [...entries(1, 'job.x:j1', 'result'), ...entries(3, 'job.x:j1')];
    expect(plan(again).groups).toEqual([
      { positions: ['job.x:j1-result-0', 'job.x:j1-news-2'], more: 2 },
    ]);
  });

  it('shows the newest five of a session or project, and an old failure beside them', () => {
    const positions = [3, 4, 5, 6, 7].map((n) => `session:S12-news-${n}`);
    expect(plan(entries(8, 'session:S12')).groups).toEqual([{ positions, more: 3 }]);
    const gathered = [...entries(1, 'session:S12', 'alert'), ...entries(8, 'session:S12')];
    expect(plan(gathered).groups).toEqual([
      { positions: ['session:S12-alert-0', ...positions], more: 3 },
    ]);
  });

  it('names the only event, unless more were counted', () => {
    const gathered = entries(1, 'job:a:b');
    expect(plan(gathered)).toMatchObject({
      single: 'job:a:b-news-0',
      groups: [{ positions: ['job:a:b-news-0'], more: 0 }],
      alert: false,
    });
    expect(plan(gathered, { 'job:a:b': 2 }).single).toBeUndefined();
    expect(plan(gathered, { 'job:other': 2 }).single).toBeUndefined();
    expect(plan(entries(2, 'job:x')).single).toBeUndefined();
  });

  it('puts failures and results first, and what belongs to nothing last', () => {
    const gathered = [
      ...entries(1, ''),
      ...entries(1, 'project:p'),
      ...entries(1, 'session:s'),
      ...entries(1, 'job:running'),
      ...entries(1, 'job:done', 'result'),
      ...entries(1, 'job:failed', 'alert'),
    ];
    const order = plan(gathered).groups.map(({ positions }) => positions[0]?.split('-')[0]);
    const kinds = ['job:failed', 'job:done', 'job:running', 'session:s', 'project:p', ''];
    expect(order).toEqual(kinds);
  });

  it('only counts the least important of very many', () => {
    const gathered = [
      ...Array.from({ length: 320 }, (_, n) => entries(2, `job:${n}`)).flat(),
      ...entries(1, 'job:done', 'result'),
    ];
    const digest = plan(gathered, { 'job:before': 9 });
    expect(digest.groups).toHaveLength(300);
    expect(digest.groups[0]?.positions).toEqual(['job:done-result-0']);
    expect(digest.moreEvents).toBe(21 * 2 + 9);
  });
});
