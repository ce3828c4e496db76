// An index of the audience by what events name, so that routing an event only considers chats that may get it.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { defined } from '../runtime/defined.ts';
import { type Member, roleFor } from './access.ts';
import { settingsOf } from './address-settings.ts';
import {
  type Address,
  type Audience,
  type Chat,
  LEVELS,
  type Level,
  type Subscription,
  type SubscriptionKind,
} from './chat-book.ts';

/** `order`: position in a walk over all chats and their subscriptions. */
export interface IndexedChat {
  readonly order: number;
  readonly chat: Chat;
}

export interface IndexedSubscriber extends IndexedChat {
  readonly subscription: Subscription;
  /** Created once, because many events go there. */
  readonly destination: {
    readonly address: Address;
    readonly why: SubscriptionKind;
    readonly withoutSteps?: true;
  };
}

type Names = Pick<CanonicalEvent, 'projectId' | 'sessionId' | 'jobId'>;

export interface AudienceIndex {
  /**
   * Subscriptions of active chats with these levels to something that the event names, in order. Nothing else is
   * checked: neither the project a subscription is bound to, nor anybody's rights.
   */
  subscribers(event: Names, levels: readonly Level[]): readonly IndexedSubscriber[];
  chat(chatId: number): IndexedChat | undefined;
  /** Active private chats of people who are an admin of any project, in order. */
  readonly adminChats: readonly Chat[];
}

/** Subscribers by the id they subscribed to; '' for `everything`. */
type SubscriberLists = Record<SubscriptionKind, Map<string, IndexedSubscriber[]>>;

const indexes = new WeakMap<Audience, AudienceIndex>();

/** Built once per audience object. */
export function indexOf(audience: Audience): AudienceIndex {
  const known = indexes.get(audience);
  if (known !== undefined) return known;
  const index = buildIndex(audience);
  indexes.set(audience, index);
  return index;
}

function buildIndex({ chats, members }: Audience): AudienceIndex {
  const shelves = new Map(LEVELS.map((level) => [level, emptyLists()]));
  const byId = new Map<number, IndexedChat>();
  let order = 0;
  for (const chat of chats) {
    byId.set(chat.id, { order, chat });
    order += 1;
    if (chat.inactive === undefined) addSubscriptions(chat, order, shelves);
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

/** Of what comes at this level. */
export function destinationAt<const Why extends string>(address: Address, why: Why, level: Level) {
  return { address, why, ...(level === 'results' ? ({ withoutSteps: true } as const) : {}) };
}

function emptyLists(): SubscriberLists {
  return { everything: new Map(), project: new Map(), session: new Map(), job: new Map() };
}

function addSubscriptions(
  chat: Chat,
  firstOrder: number,
  shelves: ReadonlyMap<Level, SubscriberLists>,
): void {
  chat.subscriptions.forEach((subscription, at) => {
    const { kind, id, topicId } = subscription;
    const { level } = settingsOf(chat, subscription);
    const shelf = shelves.get(level);
    if (shelf === undefined) return;
    const address = { chatId: chat.id, ...defined({ topicId }) };
    const destination = destinationAt(address, kind, level);
    const subscriber = { order: firstOrder + at, chat, subscription, destination };
    const name = kind === 'everything' ? '' : id;
    const list = shelf[kind].get(name);
    if (list === undefined) shelf[kind].set(name, [subscriber]);
    else list.push(subscriber);
  });
}

function listsFor({ projectId, sessionId, jobId }: Names, shelf: SubscriberLists | undefined) {
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
