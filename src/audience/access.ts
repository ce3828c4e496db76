// Who may see and decide what. Pure; the only definition of what roles mean.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';

export const ROLES = ['viewer', 'approver', 'admin'] as const;
/** viewer sees; approver sees and decides; admin does everything, and sees internal events too. */
export type Role = (typeof ROLES)[number];

/** A role for one project, or for all if `projectId` is absent. */
export const grantSchema = z
  .object({ role: z.enum(ROLES), projectId: z.string().exactOptional() })
  .readonly();
export type Grant = z.infer<typeof grantSchema>;

/** A person, by their Telegram user id. */
const memberSchema = z
  .object({
    userId: z.number(),
    name: z.string(),
    grants: z.array(grantSchema).readonly(),
    /** The person's ids in the systems that publish events. */
    knownAs: z.array(z.string()).readonly(),
    /** Since when they have had a role, RFC 3339 UTC; absent if an old release gave it, or ADMIN_USER_IDS. */
    since: z.string().exactOptional(),
  })
  .readonly();
export type Member = z.infer<typeof memberSchema>;

export const decodeMember = createDecoder('member', memberSchema);

/** The part of an event, job or approval that decides who may see it. */
export interface AccessSubject {
  readonly projectId?: string | undefined;
  readonly visibility: 'public' | 'internal';
}

/** The part of a person that decides what they may do. */
export interface Rights {
  readonly grants: readonly Grant[];
}

const RANK: Record<Role, number> = { viewer: 1, approver: 2, admin: 3 };

function hasRole(member: Rights | undefined, role: Role, projectId: string | undefined): boolean {
  return (member?.grants ?? []).some(
    (grant) =>
      RANK[grant.role] >= RANK[role] &&
      (grant.projectId === undefined || grant.projectId === projectId),
  );
}

export function maySee(member: Rights | undefined, subject: AccessSubject): boolean {
  const role = subject.visibility === 'internal' ? 'admin' : 'viewer';
  return hasRole(member, role, subject.projectId);
}

export function mayDecide(member: Rights | undefined, subject: AccessSubject): boolean {
  const role = subject.visibility === 'internal' ? 'admin' : 'approver';
  return hasRole(member, role, subject.projectId);
}

/** An admin of all projects, not only of some. */
export function isAdmin(member: Rights | undefined): boolean {
  return hasRole(member, 'admin', undefined);
}

export function hasAnyRole(member: Rights | undefined): boolean {
  return (member?.grants.length ?? 0) > 0;
}

/** An admin of all projects, or of some. */
export function isAdminSomewhere(member: Rights | undefined): boolean {
  return (member?.grants ?? []).some(({ role }) => role === 'admin');
}

/** Whether they already have all that the grant would give them. */
export function holds(member: Rights | undefined, { role, projectId }: Grant): boolean {
  return hasRole(member, role, projectId);
}

/** Nobody gives more than they have: admins of a project give roles of that one. */
export function mayGive(member: Rights | undefined, { projectId }: Grant): boolean {
  return hasRole(member, 'admin', projectId);
}

/** Of somebody's roles those that this person may know of, give and take. */
export function grantsFor(giver: Rights | undefined, member: Rights | undefined): Grant[] {
  return (member?.grants ?? []).filter((grant) => mayGive(giver, grant));
}

/** Whether they may decide in any project. */
export function isApproverSomewhere(member: Rights | undefined): boolean {
  return (member?.grants ?? []).some(({ role }) => RANK[role] >= RANK.approver);
}

/** The highest role in a project; `undefined` for none. */
export function roleFor(member: Rights, projectId: string | undefined): Role | undefined {
  return ROLES.findLast((role) => hasRole(member, role, projectId));
}
