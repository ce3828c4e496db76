// The audience arranged by what an event names, so that routing one looks only at those who may hear of it.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { defined } from '../runtime/defined.ts';
import { type Member, roleFor } from './access.ts';
import {
  type Address,
  type Audience,
  type Chat,
  LEVELS,
  type Level,
  type Subscription,
  type SubscriptionKind,
} from './chat-book.ts';

/** `order` counts chats and their subscriptions as a walk over the whole audience meets them. */
export interface IndexedChat {
  readonly order: number;
  readonly chat: Chat;
}

export interface IndexedSubscriber extends IndexedChat {
  readonly subscription: Subscription;
  /** Made once, since many events go there. */
  readonly destination: { readonly address: Address; readonly why: SubscriptionKind };
}

type Names = Pick<CanonicalEvent, 'projectId' | 'sessionId' | 'jobId'>;

export interface AudienceIndex {
  /**
   * Subscriptions of active chats of these levels to something that the event names, in order. Nothing
   * else is checked: neither the project that one is bound to, nor anybody's rights.
   */
  subscribers(event: Names, levels: readonly Level[]): readonly IndexedSubscriber[];
  chat(chatId: number): IndexedChat | undefined;
  /** Active chats of people who are an admin of something, in order. */
  readonly adminChats: readonly Chat[];
}

/** Subscribers by the id that they subscribed to; `everything` has the id ''. */
type Shelf = Record<SubscriptionKind, Map<string, IndexedSubscriber[]>>;

const indexes = new WeakMap<Audience, AudienceIndex>();

/** Built once for each audience: whoever asks with the same one again gets it at once. */
export function indexOf(audience: Audience): AudienceIndex {
  const known = indexes.get(audience);
  if (known !== undefined) return known;
  const index = buildIndex(audience);
  indexes.set(audience, index);
  return index;
}

function buildIndex({ chats, members }: Audience): AudienceIndex {
  const shelves = new Map(LEVELS.map((level) => [level, emptyShelf()]));
  const byId = new Map<number, IndexedChat>();
  let order = 0;
  for (const chat of chats) {
    byId.set(chat.id, { order, chat });
    order += 1;
    if (chat.inactive === undefined) {
      const shelf = shelves.get(chat.level);
      if (shelf !== undefined) shelve(chat, order, shelf);
    }
    order += chat.subscriptions.length;
  }
  return {
    subscribers(event, levels) {
      const lists = levels.flatMap((level) => listsFor(event, shelves.get(level)));
      if (lists.length <= 1) return lists[0] ?? [];
      return lists.flat().sort((a, b) => a.order - b.order);
    },
    chat: (chatId) => byId.get(chatId),
    adminChats: chats.filter(
      ({ id, inactive }) => inactive === undefined && isAdminSomewhere(members.get(id)),
    ),
  };
}

function emptyShelf(): Shelf {
  return { everything: new Map(), project: new Map(), session: new Map(), job: new Map() };
}

function shelve(chat: Chat, firstOrder: number, shelf: Shelf): void {
  chat.subscriptions.forEach((subscription, at) => {
    const { kind, id, topicId } = subscription;
    const address = { chatId: chat.id, ...defined({ topicId }) };
    const destination = { address, why: kind };
    const subscriber = { order: firstOrder + at, chat, subscription, destination };
    const name = kind === 'everything' ? '' : id;
    const list = shelf[kind].get(name);
    if (list === undefined) shelf[kind].set(name, [subscriber]);
    else list.push(subscriber);
  });
}

function listsFor({ projectId, sessionId, jobId }: Names, shelf: Shelf | undefined) {
  if (shelf === undefined) return [];
  const lists = [
    shelf.everything.get(''),
    projectId === undefined ? undefined : shelf.project.get(projectId),
    sessionId === undefined ? undefined : shelf.session.get(sessionId),
    jobId === undefined ? undefined : shelf.job.get(jobId),
  ];
  return lists.filter((list) => list !== undefined);
}

function isAdminSomewhere(member: Member | undefined): boolean {
  if (member === undefined) return false;
  return member.grants.some(({ projectId }) => roleFor(member, projectId) === 'admin');
}
