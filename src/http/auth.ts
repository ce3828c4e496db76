// Who calls, and what they may see. Tokens are compared by their hashes, in constant time.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { CanonicalEvent } from '../event/canonical-event.ts';

export const SCOPES = ['read', 'publish', 'decide', 'metrics', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

export interface Caller {
  /** Name of the token, for logs and audits. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The projects this caller may see; events without a project are seen with `all` only. */
  readonly projects: 'all' | ReadonlySet<string>;
  /** Telegram user id of the person who holds the token. */
  readonly userId?: number;
}

/** Whose token this is; `undefined` for one that nobody gave out. */
export type Authenticate = (bearer: string) => Promise<Caller | undefined>;

/** Scope `admin` includes all the others. */
export function hasScope(caller: Caller, scope: Scope): boolean {
  return caller.scopes.has(scope) || caller.scopes.has('admin');
}

/** Projects are walls, and internal events are for admins. */
export function maySee(caller: Caller, event: CanonicalEvent): boolean {
  if (event.visibility === 'internal' && !caller.scopes.has('admin')) return false;
  if (caller.projects === 'all') return true;
  return event.projectId !== undefined && caller.projects.has(event.projectId);
}

/** Knows one token, which has every scope. Without a token, or with an empty one, nobody gets in. */
export function createAdminTokenAuth(adminToken: string | undefined): Authenticate {
  const admin: Caller = { name: 'admin', scopes: new Set(SCOPES), projects: 'all' };
  const expected = adminToken ? digest(adminToken) : undefined;
  return async (bearer) => {
    if (expected === undefined) return undefined;
    return timingSafeEqual(digest(bearer), expected) ? admin : undefined;
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
