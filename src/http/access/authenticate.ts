// Finds out who is calling, by a token or by a session that was begun with one, and what they may do now: every time
// from what is stored, so that rights end everywhere when they end.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Member } from '../../audience/access.ts';
import type { Members } from '../../audience/members.ts';
import { rightsOfPerson } from '../../audience/sign-in/person-rights.ts';
import {
  isSessionSecret,
  type Session,
  type SessionBasis,
  type Sessions,
} from '../../audience/sign-in/sessions.ts';
import { findHolder, rightsOf } from '../../audience/token-rights.ts';
import { personTokenId, type Token, type TokenStore } from '../../audience/tokens.ts';
import { defined } from '../../runtime/defined.ts';
import {
  ADMIN,
  type Authenticate,
  type Caller,
  createAdminTokenAuth,
  type RenewCallers,
} from './auth.ts';
import type { SignIn, SignInResult } from './sign-in.ts';

export interface Auth {
  readonly authenticate: Authenticate;
  /** Looks up all of them together. */
  readonly renew: RenewCallers;
  readonly signIn: SignIn;
}

interface Deps {
  readonly adminToken: string | undefined;
  readonly tokens: Pick<TokenStore, 'find' | 'current' | 'referenceOf' | 'byReference'>;
  readonly members: Pick<Members, 'get' | 'all'>;
  readonly sessions: Sessions;
}

/** What the rights of a caller are derived from. */
type Basis =
  | { readonly kind: 'admin' }
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'person'; readonly userId: number; readonly name: string };

interface Known {
  readonly basis: Basis;
  readonly session?: Session;
}

/**
 * Accepts the admin token and all tokens that were issued and not revoked, each limited to what its holder may see,
 * and sessions that were begun with these or by people with a role.
 */
export function createAuth(deps: Deps): Auth {
  const { tokens, sessions } = deps;
  const admin = createAdminTokenAuth(deps.adminToken);
  const known = createKnownCallers();
  const basisOf = createBasisOf(deps);

  /** One that grants nothing has ended for good, also if the same person has a role again later. */
  async function bySession(session: Session | undefined): Promise<Caller | undefined> {
    if (session === undefined) return undefined;
    const basis = await basisOf(session);
    const caller = basis && known.callerOf({ basis, session }, await loadHolder(basis, deps));
    if (caller === undefined) await sessions.end(session.reference);
    return caller;
  }

  return {
    async authenticate(bearer) {
      if (isSessionSecret(bearer)) return bySession(await sessions.find(bearer));
      const root = await admin(bearer);
      if (root !== undefined) return root;
      const token = await tokens.find(bearer);
      if (token === undefined) return undefined;
      const basis = { kind: 'token', token } as const;
      return known.callerOf({ basis }, await loadHolder(basis, deps));
    },
    renew: createRenew(known, deps),
    signIn: createSignIn(known, deps),
  };
}

/** The callers that were authenticated here, and by what. */
function createKnownCallers() {
  const known = new WeakMap<Caller, Known>();
  known.set(ADMIN, { basis: { kind: 'admin' } });
  return {
    get: (caller: Caller): Known | undefined => known.get(caller),
    callerOf(from: Known, holder: Member | undefined): Caller | undefined {
      const { basis, session } = from;
      if (basis.kind === 'admin' && session === undefined) return ADMIN;
      const plain = callerWith(basis, holder);
      const caller = plain && { ...plain, ...defined({ session }) };
      if (caller !== undefined) known.set(caller, from);
      return caller;
    },
  };
}

type KnownCallers = ReturnType<typeof createKnownCallers>;

function callerWith(basis: Basis, holder: Member | undefined): Caller | undefined {
  switch (basis.kind) {
    case 'admin':
      return ADMIN;
    case 'token': {
      const { id: tokenId, name, userId } = basis.token;
      const rights = rightsOf(basis.token, holder);
      return rights && { tokenId, name, ...rights, ...defined({ userId }) };
    }
    case 'person': {
      const { userId, name } = basis;
      const rights = rightsOfPerson(holder);
      const who = { tokenId: personTokenId(userId), name, userId: String(userId) };
      return rights && { ...who, ...rights };
    }
  }
}

function createBasisOf({ adminToken, tokens }: Deps) {
  return async ({ id, basis }: Session): Promise<Basis | undefined> => {
    switch (basis.kind) {
      case 'admin-token':
        return isProof(basis.proof, id, adminToken) ? { kind: 'admin' } : undefined;
      case 'token': {
        const [token] = await tokens.byReference([basis.reference]);
        return token && { kind: 'token', token };
      }
      case 'person':
        return basis;
    }
  };
}

/** Ends with ADMIN_TOKEN, and tells nobody who reads it what that is. */
function proofOf(id: string, adminToken: string): string {
  return createHmac('sha256', adminToken).update(id).digest('hex');
}

function isProof(proof: string, id: string, adminToken: string | undefined): boolean {
  if (adminToken === undefined || adminToken === '') return false;
  const [expected, given] = [proofOf(id, adminToken), proof].map((text) => Buffer.from(text));
  if (expected === undefined || given?.length !== expected.length) return false;
  return timingSafeEqual(expected, given);
}

function createRenew(known: KnownCallers, { tokens, members, sessions }: Deps): RenewCallers {
  return async (callers) => {
    const before = callers.map((caller) => known.get(caller));
    const references = before.flatMap((each) => each?.session?.reference ?? []);
    const asked = before.flatMap((each) =>
      each?.basis.kind === 'token' ? [each.basis.token] : [],
    );
    const needsPeople = before.some((each) => each !== undefined && userIdOf(each.basis));
    const [open, current, people] = await Promise.all([
      references.length === 0 ? [] : sessions.current(references),
      tokens.current(asked),
      needsPeople ? members.all() : [],
    ]);
    const sessionNow = new Map(open.flatMap((each) => (each ? [[each.reference, each]] : [])));
    const tokenNow = new Map(current.flatMap((each) => (each ? [[each.id, each]] : [])));
    return before.map((each) => {
      const session = each?.session && sessionNow.get(each.session.reference);
      const basis = each && basisNow(each.basis, tokenNow);
      if (basis === undefined || (each?.session !== undefined && session === undefined)) {
        return undefined;
      }
      return known.callerOf({ basis, ...defined({ session }) }, holderAmong(people, basis));
    });
  };
}

/** ADMIN_TOKEN stays the same while this process runs. */
function basisNow(basis: Basis, tokens: ReadonlyMap<string, Token>): Basis | undefined {
  if (basis.kind !== 'token') return basis;
  const token = tokens.get(basis.token.id);
  return token && { kind: 'token', token };
}

function createSignIn(
  known: KnownCallers,
  { adminToken, tokens, members, sessions }: Deps,
): SignIn {
  async function begin({ basis, stored, once, holder }: Beginning): Promise<SignInResult> {
    const made = await sessions.create({ basis: stored, ...defined({ once }) });
    if (made.kind === 'repeated') return made;
    const { session, secret } = made;
    const caller = known.callerOf({ basis, session }, holder);
    if (caller === undefined) return { kind: 'no-token' };
    return { kind: 'signed-in', caller, session, secret };
  }

  return {
    async withToken(caller) {
      const basis = known.get(caller)?.basis;
      if (basis === undefined || basis.kind === 'person' || caller.session !== undefined) {
        return { kind: 'no-token' };
      }
      const holder = await loadHolder(basis, { members });
      if (basis.kind === 'token') {
        const reference = tokens.referenceOf(basis.token);
        return begin({ basis, stored: () => ({ kind: 'token', reference }), holder });
      }
      const proof = (id: string) => proofOf(id, adminToken ?? '');
      return begin({ basis, stored: (id) => ({ kind: 'admin-token', proof: proof(id) }), holder });
    },
    async asPerson(person, once) {
      const { userId, name } = person;
      const holder = await members.get(userId);
      if (rightsOfPerson(holder) === undefined) return { kind: 'no-role' };
      const basis = { kind: 'person', userId, name } as const;
      const stored = () => ({ kind: 'person', ...person }) as const;
      return begin({ basis, stored, holder, ...defined({ once }) });
    },
    end: (session) => sessions.end(session.reference),
  };
}

interface Beginning {
  readonly basis: Basis;
  readonly stored: (id: string) => SessionBasis;
  readonly holder: Member | undefined;
  readonly once?: string;
}

function userIdOf(basis: Basis): string | undefined {
  switch (basis.kind) {
    case 'admin':
      return undefined;
    case 'token':
      return basis.token.userId;
    case 'person':
      return String(basis.userId);
  }
}

/** Whoever signed in with Telegram is exactly that user, not somebody whose linked id is the same number. */
function holderAmong(people: readonly Member[], basis: Basis): Member | undefined {
  const userId = userIdOf(basis);
  if (basis.kind === 'person') return people.find((each) => each.userId === basis.userId);
  return userId === undefined ? undefined : findHolder(people, userId);
}

/** One read for a Telegram id; only an id of another system needs all members. */
async function loadHolder(
  basis: Basis,
  { members }: Pick<Deps, 'members'>,
): Promise<Member | undefined> {
  const userId = userIdOf(basis);
  if (userId === undefined) return undefined;
  const byNumber = /^[1-9]\d{0,15}$/.test(userId) ? await members.get(Number(userId)) : undefined;
  if (byNumber !== undefined || basis.kind === 'person') return byNumber;
  return findHolder(await members.all(), userId);
}
