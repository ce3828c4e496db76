// Whether a chat may be shown an event or a job, by what people may see now.
import { type AccessSubject, hasAnyRole, maySee } from './access.ts';
import type { Audience, Chat } from './chat-book.ts';

/** A chat may see what any of its sponsors and subscribers may see; a group sees nothing internal. */
export function mayReceive(chat: Chat, subject: AccessSubject, { members }: Audience): boolean {
  if (subject.visibility === 'internal' && chat.kind === 'group') return false;
  return peopleOf(chat).some((userId) => maySee(members.get(userId), subject));
}

/** Whether any of its sponsors and subscribers still has a role. */
export function hasPeopleWithRoles(chat: Chat, { members }: Audience): boolean {
  return peopleOf(chat).some((userId) => hasAnyRole(members.get(userId)));
}

function peopleOf({ sponsors, subscriptions }: Chat): number[] {
  return [...sponsors, ...subscriptions.map(({ by }) => by)];
}
