// Chance that comes the same way every time: mulberry32, public domain, by its published constants.

export interface Seeded {
  /** In [0, 1). */
  next(): number;
  /** A whole number from 0 up to, but not with, `below`. */
  below(below: number): number;
  chance(probability: number): boolean;
}

export function createSeeded(seed: number): Seeded {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return {
    next,
    below: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
  };
}
