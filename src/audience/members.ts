// Contract: the people with a role. Implemented by redis/people/members; ADMIN_USER_IDS are admins from the start.
import type { Grant, Member, Role } from './access.ts';

export interface Members {
  get(userId: number): Promise<Member | undefined>;
  all(): Promise<Member[]>;
  /** Adds a grant (a repeated one changes nothing) and remembers the name last seen. */
  grant(
    userId: number,
    grant: Grant,
    person?: { name?: string; knownAs?: string },
  ): Promise<Member>;
  /**
   * Takes away the grants of this role and project (all grants when both are absent). Answers the
   * member that is left. An admin named by ADMIN_USER_IDS stays one.
   */
  revoke(userId: number, grant: { role?: Role; projectId?: string }): Promise<Member | undefined>;
}
