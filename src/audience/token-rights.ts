// What a token may do: what it says, and never more than the person who holds it may see now. Pure.
import { hasAnyRole, isAdmin, type Member, maySee } from './access.ts';
import { memberKnownAs } from './person.ts';
import type { Token, TokenScope } from './tokens.ts';

/** Projects that may be seen; what has no project is seen with `all` only. */
export type Projects = 'all' | ReadonlySet<string>;

export interface TokenRights {
  readonly scopes: ReadonlySet<TokenScope>;
  readonly projects: Projects;
}

/**
 * Whose id a token names. The person whom Telegram knows by it counts before one who is only linked
 * to it; `undefined`: nobody with a role, now or ever.
 */
export function findHolder(members: readonly Member[], userId: string): Member | undefined {
  return (
    members.find((member) => String(member.userId) === userId) ?? memberKnownAs(members, userId)
  );
}

/** `undefined` when its holder had a role and has none any more. Somebody unknown limits nothing. */
export function rightsOf(
  { scopes, projects }: Pick<Token, 'scopes' | 'projects'>,
  holder: Member | undefined,
): TokenRights | undefined {
  const own = { scopes: new Set(scopes), projects: projects ? new Set(projects) : 'all' } as const;
  if (holder === undefined) return own;
  if (!hasAnyRole(holder)) return undefined;
  const seen = within(own.projects, projectsOf(holder));
  return { projects: seen, scopes: isAdminOf(holder, seen) ? own.scopes : short(own.scopes) };
}

/** Whether these rights hold all that those gave. */
export function rightsCover(now: TokenRights, before: TokenRights): boolean {
  const isKept =
    now.projects === 'all' ||
    (before.projects !== 'all' && isSubset(before.projects, now.projects));
  return isKept && isSubset(before.scopes, now.scopes);
}

function projectsOf({ grants }: Member): Projects {
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

/** Without what only admins may: internal events, tokens, metrics that the token does not name. */
function short(scopes: ReadonlySet<TokenScope>): ReadonlySet<TokenScope> {
  if (!scopes.has('admin')) return scopes;
  const others = [...scopes].filter((scope) => scope !== 'admin');
  return new Set<TokenScope>([...others, 'read', 'publish', 'decide']);
}

function isSubset<T>(some: ReadonlySet<T>, others: ReadonlySet<T>): boolean {
  return [...some].every((one) => others.has(one));
}
