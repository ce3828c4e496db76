// Contract: what a follower of the journal does with entries. Kept by files/archive/archive and approvals/decisions/gate-decisions.
import type { JournalEntry, Position } from './journal.ts';

/** An entry that could not be handled, and why. */
export interface Unhandled {
  readonly position: Position;
  readonly reason: string;
}

/**
 * Called with entries in the order of the journal, those of one job always in their order; the same may come
 * again. Answers those that could not be handled, among them all that are of one job and behind one that
 * could not: all others were handled. Rejects when none was, and all shall come again.
 */
export type Handle = (entries: readonly JournalEntry[]) => Promise<readonly Unhandled[]>;
