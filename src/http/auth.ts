// Who calls, and what they may see. Tokens are compared by their hashes, in constant time.
import { createHash, timingSafeEqual } from 'node:crypto';
import { ADMIN_TOKEN_ID } from '../approvals/voter-rights.ts';
import { SCOPES, type Scope, type Token, type TokenStore } from '../audience/tokens.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';

export interface Caller {
  /** Id of the token; two tokens may have one name. */
  readonly tokenId: string;
  /** Name of the token, for logs and audits. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The projects this caller may see; events without a project are seen with `all` only. */
  readonly projects: 'all' | ReadonlySet<string>;
  /** Id of the person who holds the token, as Telegram or the systems around know them. */
  readonly userId?: string;
}

/** Whose token this is; `undefined` for one that nobody gave out. */
export type Authenticate = (bearer: string) => Promise<Caller | undefined>;

/** Scope `admin` includes all the others. */
export function hasScope(caller: Caller, scope: Scope): boolean {
  return caller.scopes.has(scope) || caller.scopes.has('admin');
}

/** Projects are walls, and what is internal is for admins. Events are filtered by `filterFor`. */
export function maySee(
  caller: Caller,
  { visibility, projectId }: Pick<CanonicalEvent, 'visibility' | 'projectId'>,
): boolean {
  return (visibility === 'public' || hasScope(caller, 'admin')) && isWithin(caller, projectId);
}

/** Whether something of this project, or of none, is inside the caller's walls. */
export function isWithin({ projects }: Caller, projectId: string | undefined): boolean {
  return projects === 'all' || (projectId !== undefined && projects.has(projectId));
}

/** Knows one token, which has every scope. Without a token, or with an empty one, nobody gets in. */
export function createAdminTokenAuth(adminToken: string | undefined): Authenticate {
  const admin: Caller = {
    tokenId: ADMIN_TOKEN_ID,
    name: 'admin',
    scopes: new Set(SCOPES),
    projects: 'all',
  };
  const expected = adminToken ? digest(adminToken) : undefined;
  return async (bearer) => {
    if (expected === undefined) return undefined;
    return timingSafeEqual(digest(bearer), expected) ? admin : undefined;
  };
}

/** Knows the admin token and all that were given out and not revoked; the store is asked each time. */
export function createTokenAuth({
  adminToken,
  tokens,
}: {
  readonly adminToken: string | undefined;
  readonly tokens: Pick<TokenStore, 'find'>;
}): Authenticate {
  const admin = createAdminTokenAuth(adminToken);
  return async (bearer) => {
    const known = await admin(bearer);
    if (known !== undefined) return known;
    const token = await tokens.find(bearer);
    return token === undefined ? undefined : callerWith(token);
  };
}

function callerWith({ id, name, scopes, projects, userId }: Token): Caller {
  return {
    tokenId: id,
    name,
    scopes: new Set(scopes),
    projects: projects === undefined ? 'all' : new Set(projects),
    ...(userId === undefined ? {} : { userId }),
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
