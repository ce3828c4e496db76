// Compares positions in the journal, and those in any other stream of Redis.
import type { Position } from './journal.ts';

/** Below, at or above zero, as `a` lies before, at or after `b`. Exact for all 64 bits. */
export function comparePositions(a: Position, b: Position): number {
  if (a === b) return 0;
  const dashA = a.indexOf('-');
  const dashB = b.indexOf('-');
  return (
    compareNumerals(a.slice(0, dashA), b.slice(0, dashB)) ||
    compareNumerals(a.slice(dashA + 1), b.slice(dashB + 1))
  );
}

/** Compares numerals without leading zeros. */
export function compareNumerals(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** When the entry there was appended: epoch milliseconds by the clock of Redis. */
export function arrivalMs(position: Position): number {
  return Number(position.slice(0, position.indexOf('-')));
}
