// Contract: drops the votes of people who have lost their rights.
import type { Member } from '../../audience/access.ts';

export interface RevokedVotes {
  /**
   * Drops the votes on open requests that the person may no longer decide, by the current rights of `member`.
   * Returns how many; idempotent.
   */
  drop(member: Member): Promise<number>;
}
