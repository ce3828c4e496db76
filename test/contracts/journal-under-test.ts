// What a journal's conformance suite is given, and how positions compare.
import type { DeadLetter, Journal, JournalFeed, Position } from '../../src/journal/journal.ts';

export interface JournalUnderTest {
  /** Empty: nothing was ever appended. */
  readonly journal: Journal;
  readonly feed: JournalFeed;
  /** All that was buried, oldest first. */
  deadLetters(): Promise<readonly DeadLetter[]>;
  close(): Promise<void>;
}

export type Place = readonly [ms: bigint, sequence: bigint];

export function placeOf(position: Position | undefined): Place {
  const [ms, sequence] = /^(\d+)-(\d+)$/.exec(position ?? '')?.slice(1) ?? [];
  if (ms === undefined || sequence === undefined) throw new Error(`no position: ${position}`);
  return [BigInt(ms), BigInt(sequence)];
}

export function byPlace(a: Place, b: Place): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return Number(a[1] - b[1]);
}

export function comesAfter(a: Position, b: Position): boolean {
  return byPlace(placeOf(a), placeOf(b)) > 0;
}
