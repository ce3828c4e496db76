// Who may see and decide what. Pure; the one place that knows what a role means.

export const ROLES = ['viewer', 'approver', 'admin'] as const;
/** viewer sees; approver sees and decides; admin does all, and sees internal events too. */
export type Role = (typeof ROLES)[number];

/** A role for one project, or for all of them when `projectId` is absent. */
export interface Grant {
  readonly role: Role;
  readonly projectId?: string;
}

/** A person that Telegram knows by `userId`. */
export interface Member {
  readonly userId: number;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Ids under which the systems that publish events know this person. */
  readonly knownAs: readonly string[];
}

/** The part of an event, job or approval that decides who may see it. */
export interface Subject {
  readonly projectId?: string | undefined;
  readonly visibility: 'public' | 'internal';
}

const RANK: Record<Role, number> = { viewer: 1, approver: 2, admin: 3 };

function holds(member: Member | undefined, role: Role, projectId: string | undefined): boolean {
  return (member?.grants ?? []).some(
    (grant) =>
      RANK[grant.role] >= RANK[role] &&
      (grant.projectId === undefined || grant.projectId === projectId),
  );
}

export function maySee(member: Member | undefined, subject: Subject): boolean {
  const role = subject.visibility === 'internal' ? 'admin' : 'viewer';
  return holds(member, role, subject.projectId);
}

export function mayDecide(member: Member | undefined, subject: Subject): boolean {
  const role = subject.visibility === 'internal' ? 'admin' : 'approver';
  return holds(member, role, subject.projectId);
}

/** An admin of everything; an admin of one project is none. */
export function isAdmin(member: Member | undefined): boolean {
  return holds(member, 'admin', undefined);
}

export function hasAnyRole(member: Member | undefined): boolean {
  return (member?.grants.length ?? 0) > 0;
}

/** Whether an id that a producer gave (`requested_by.id`) means this person. */
export function isPerson(member: { userId: number; knownAs: readonly string[] }, id: string) {
  return String(member.userId) === id || member.knownAs.includes(id);
}
