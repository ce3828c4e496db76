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
import type { TicketBasis, TicketStore } from '../../audience/sign-in/tickets.ts';
import type { Token, TokenStore } from '../../audience/tokens.ts';
import { defined } from '../../runtime/defined.ts';
import {
  ADMIN,
  type Authenticate,
  type Caller,
  createAdminTokenAuth,
  type RenewCallers,
} from './auth.ts';
import {
  type Basis,
  createKnownCallers,
  holderAmong,
  type Known,
  type KnownCallers,
  loadHolder,
  userIdOf,
} from './known-callers.ts';
import type { SignIn, SignInResult, Tickets } from './sign-in.ts';

export interface Auth {
  readonly authenticate: Authenticate;
  /** Looks up all of them together. */
  readonly renew: RenewCallers;
  readonly signIn: SignIn;
  readonly tickets: Tickets;
}

interface Deps {
  readonly adminToken: string | undefined;
  readonly tokens: Pick<TokenStore, 'find' | 'current' | 'referenceOf' | 'byReference'>;
  readonly members: Pick<Members, 'get' | 'all'>;
  readonly sessions: Sessions;
  readonly tickets: TicketStore;
}

/**
 * Accepts the admin token and all tokens that were issued and not revoked, each limited to what its holder may see,
 * and sessions that were begun with these or by people with a role.
 */
export function createAuth(deps: Deps): Auth {
  const { tokens, sessions } = deps;
  const admin = createAdminTokenAuth(deps.adminToken);
  const known = createKnownCallers();
  const open = createOpen(known, deps);

  return {
    async authenticate(bearer) {
      if (isSessionSecret(bearer)) return open.session(await sessions.find(bearer));
      const root = await admin(bearer);
      if (root !== undefined) return root;
      return open.token(await tokens.find(bearer));
    },
    renew: createRenew(known, deps),
    signIn: createSignIn(known, deps),
    tickets: createTickets({ known, open }, deps),
  };
}

type Open = ReturnType<typeof createOpen>;

/** Whose a token or session is. */
function createOpen(known: KnownCallers, deps: Deps) {
  const basisOf = createBasisOf(deps);
  return {
    async token(token: Token | undefined): Promise<Caller | undefined> {
      if (token === undefined) return undefined;
      const basis = { kind: 'token', token } as const;
      return known.callerOf({ basis }, await loadHolder(basis, deps));
    },
    /** One that grants nothing has ended for good, also if the same person has a role again later. */
    async session(session: Session | undefined): Promise<Caller | undefined> {
      if (session === undefined) return undefined;
      const basis = await basisOf(session);
      const caller = basis && known.callerOf({ basis, session }, await loadHolder(basis, deps));
      if (caller === undefined) await deps.sessions.end(session.reference);
      return caller;
    },
  };
}

function createTickets(
  { known, open }: { readonly known: KnownCallers; readonly open: Open },
  { adminToken = '', tokens, sessions, tickets }: Deps,
): Tickets {
  function basisOf({ basis, session }: Known, id: string): TicketBasis | undefined {
    if (session !== undefined) return { kind: 'session', reference: session.reference };
    switch (basis.kind) {
      case 'admin':
        return { kind: 'admin-token', proof: proofOf(id, adminToken) };
      case 'token':
        return { kind: 'token', reference: tokens.referenceOf(basis.token) };
      case 'person':
        return undefined;
    }
  }

  return {
    async create(caller) {
      const from = known.get(caller);
      if (from === undefined || basisOf(from, '') === undefined) return undefined;
      return tickets.create((id) => basisOf(from, id) ?? { kind: 'session', reference: '' });
    },
    async find(secret) {
      const ticket = await tickets.find(secret);
      switch (ticket?.basis.kind) {
        case undefined:
          return undefined;
        case 'admin-token':
          return isProof(ticket.basis.proof, ticket.id, adminToken) ? ADMIN : undefined;
        case 'token':
          return open.token((await tokens.byReference([ticket.basis.reference]))[0]);
        case 'session':
          return open.session((await sessions.current([ticket.basis.reference]))[0]);
      }
    },
    spend: async (secret) => (await tickets.take(secret)) !== undefined,
  };
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

/** Ends with ADMIN_TOKEN, which can not be derived from it. */
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
