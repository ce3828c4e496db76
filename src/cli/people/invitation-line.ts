// An invitation on one line, and as JSON; without its code.
import type { Invitation } from '../../audience/invitations/invitation.ts';
import { defined } from '../../runtime/defined.ts';
import { safe } from '../command/output.ts';

const MAX_LENGTH = { project: 200, name: 100 } as const;

export function invitationLine({ id, grant, by, expiresAt }: Invitation): string {
  const where =
    grant.projectId === undefined ? 'all projects' : safe(grant.projectId, MAX_LENGTH.project);
  const who = by.via === 'console' ? [] : [`by ${safe(by.name, MAX_LENGTH.name)} (${by.via})`];
  return [id, grant.role, where, ...who, `until ${expiresAt}`].join('  ');
}

export function invitationJson({ id, grant, by, createdAt, expiresAt }: Invitation) {
  return {
    id,
    role: grant.role,
    ...defined({ project_id: grant.projectId }),
    by,
    created_at: createdAt,
    expires_at: expiresAt,
  };
}
