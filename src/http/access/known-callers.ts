// The callers that were authenticated in this process, and what their rights are derived from.
import type { Member } from '../../audience/access.ts';
import type { Members } from '../../audience/members.ts';
import { rightsOfPerson } from '../../audience/sign-in/person-rights.ts';
import type { Session } from '../../audience/sign-in/sessions.ts';
import { findHolder, rightsOf } from '../../audience/token-rights.ts';
import { personTokenId, type Token } from '../../audience/tokens.ts';
import { defined } from '../../runtime/defined.ts';
import { ADMIN, type Caller } from './auth.ts';

/** What the rights of a caller are derived from. */
export type Basis =
  | { readonly kind: 'admin' }
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'person'; readonly userId: number; readonly name: string };

export interface Known {
  readonly basis: Basis;
  readonly session?: Session;
}

/** The callers that were authenticated here, and by what. */
export function createKnownCallers() {
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

export type KnownCallers = ReturnType<typeof createKnownCallers>;

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

export function userIdOf(basis: Basis): string | undefined {
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
export function holderAmong(people: readonly Member[], basis: Basis): Member | undefined {
  const userId = userIdOf(basis);
  if (basis.kind === 'person') return people.find((each) => each.userId === basis.userId);
  return userId === undefined ? undefined : findHolder(people, userId);
}

/** One read for a Telegram id; only an id of another system needs all members. */
export async function loadHolder(
  basis: Basis,
  { members }: { readonly members: Pick<Members, 'get' | 'all'> },
): Promise<Member | undefined> {
  const userId = userIdOf(basis);
  if (userId === undefined) return undefined;
  const byNumber = /^[1-9]\d{0,15}$/.test(userId) ? await members.get(Number(userId)) : undefined;
  if (byNumber !== undefined || basis.kind === 'person') return byNumber;
  return findHolder(await members.all(), userId);
}
