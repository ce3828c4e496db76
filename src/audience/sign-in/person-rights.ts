// What a person who signed in with Telegram may do over HTTP: what their role allows there, and no more. Pure.
import { hasAnyRole, isAdmin, isApproverSomewhere, type Member, maySee } from '../access.ts';
import { type Projects, projectsOf, type TokenRights } from '../token-rights.ts';
import { SCOPES, type TokenScope } from '../tokens.ts';

/** Viewers read; approvers also decide; admins of all that they see do everything. `undefined` without a role. */
export function rightsOfPerson(member: Member | undefined): TokenRights | undefined {
  if (member === undefined || !hasAnyRole(member)) return undefined;
  const projects = projectsOf(member);
  return { projects, scopes: new Set(scopesOf(member, projects)) };
}

/**
 * Whoever is an admin of only some of their projects decides like an approver here: a scope is for all projects of its
 * holder. Votes are judged by the role in each project.
 */
function scopesOf(member: Member, projects: Projects): readonly TokenScope[] {
  if (isAdminOfAll(member, projects)) return projects === 'all' ? SCOPES : ADMIN_OF_SOME;
  return isApproverSomewhere(member) ? ['read', 'decide'] : ['read'];
}

function isAdminOfAll(member: Member, projects: Projects): boolean {
  if (projects === 'all') return isAdmin(member);
  return [...projects].every((projectId) => maySee(member, { projectId, visibility: 'internal' }));
}

/** Metrics are of all projects. */
const ADMIN_OF_SOME = SCOPES.filter((scope) => scope !== 'metrics');
