// What a chat or topic is subscribed to. The readers of a group may be shown only that, whoever asks. Pure.
import { defined } from '../runtime/defined.ts';
import { type AccessSubject, hasAnyRole, maySee, type Rights } from './access.ts';
import type { Address, Chat, Subscription } from './chat-book.ts';
import { type FileRoute, fileRouteChats } from './file-route.ts';
import { covers } from './route.ts';

/** The part of an event, job or request that decides which chats get it. */
export interface ScopedSubject extends AccessSubject {
  readonly sessionId?: string | undefined;
  readonly jobId?: string | undefined;
  /** Type of the event that announces it; absent for a job, which has events of all types. */
  readonly type?: string;
}

/** What the scope depends on besides the chat itself. */
export interface ScopeSources {
  readonly members: ReadonlyMap<number, Rights>;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
}

export interface ScopedAddress {
  readonly chat: Pick<Chat, 'subscriptions' | 'closedTopics'>;
  readonly address: Address;
}

/**
 * Whether this address would get it. The level is irrelevant: it limits what is posted, not what the readers may
 * know. Internal things reach no group.
 */
export function isInScope(
  { chat, address }: ScopedAddress,
  subject: ScopedSubject,
  { members, routes }: ScopeSources,
): boolean {
  if (subject.visibility === 'internal') return false;
  const isSubscribed = chat.subscriptions.some(
    (one) =>
      isShownAt(chat, address, one.topicId) &&
      covers(one, subject) &&
      maySee(members.get(one.by), subject),
  );
  return isSubscribed || isRouted({ chat, address }, subject, routes);
}

/** A route limited to some types does not cover a whole job. */
function isRouted(
  { chat, address }: ScopedAddress,
  subject: ScopedSubject,
  routes: readonly FileRoute[],
): boolean {
  const { type = '', projectId, sessionId, jobId } = subject;
  const matching = routes.filter(({ match }) => type !== '' || match.types === undefined);
  const event = {
    type,
    ...defined({ projectId, sessionId, jobId }),
  };
  return fileRouteChats(matching, event).some(
    ({ address: { chatId, topicId } }) =>
      chatId === address.chatId && isShownAt(chat, address, topicId),
  );
}

/**
 * Whether what a topic gets (`undefined`: the chat outside of its topics) is shown at an address of the chat: at its own,
 * and outside of topics if the topic is closed.
 */
export function isShownAt(
  { closedTopics = [] }: Pick<Chat, 'closedTopics'>,
  address: Pick<Address, 'topicId'>,
  topicId: number | undefined,
): boolean {
  if (topicId === address.topicId) return true;
  return address.topicId === undefined && topicId !== undefined && closedTopics.includes(topicId);
}

/** Whether it still delivers anything: the subscriber may have lost the right to it. */
export function isEffective(
  { kind, id, projectId, by }: Subscription,
  members: ReadonlyMap<number, Rights>,
): boolean {
  const person = members.get(by);
  const project = kind === 'project' ? id : projectId;
  if (project === undefined) return hasAnyRole(person);
  return maySee(person, { projectId: project, visibility: 'public' });
}
