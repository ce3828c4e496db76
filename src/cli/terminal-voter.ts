// Who decides at a terminal. Whoever may reach Redis acts as an admin of everything. Pure.
import type { Voter } from '../approvals/voter.ts';
import { isPerson, type Member } from '../audience/access.ts';
import type { Chat } from '../audience/chat-book.ts';

interface Known {
  readonly members: readonly Member[];
  /** A person's own chat has their id and goes by their name. */
  readonly chats: readonly Pick<Chat, 'id' | 'title'>[];
}

/** One person has one vote, by whatever way it comes: an id of a member means that member. */
export function voterOf(userId: string, { members, chats }: Known): Voter {
  const person = members.find((member) => isPerson(member, userId));
  const own = chats.find(({ id }) => id === person?.userId);
  return {
    id: person === undefined ? userId : String(person.userId),
    name: person?.name || own?.title || userId,
    grants: [{ role: 'admin' }],
    knownAs: [...(person?.knownAs ?? []), userId],
    via: 'cli',
  };
}
