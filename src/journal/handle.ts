// Contract: the handler of a follower of the journal. Implemented by files/archive/archive and
// approvals/decisions/gate-decisions.
import type { JournalEntry, Position } from './journal.ts';

/** An entry that could not be handled, and why. */
export interface Unhandled {
  readonly position: Position;
  readonly reason: string;
}

/**
 * Called with entries in the order of the journal; entries of one job never overtake each other; the same
 * may come again. Returns those that it did not handle: the failed ones, and later ones of the same jobs.
 * Rejects if it handled none and all must come again.
 */
export type Handle = (entries: readonly JournalEntry[]) => Promise<readonly Unhandled[]>;
