// Contract: what becomes of the votes of a person whose rights ended.
import type { Member } from '../../audience/access.ts';

export interface RevokedVotes {
  /**
   * Takes back the votes on open requests that the person may no longer decide, by the rights of
   * `member` as they are now. Answers how many; the same call again finds none.
   */
  drop(member: Member): Promise<number>;
}
