// The voter behind a token: the person who holds it, with the rights that both the token and the person have. Pure.
import { type Grant, type Member, type Role, roleFor } from '../../audience/access.ts';
import { UNNAMED } from '../../audience/person.ts';
import { findHolder } from '../../audience/token-rights.ts';
import type { Token } from '../../audience/tokens.ts';
import type { Voter } from './voter.ts';

/** The part of a token that matters for voting: who holds it and what it may. */
export type VotingToken = Pick<Token, 'id' | 'name' | 'scopes' | 'projects' | 'userId'>;

/** Looks up the token's holder among the members, so that one person has one vote on every path. */
export function voterWithToken(token: VotingToken, members: readonly Member[]): Voter {
  const { id, name, userId } = token;
  const person = userId === undefined ? undefined : findHolder(members, userId);
  return {
    id: person === undefined ? (userId ?? `token:${id}`) : String(person.userId),
    name: person?.name || name,
    grants: grantsOf(token, person),
    knownAs: [...(person?.knownAs ?? []), userId ?? UNNAMED],
    via: 'web',
    tokenId: id,
  };
}

const RANK: Readonly<Record<Role, number>> = { viewer: 1, approver: 2, admin: 3 };

function grantsOf({ scopes, projects }: VotingToken, person: Member | undefined): Grant[] {
  const role = roleOf(scopes);
  if (role === undefined) return [];
  const ofToken: Grant[] = projects?.map((projectId) => ({ role, projectId })) ?? [{ role }];
  return person === undefined
    ? ofToken
    : ofToken.flatMap((grant) => grantsSharedWith(person, grant));
}

function roleOf(scopes: VotingToken['scopes']): Role | undefined {
  if (scopes.includes('admin')) return 'admin';
  if (scopes.includes('decide')) return 'approver';
  return scopes.includes('read') ? 'viewer' : undefined;
}

/** The intersection of the token's grant with the person's: the lower role, in the narrower scope. */
function grantsSharedWith(person: Member, { role, projectId }: Grant): Grant[] {
  const lower = (held: Role) => (RANK[held] < RANK[role] ? held : role);
  if (projectId !== undefined) {
    const held = roleFor(person, projectId);
    return held === undefined ? [] : [{ role: lower(held), projectId }];
  }
  return person.grants.map((grant) => ({ ...grant, role: lower(grant.role) }));
}
