import { describe, expect, it } from 'vitest';
import { backoff, jittered } from '../../src/runtime/backoff.ts';

describe('a growing pause', () => {
  it.each([
    { firstMs: 200, maxMs: 5_000, pauses: [200, 400, 800, 1_600, 3_200, 5_000, 5_000] },
    { firstMs: 1_000, maxMs: 25_000, factor: 5, pauses: [1_000, 5_000, 25_000, 25_000] },
    { firstMs: 500, maxMs: 500, pauses: [500, 500, 500] },
    { firstMs: 60, maxMs: 50, pauses: [50, 50] },
  ])('begins at $firstMs ms and never exceeds $maxMs ms', ({ pauses, ...growth }) => {
    const pauseMs = backoff(growth);
    expect(pauses.map((_, at) => pauseMs(at + 1))).toEqual(pauses);
  });

  it('stays at its limit however often something fails', () => {
    expect(backoff({ firstMs: 25, maxMs: 1_000 })(5_000)).toBe(1_000);
  });
});

describe('a jittered pause', () => {
  it.each([
    { random: 0, spread: [0.5, 1] as const, ms: 500 },
    { random: 0.5, spread: [0.5, 1] as const, ms: 750 },
    { random: 0, spread: [0.75, 1.25] as const, ms: 750 },
    { random: 0.5, spread: [0.75, 1.25] as const, ms: 1_000 },
    { random: 0.999, spread: [0.5, 1.5] as const, ms: 1_499 },
    { random: 0, spread: [1, 1.25] as const, ms: 1_000 },
  ])('is $ms of 1000 ms within $spread when chance says $random', ({ random, spread, ms }) => {
    expect(jittered(1_000, spread, { random: () => random })).toBeCloseTo(ms, 6);
  });
});
