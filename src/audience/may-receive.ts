// Whether old events may be sent to a chat again, by what people may see now.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { hasAnyRole, maySee } from './access.ts';
import type { Audience, Chat } from './chat-book.ts';

/** A chat may see what any of its sponsors and subscribers may see; a group sees nothing internal. */
export function mayReceive(chat: Chat, event: CanonicalEvent, { members }: Audience): boolean {
  if (event.visibility === 'internal' && chat.kind === 'group') return false;
  return peopleOf(chat).some((userId) => maySee(members.get(userId), event));
}

/** Whether any of its sponsors and subscribers still has a role. */
export function hasPeopleWithRoles(chat: Chat, { members }: Audience): boolean {
  return peopleOf(chat).some((userId) => hasAnyRole(members.get(userId)));
}

function peopleOf({ sponsors, subscriptions }: Chat): number[] {
  return [...sponsors, ...subscriptions.map(({ by }) => by)];
}
