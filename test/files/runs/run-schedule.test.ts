import { describe, expect, it } from 'vitest';
import { createRun } from '../../../src/files/runs/run.ts';
import { createRunSchedule } from '../../../src/files/runs/run-schedule.ts';

const schedule = () => createRunSchedule((jobId) => createRun('/runs', jobId));
const SECOND = 1_000;

/** When a job is looked at that last changed at 0, if somebody asks every 150 ms. */
function looksUntil(end: number): number[] {
  const runs = schedule();
  const looks: number[] = [];
  runs.follow(['job-1'], 0);
  for (let now = 0; now <= end; now += 150) {
    for (const run of runs.due(now)) {
      looks.push(now);
      runs.visited(run, now, looks.length === 1 ? now : undefined);
    }
  }
  return looks;
}

const pauses = (looks: readonly number[]) => looks.slice(1).map((at, n) => at - (looks[n] ?? 0));

describe('when jobs are looked at', () => {
  it('is at least every 500 ms for one that changed within the last 15 seconds', () => {
    expect(Math.max(...pauses(looksUntil(15 * SECOND)))).toBeLessThanOrEqual(500);
  });

  it('is less and less often for one of which nothing changes, but every 10 seconds or so', () => {
    const looks = looksUntil(3_600 * SECOND);
    expect(looks.length).toBeLessThan(1_000);
    const all = pauses(looks);
    expect(Math.max(...all)).toBeLessThanOrEqual(10.2 * SECOND);
    expect(all.slice(-10).every((pause) => pause >= 10 * SECOND)).toBe(true);
  });

  it('is at once for a new one, and again as soon as it has news', () => {
    const runs = schedule();
    runs.follow(['a'], 0);
    runs.follow(['a', 'b'], 5);
    expect(runs.due(5).map(({ jobId }) => jobId)).toEqual(['a', 'b']);
    for (const run of runs.due(5)) runs.visited(run, 5, -600 * SECOND);
    expect(runs.due(10 * SECOND)).toEqual([]);
    const [first] = runs.due(11 * SECOND);
    if (first === undefined) throw new Error('none is due');
    runs.visited(first, 11 * SECOND, 11 * SECOND);
    expect(runs.due(11 * SECOND).map(({ jobId }) => jobId)).toEqual(['b', 'a']);
  });

  it('is never again for one that is gone', () => {
    const runs = schedule();
    runs.follow(['a', 'b'], 0);
    runs.follow(['b'], 1);
    expect(runs.due(1).map(({ jobId }) => jobId)).toEqual(['b']);
  });
});
