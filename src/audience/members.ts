// Contract: the people with a role. Implemented by redis/people/members; ADMIN_USER_IDS are admins from the start.
import type { Grant, Member, Role } from './access.ts';

export interface Members {
  get(userId: number): Promise<Member | undefined>;
  all(): Promise<Member[]>;
  /** Adds a grant (idempotent) and updates the name. */
  grant(
    userId: number,
    grant: Grant,
    person?: { name?: string; knownAs?: string },
  ): Promise<Member>;
  /**
   * Removes the grants of this role and project (all grants if both are absent). Returns the remaining member. An
   * admin named in ADMIN_USER_IDS stays one.
   */
  revoke(userId: number, grant: { role?: Role; projectId?: string }): Promise<Member | undefined>;
  /** Whether ADMIN_USER_IDS names them. */
  isNamedAdmin(userId: number): Promise<boolean>;
}
