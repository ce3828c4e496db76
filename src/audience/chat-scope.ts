// What a chat, or one topic of it, gets. Whoever reads along in a group may be shown that and no more,
// whoever asks. Pure.
import { defined } from '../runtime/defined.ts';
import { type AccessSubject, hasAnyRole, maySee, type Rights } from './access.ts';
import { type Address, addressKey, type Chat, type Subscription } from './chat-book.ts';
import { type FileRoute, fileRouteChats } from './file-route.ts';
import { covers } from './route.ts';

/** An event, job or request, as far as it decides which chats get it. */
export interface ScopedSubject extends AccessSubject {
  readonly sessionId?: string | undefined;
  readonly jobId?: string | undefined;
  /** Type of the event that announces it; absent for a job, of which events of all types tell. */
  readonly type?: string;
}

/** What the answer depends on beside the chat itself. */
export interface ScopeSources {
  readonly members: ReadonlyMap<number, Rights>;
  /** Of the policy file. */
  readonly routes: readonly FileRoute[];
}

export interface ScopedPlace {
  readonly chat: Pick<Chat, 'subscriptions'>;
  readonly address: Address;
}

/**
 * Whether this address would hear of it. The level plays no part: it says how much is posted
 * unasked, not what the readers may know. Internal things reach no group.
 */
export function isInScope(
  { chat, address }: ScopedPlace,
  subject: ScopedSubject,
  { members, routes }: ScopeSources,
): boolean {
  if (subject.visibility === 'internal') return false;
  const isSubscribed = chat.subscriptions.some(
    (one) =>
      one.topicId === address.topicId &&
      covers(one, subject) &&
      maySee(members.get(one.by), subject),
  );
  return isSubscribed || isRouted(address, subject, routes);
}

/** A route that carries only some types shows no whole job. */
function isRouted(address: Address, subject: ScopedSubject, routes: readonly FileRoute[]): boolean {
  const { type = '', projectId, sessionId, jobId } = subject;
  const fitting = routes.filter(({ match }) => type !== '' || match.types === undefined);
  const event = {
    type,
    ...defined({ projectId, sessionId, jobId }),
  };
  const key = addressKey(address);
  return fileRouteChats(fitting, event).some((chat) => addressKey(chat.address) === key);
}

/** Whether it still brings anything: whoever subscribed may have lost the right to it. */
export function isEffective(
  { kind, id, projectId, by }: Subscription,
  members: ReadonlyMap<number, Rights>,
): boolean {
  const person = members.get(by);
  const project = kind === 'project' ? id : projectId;
  if (project === undefined) return hasAnyRole(person);
  return maySee(person, { projectId: project, visibility: 'public' });
}
