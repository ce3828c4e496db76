import { describe, expect, it } from 'vitest';
import { withRetry } from '../../src/runtime/retry.ts';
import { createManualClock } from '../helpers/manual-clock.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const pauseMs = (tries: number) => tries * 100;

/** Fails so many times, then answers. `triedAt`: milliseconds since the start. */
function createWork(failures: number, clock: { now(): number }) {
  const triedAt: number[] = [];
  async function run(): Promise<string> {
    triedAt.push(clock.now() - START);
    if (triedAt.length <= failures) throw new Error(`failure ${triedAt.length}`);
    return 'done';
  }
  return { run, triedAt };
}

describe('a retry', () => {
  it.each([
    { failures: 0, triedAt: [0] },
    { failures: 1, triedAt: [0, 100] },
    { failures: 4, triedAt: [0, 100, 300, 600, 1_000] },
  ])('answers after $failures failures, each followed by its pause', async (wanted) => {
    const clock = createManualClock();
    const { run, triedAt } = createWork(wanted.failures, clock);
    const answer = withRetry(run, { pauseMs, clock });
    await clock.advance(10_000);
    expect(await answer).toBe('done');
    expect(triedAt).toEqual(wanted.triedAt);
    expect(clock.pending).toBe(0);
  });

  it.each([
    { maxTries: 1, told: [] },
    { maxTries: 3, told: ['failure 1 (1)', 'failure 2 (2)'] },
  ])('reports what it tries again, and fails with the last of $maxTries', async (wanted) => {
    const clock = createManualClock();
    const { run, triedAt } = createWork(9, clock);
    const told: string[] = [];
    const answer = withRetry(run, {
      while: (_, tries) => tries < wanted.maxTries,
      onFailure: (error, tries) => told.push(`${(error as Error).message} (${tries})`),
      ...{ pauseMs, clock },
    });
    const failed = expect(answer).rejects.toThrow(`failure ${wanted.maxTries}`);
    await clock.advance(10_000);
    await failed;
    expect(told).toEqual(wanted.told);
    expect(triedAt).toHaveLength(wanted.maxTries);
  });

  it('tries again only while the failure is of the kind that passes', async () => {
    const clock = createManualClock();
    const { run, triedAt } = createWork(9, clock);
    const passes = (error: unknown) => (error as Error).message !== 'failure 2';
    const answer = withRetry(run, { while: passes, pauseMs, clock });
    const failed = expect(answer).rejects.toThrow('failure 2');
    await clock.advance(10_000);
    await failed;
    expect(triedAt).toEqual([0, 100]);
  });
});

describe('a retry that is stopped', () => {
  it('answers nothing and tries nothing when it was stopped before', async () => {
    const clock = createManualClock();
    const { run, triedAt } = createWork(0, clock);
    const signal = AbortSignal.abort();
    expect(await withRetry(run, { pauseMs, clock, signal })).toBeUndefined();
    expect(triedAt).toEqual([]);
  });

  it('ends its pause at once, without another try', async () => {
    const clock = createManualClock();
    const { run, triedAt } = createWork(9, clock);
    const stop = new AbortController();
    const answer = withRetry(run, { pauseMs, clock, signal: stop.signal });
    await clock.advance(150);
    stop.abort();
    expect(await answer).toBeUndefined();
    expect(triedAt).toEqual([0, 100]);
    expect(clock.pending).toBe(0);
  });

  it.each([
    { name: 'answers what a try that runs still brings', failures: 0, result: 'done' },
    { name: 'reports no failure of a try that runs', failures: 1, result: undefined },
  ])('$name', async ({ failures, result }) => {
    const clock = createManualClock();
    const { run } = createWork(failures, clock);
    const stop = new AbortController();
    const told: unknown[] = [];
    const stopped = () => {
      stop.abort();
      return run();
    };
    const options = { pauseMs, clock, signal: stop.signal, onFailure: () => told.push('told') };
    expect(await withRetry(stopped, options)).toBe(result);
    expect(told).toEqual([]);
  });

  it('still fails with what no other try would mend', async () => {
    const clock = createManualClock();
    const stop = new AbortController();
    const work = () => {
      stop.abort();
      return Promise.reject(new Error('a mistake'));
    };
    const options = { while: () => false, pauseMs, clock, signal: stop.signal };
    await expect(withRetry(work, options)).rejects.toThrow('a mistake');
  });
});
