// What a token may do: what it grants, but never more than its holder may see now. Pure.
import { hasAnyRole, isAdmin, type Member, maySee } from './access.ts';
import { memberKnownAs } from './person.ts';
import type { Token, TokenScope } from './tokens.ts';

/** Visible projects; events without a project are visible with `all` only. */
export type Projects = 'all' | ReadonlySet<string>;

export interface TokenRights {
  readonly scopes: ReadonlySet<TokenScope>;
  readonly projects: Projects;
}

/**
 * The holder of a token. A person with this Telegram id takes precedence over one whose linked id it is. `undefined`
 * if no member was ever known by it.
 */
export function findHolder(members: readonly Member[], userId: string): Member | undefined {
  return (
    members.find((member) => String(member.userId) === userId) ?? memberKnownAs(members, userId)
  );
}

/** `undefined` if the holder no longer has a role. An unknown holder does not limit the token. */
export function rightsOf(
  { scopes, projects }: Pick<Token, 'scopes' | 'projects'>,
  holder: Member | undefined,
): TokenRights | undefined {
  const own = { scopes: new Set(scopes), projects: projects ? new Set(projects) : 'all' } as const;
  if (holder === undefined) return own;
  if (!hasAnyRole(holder)) return undefined;
  const seen = within(own.projects, projectsOf(holder));
  return {
    projects: seen,
    scopes: isAdminOf(holder, seen) ? own.scopes : withoutAdmin(own.scopes),
  };
}

/** Whether the current rights include all of the earlier ones. */
export function rightsCover(now: TokenRights, before: TokenRights): boolean {
  const isKept =
    now.projects === 'all' ||
    (before.projects !== 'all' && isSubset(before.projects, now.projects));
  return isKept && isSubset(before.scopes, now.scopes);
}

/** All projects that their role lets them see. */
export function projectsOf({ grants }: Member): Projects {
  if (grants.some(({ projectId }) => projectId === undefined)) return 'all';
  return new Set(grants.flatMap(({ projectId }) => projectId ?? []));
}

function within(some: Projects, others: Projects): Projects {
  if (some === 'all') return others;
  if (others === 'all') return some;
  return new Set([...some].filter((id) => others.has(id)));
}

function isAdminOf(holder: Member, projects: Projects): boolean {
  if (projects === 'all') return isAdmin(holder);
  return [...projects].every((projectId) => maySee(holder, { projectId, visibility: 'internal' }));
}

/** Without what only admins may do: internal events, tokens, and metrics unless named. */
function withoutAdmin(scopes: ReadonlySet<TokenScope>): ReadonlySet<TokenScope> {
  if (!scopes.has('admin')) return scopes;
  const others = [...scopes].filter((scope) => scope !== 'admin');
  return new Set<TokenScope>([...others, 'read', 'publish', 'decide']);
}

function isSubset<T>(some: ReadonlySet<T>, others: ReadonlySet<T>): boolean {
  return [...some].every((one) => others.has(one));
}
