// Who calls, and what they may see. Tokens are compared by their hashes, in constant time.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Member } from '../../audience/access.ts';
import type { Members } from '../../audience/members.ts';
import { holderAmong, rightsOf, type TokenRights } from '../../audience/token-rights.ts';
import {
  ADMIN_TOKEN_ID,
  SCOPES,
  type Token,
  type TokenScope,
  type TokenStore,
} from '../../audience/tokens.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';

export interface Caller extends TokenRights {
  /** Id of the token: names may be equal, ids are not. That of ADMIN_TOKEN is `admin`. */
  readonly tokenId: string;
  /** Name of the token, for logs and audits. */
  readonly name: string;
  /** Id of the person who holds the token, as Telegram or the systems around know them. */
  readonly userId?: string;
}

/** Whose token this is; `undefined` for one that nobody gave out, or that is worth nothing now. */
export type Authenticate = (bearer: string) => Promise<Caller | undefined>;

/** How callers that were authenticated before stand now; `undefined` for one that may nothing. */
export type RenewCallers = (callers: readonly Caller[]) => Promise<(Caller | undefined)[]>;

export interface TokenAuth {
  readonly authenticate: Authenticate;
  /** One look at all of them. */
  readonly renew: RenewCallers;
}

/** Scope `admin` includes all the others. */
export function hasScope(caller: Caller, scope: TokenScope): boolean {
  return caller.scopes.has(scope) || caller.scopes.has('admin');
}

/** Within the caller's projects, and what is internal for admins only. Events are filtered by `filterFor`. */
export function callerMaySee(
  caller: Caller,
  { visibility, projectId }: Pick<CanonicalEvent, 'visibility' | 'projectId'>,
): boolean {
  return (visibility === 'public' || hasScope(caller, 'admin')) && isWithin(caller, projectId);
}

/** Whether something of this project, or of none, is among the caller's projects. */
export function isWithin({ projects }: Caller, projectId: string | undefined): boolean {
  return projects === 'all' || (projectId !== undefined && projects.has(projectId));
}

const ADMIN: Caller = {
  tokenId: ADMIN_TOKEN_ID,
  name: 'admin',
  scopes: new Set(SCOPES),
  projects: 'all',
};

/** Knows one token, which has every scope. Without a token, or with an empty one, nobody gets in. */
export function createAdminTokenAuth(adminToken: string | undefined): Authenticate {
  const expected = adminToken ? digest(adminToken) : undefined;
  return async (bearer) => {
    if (expected === undefined) return undefined;
    return timingSafeEqual(digest(bearer), expected) ? ADMIN : undefined;
  };
}

interface Deps {
  readonly adminToken: string | undefined;
  readonly tokens: Pick<TokenStore, 'find' | 'current'>;
  readonly members: Pick<Members, 'get' | 'all'>;
}

/**
 * Knows the admin token and all that were given out and not revoked, each within what its holder may
 * see. The stores are asked each time.
 */
export function createTokenAuth({ adminToken, tokens, members }: Deps): TokenAuth {
  const admin = createAdminTokenAuth(adminToken);
  const tokenOf = new WeakMap<Caller, Token>();

  function callerWith(token: Token, holder: Member | undefined): Caller | undefined {
    const rights = rightsOf(token, holder);
    if (rights === undefined) return undefined;
    const { id: tokenId, name, userId } = token;
    const caller = { tokenId, name, ...rights, ...defined({ userId }) };
    tokenOf.set(caller, token);
    return caller;
  }

  return {
    async authenticate(bearer) {
      const known = await admin(bearer);
      if (known !== undefined) return known;
      const token = await tokens.find(bearer);
      return token && callerWith(token, await holderOf(token, members));
    },
    async renew(callers) {
      const known = callers.flatMap((caller) => tokenOf.get(caller) ?? []);
      const isHeld = known.some(({ userId }) => userId !== undefined);
      const [current, people] = await Promise.all([
        tokens.current(known),
        isHeld ? members.all() : [],
      ]);
      const now = new Map(current.flatMap((token) => (token ? [[token.id, token] as const] : [])));
      return callers.map((caller) => {
        if (caller === ADMIN) return ADMIN;
        const token = tokenOf.has(caller) ? now.get(caller.tokenId) : undefined;
        const { userId } = token ?? {};
        return token && callerWith(token, userId ? holderAmong(people, userId) : undefined);
      });
    },
  };
}

/** One look by number; only an id of another system asks for all members. */
async function holderOf(
  { userId }: Token,
  members: Pick<Members, 'get' | 'all'>,
): Promise<Member | undefined> {
  if (userId === undefined) return undefined;
  const byNumber = /^[1-9]\d{0,15}$/.test(userId) ? await members.get(Number(userId)) : undefined;
  return byNumber ?? holderAmong(await members.all(), userId);
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
