// Who decides when somebody calls: the person who holds the token, with the rights of the token.
import type { Voter } from '../approvals/voter.ts';
import { isPerson, type Member } from '../audience/access.ts';
import type { Members } from '../audience/members.ts';
import { type Caller, hasScope } from './auth.ts';

/** One person has one vote, by whatever way it comes: a token's holder is looked up. */
export async function voterOf(caller: Caller, members: Pick<Members, 'all'>): Promise<Voter> {
  const { userId, name, projects } = caller;
  const role = hasScope(caller, 'admin') ? 'admin' : 'approver';
  const grants =
    projects === 'all'
      ? [{ role } as const]
      : [...projects].map((projectId) => ({ role, projectId }) as const);
  const person = userId === undefined ? undefined : await holderOf(userId, members);
  return {
    id: person === undefined ? (userId ?? `token:${name}`) : String(person.userId),
    name: person?.name || name,
    grants,
    knownAs: [...(person?.knownAs ?? []), ...(userId === undefined ? [] : [userId])],
    via: 'web',
  };
}

async function holderOf(
  userId: string,
  members: Pick<Members, 'all'>,
): Promise<Member | undefined> {
  return (await members.all()).find((member) => isPerson(member, userId));
}
