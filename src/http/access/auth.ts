// Who is calling, and what they may see. Tokens are compared by their hashes, in constant time.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Member } from '../../audience/access.ts';
import type { Members } from '../../audience/members.ts';
import { findHolder, rightsOf, type TokenRights } from '../../audience/token-rights.ts';
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
  /** Id of the token, which is unique, unlike its name. That of ADMIN_TOKEN is `admin`. */
  readonly tokenId: string;
  /** Name of the token, for logs and audit trails. */
  readonly name: string;
  /** Id of the person who holds the token, in Telegram or in another system. */
  readonly userId?: string;
}

/** The caller with this token; `undefined` if it was never issued, or grants nothing now. */
export type Authenticate = (bearer: string) => Promise<Caller | undefined>;

/** The current rights of callers that were authenticated before; `undefined` for one that has none left. */
export type RenewCallers = (callers: readonly Caller[]) => Promise<(Caller | undefined)[]>;

export interface TokenAuth {
  readonly authenticate: Authenticate;
  /** Looks up all of them together. */
  readonly renew: RenewCallers;
}

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

const ADMIN: Caller = {
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

interface Deps {
  readonly adminToken: string | undefined;
  readonly tokens: Pick<TokenStore, 'find' | 'current'>;
  readonly members: Pick<Members, 'get' | 'all'>;
}

/**
 * Accepts the admin token and all tokens that were issued and not revoked, each limited to what its holder may see.
 * Reads the stores each time.
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
      return token && callerWith(token, await loadHolder(token, members));
    },
    async renew(callers) {
      const known = callers.flatMap((caller) => tokenOf.get(caller) ?? []);
      const hasHolders = known.some(({ userId }) => userId !== undefined);
      const [current, people] = await Promise.all([
        tokens.current(known),
        hasHolders ? members.all() : [],
      ]);
      const now = new Map(current.flatMap((token) => (token ? [[token.id, token] as const] : [])));
      return callers.map((caller) => {
        if (caller === ADMIN) return ADMIN;
        const token = tokenOf.has(caller) ? now.get(caller.tokenId) : undefined;
        const { userId } = token ?? {};
        return token && callerWith(token, userId ? findHolder(people, userId) : undefined);
      });
    },
  };
}

/** One read for a Telegram id; only an id of another system needs all members. */
async function loadHolder(
  { userId }: Token,
  members: Pick<Members, 'get' | 'all'>,
): Promise<Member | undefined> {
  if (userId === undefined) return undefined;
  const byNumber = /^[1-9]\d{0,15}$/.test(userId) ? await members.get(Number(userId)) : undefined;
  return byNumber ?? findHolder(await members.all(), userId);
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
