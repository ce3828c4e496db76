// Who may see and decide what. Pure; the one place that knows what a role means.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';

export const ROLES = ['viewer', 'approver', 'admin'] as const;
/** viewer sees; approver sees and decides; admin does all, and sees internal events too. */
export type Role = (typeof ROLES)[number];

/** A role for one project, or for all of them when `projectId` is absent. */
const grantSchema = z
  .object({ role: z.enum(ROLES), projectId: z.string().exactOptional() })
  .readonly();
export type Grant = z.infer<typeof grantSchema>;

/** A person that Telegram knows by `userId`. */
const memberSchema = z
  .object({
    userId: z.number(),
    name: z.string(),
    grants: z.array(grantSchema).readonly(),
    /** Ids under which the systems that publish events know this person. */
    knownAs: z.array(z.string()).readonly(),
  })
  .readonly();
export type Member = z.infer<typeof memberSchema>;

export const decodeMember = createDecoder('member', memberSchema);

/** The part of an event, job or approval that decides who may see it. */
export interface AccessSubject {
  readonly projectId?: string | undefined;
  readonly visibility: 'public' | 'internal';
}

/** The part of a person that says what they may. */
export interface Rights {
  readonly grants: readonly Grant[];
}

const RANK: Record<Role, number> = { viewer: 1, approver: 2, admin: 3 };

function holds(member: Rights | undefined, role: Role, projectId: string | undefined): boolean {
  return (member?.grants ?? []).some(
    (grant) =>
      RANK[grant.role] >= RANK[role] &&
      (grant.projectId === undefined || grant.projectId === projectId),
  );
}

export function maySee(member: Rights | undefined, subject: AccessSubject): boolean {
  const role = subject.visibility === 'internal' ? 'admin' : 'viewer';
  return holds(member, role, subject.projectId);
}

export function mayDecide(member: Rights | undefined, subject: AccessSubject): boolean {
  const role = subject.visibility === 'internal' ? 'admin' : 'approver';
  return holds(member, role, subject.projectId);
}

/** An admin of everything; an admin of one project is none. */
export function isAdmin(member: Rights | undefined): boolean {
  return holds(member, 'admin', undefined);
}

export function hasAnyRole(member: Rights | undefined): boolean {
  return (member?.grants.length ?? 0) > 0;
}

/** Whether they may decide anything at all; a viewer may not. */
export function isApproverSomewhere(member: Rights | undefined): boolean {
  return (member?.grants ?? []).some(({ role }) => RANK[role] >= RANK.approver);
}

/** The highest role in a project; `undefined` for none. */
export function roleFor(member: Rights, projectId: string | undefined): Role | undefined {
  return ROLES.findLast((role) => holds(member, role, projectId));
}
