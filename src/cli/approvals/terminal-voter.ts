// The voter at a terminal. Pure.

import type { Voter } from '../../approvals/voters/voter.ts';
import { hasAnyRole, type Member } from '../../audience/access.ts';
import type { Chat } from '../../audience/chat-book.ts';
import { idsOfMember, memberKnownAs, UNNAMED } from '../../audience/person.ts';

interface Known {
  readonly members: readonly Member[];
  /** A private chat has the id and the name of its person. */
  readonly chats: readonly Pick<Chat, 'id' | 'title'>[];
}

/** The account, which acts as an admin of all projects because it has access to Redis. */
export function accountVoter(account: string, { members }: Pick<Known, 'members'>): Voter {
  const knownAs = idsAtAccount(account, members);
  return { id: account, name: account, grants: [{ role: 'admin' }], knownAs, via: 'cli' };
}

function idsAtAccount(account: string, members: readonly Member[]): string[] {
  const linked = memberKnownAs(members, account);
  return linked === undefined ? [account, UNNAMED] : [account, ...idsOfMember(linked)];
}

/**
 * The member named by `--as`, with their rights only. The vote is the account's too, so that nobody gets several
 * votes by naming several people. `undefined` for somebody without a role.
 */
export function namedVoter(
  named: string,
  account: string,
  { members, chats }: Known,
): Voter | undefined {
  const member = memberKnownAs(members, named);
  if (member === undefined || !hasAnyRole(member)) return undefined;
  const { userId, name, grants, knownAs } = member;
  const own = chats.find(({ id }) => id === userId);
  return {
    id: String(userId),
    name: name || own?.title || String(userId),
    grants,
    knownAs: [...knownAs, ...idsAtAccount(account, members)],
    via: 'cli',
  };
}
