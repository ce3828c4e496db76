// Whether events may be told to a chat again, long after they happened: by what people may see by now.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { hasAnyRole, maySee } from './access.ts';
import type { Audience, Chat } from './chat-book.ts';

/** What a chat may see is what one of those who set it up may; a group sees nothing internal. */
export function mayReceive(chat: Chat, event: CanonicalEvent, { members }: Audience): boolean {
  if (event.visibility === 'internal' && chat.kind === 'group') return false;
  return peopleOf(chat).some((userId) => maySee(members.get(userId), event));
}

/** Whether anybody who set it up still has a role. */
export function hasPeopleWithRoles(chat: Chat, { members }: Audience): boolean {
  return peopleOf(chat).some((userId) => hasAnyRole(members.get(userId)));
}

function peopleOf({ sponsors, subscriptions }: Chat): number[] {
  return [...sponsors, ...subscriptions.map(({ by }) => by)];
}
