// Contract: standing approvals, and the requests that wait for what these say. Giving and using one is part of a
// step (approval-store.ts), because each must be atomic with the vote. Implemented by redis/standing/standing-store.
import type { EndOfStanding, StandingApproval, Within } from './standing.ts';

/** One that is in force, by the store's clock. */
export interface InForce {
  readonly standing: StandingApproval;
  /** How many votes it has cast. */
  readonly uses: number;
}

export interface StandingStore {
  /** All, oldest first. */
  inForce(): Promise<readonly InForce[]>;
  get(id: string): Promise<InForce | undefined>;
  /** Those that count for requests of this digest, oldest first. */
  alike(like: string): Promise<readonly InForce[]>;
  /** From now on it counts for nothing. Returns whether it was in force until then. */
  end(id: string, ending: EndOfStanding): Promise<boolean>;
  /** Whether any of these ended after that instant (RFC 3339 UTC), so that nothing is given for it any more. */
  hasEndedSince(within: readonly Within[], at: string): Promise<boolean>;
  /** Those that ended, by a call or because their time is over, and are not forgotten yet. */
  ended(): Promise<readonly StandingApproval[]>;
  /** Notes its end in the audit trail of its request, and keeps nothing else of it; idempotent. */
  forget(standing: StandingApproval, at: string): Promise<void>;
  /** Keys of requests that are not shown yet, because a standing approval may decide them. */
  held(): Promise<readonly string[]>;
}
