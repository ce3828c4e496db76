import { describe, expect, it } from 'vitest';
import { arrivalMs, comparePositions } from '../../src/journal/position.ts';

describe('positions', () => {
  it.each([
    ['0-0', '0-1'],
    ['9-5', '10-0'],
    ['1772442000000-2', '1772442000000-10'],
    ['999999999999-9', '1000000000000-0'],
    // Beyond what a JavaScript number can distinguish.
    ['18446744073709551614-0', '18446744073709551615-0'],
    ['1-18446744073709551614', '1-18446744073709551615'],
  ])('puts %s before %s', (before, after) => {
    expect(comparePositions(before, after)).toBeLessThan(0);
    expect(comparePositions(after, before)).toBeGreaterThan(0);
    expect(comparePositions(after, after)).toBe(0);
  });

  it('say when their entry was appended', () => {
    expect(arrivalMs('1772442000000-12')).toBe(1_772_442_000_000);
  });
});
