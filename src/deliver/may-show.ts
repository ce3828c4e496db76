// Whether an address may be shown something now: what was routed there before may have changed since.
import type { AccessSubject } from '../audience/access.ts';
import type { Address, Audience, Chat } from '../audience/chat-book.ts';
import { isInScope, type ScopedSubject } from '../audience/chat-scope.ts';
import type { FileRoute } from '../audience/file-route.ts';
import { mayReceive } from '../audience/may-receive.ts';

export interface Place {
  readonly address: Address;
  /** Absent for a chat that only the policy file names. */
  readonly chat: Chat | undefined;
}

interface Sources {
  readonly audience: Audience;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
}

export function mayShow(
  { address, chat }: Place,
  subject: ScopedSubject,
  { audience, routes }: Sources,
): boolean {
  if (chat !== undefined && mayReceive(chat, subject, audience)) return true;
  const known = chat ?? { subscriptions: [] };
  return isInScope({ chat: known, address }, subject, { members: audience.members, routes });
}

/** Whether its readers see what is internal: a private chat of an admin. */
export function seesInternal({ chat }: Place, subject: AccessSubject, audience: Audience): boolean {
  return chat !== undefined && mayReceive(chat, { ...subject, visibility: 'internal' }, audience);
}
