// Who is calling, and what they may see. ADMIN_TOKEN is compared by its hash, in constant time.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Session } from '../../audience/sign-in/sessions.ts';
import type { TokenRights } from '../../audience/token-rights.ts';
import { ADMIN_TOKEN_ID, SCOPES, type TokenScope } from '../../audience/tokens.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';

export interface Caller extends TokenRights {
  /**
   * Id of the token, which is unique, unlike its name. That of ADMIN_TOKEN is `admin`, that of a person who signed in
   * without a token is made from their user id (personTokenId).
   */
  readonly tokenId: string;
  /** Name of the token, or of that person, for logs and audit trails. */
  readonly name: string;
  /** Id of the person who holds the token, in Telegram or in another system. */
  readonly userId?: string;
  /** Of a browser that is signed in. */
  readonly session?: Session;
}

/** The caller with this token, or this secret of a session; `undefined` if it was never issued, or grants nothing now. */
export type Authenticate = (bearer: string) => Promise<Caller | undefined>;

/** The current rights of callers that were authenticated before; `undefined` for one that has none left. */
export type RenewCallers = (callers: readonly Caller[]) => Promise<(Caller | undefined)[]>;

/** Scope `admin` includes all others. */
export function hasScope(caller: Caller, scope: TokenScope): boolean {
  return caller.scopes.has(scope) || caller.scopes.has('admin');
}

/** Limited to the caller's projects; internal things are for admins only. Events are filtered by `filterFor`. */
export function callerMaySee(
  caller: Caller,
  { visibility, projectId }: Pick<CanonicalEvent, 'visibility' | 'projectId'>,
): boolean {
  return (visibility === 'public' || hasScope(caller, 'admin')) && isWithin(caller, projectId);
}

/** Whether the caller has access to this project; what has no project is for callers with access to all. */
export function isWithin({ projects }: Caller, projectId: string | undefined): boolean {
  return projects === 'all' || (projectId !== undefined && projects.has(projectId));
}

/** Whoever has ADMIN_TOKEN. */
export const ADMIN: Caller = {
  tokenId: ADMIN_TOKEN_ID,
  name: 'admin',
  scopes: new Set(SCOPES),
  projects: 'all',
};

/** Accepts one token, which has every scope. If it is missing or empty, nobody gets in. */
export function createAdminTokenAuth(adminToken: string | undefined): Authenticate {
  const expected = adminToken ? digest(adminToken) : undefined;
  return async (bearer) => {
    if (expected === undefined) return undefined;
    return timingSafeEqual(digest(bearer), expected) ? ADMIN : undefined;
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
