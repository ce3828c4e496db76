// Which chats hear of an event, and why. Pure: an event and an audience in, places out.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { describe } from '../event/event-types.ts';
import { mayDecide, maySee, roleFor } from './access.ts';
import {
  type AudienceIndex,
  type IndexedChat,
  type IndexedSubscriber,
  indexOf,
} from './audience-index.ts';
import {
  type Address,
  type Audience,
  addressKey,
  type Chat,
  LEVELS,
  type Level,
  type Subscription,
} from './chat-book.ts';
import { type FileRoute, fileRouteChats } from './file-route.ts';

export interface Destination {
  readonly address: Address;
  /**
   * `recipient`, the kind of the subscription that led here, `route` for one of the file, or `admin`
   * for a request that would reach nobody else who may decide.
   */
  readonly why: 'recipient' | 'route' | 'admin' | Subscription['kind'];
}

/**
 * `routes`: subscriptions kept as code, beside those that people made. A request that reaches nobody
 * who may decide goes to admins too: it then has no destination only where there is no such admin.
 */
export function route(
  event: CanonicalEvent,
  audience: Audience,
  routes: readonly FileRoute[] = [],
): readonly Destination[] {
  const index = indexOf(audience);
  const levels = LEVELS.filter((level) => hears(level, event));
  const subscribed = overridesSubscriptions(event)
    ? []
    : subscribersOf(event, index.subscribers(event, levels), audience);
  const reached = withRecipients(subscribed, event, audience).map(({ destination }) => destination);
  const found = withFurther(reached, routedTo(event, index, routes), 'route');
  if (!describe(event).request || found.some((place) => mayReach(place, event, audience)))
    return found;
  return withFurther(found, adminChats(event, audience), 'admin');
}

interface Reached {
  readonly order: number;
  readonly destination: Destination;
}

/** Each address once, for the first subscription there whose maker may see the event. */
function subscribersOf(
  event: CanonicalEvent,
  subscribers: readonly IndexedSubscriber[],
  { members }: Audience,
): Reached[] {
  const found: Reached[] = [];
  const topics = new Set<number | undefined>();
  let current: Chat | undefined;
  for (const { order, chat, subscription, destination } of subscribers) {
    if (chat !== current) topics.clear();
    current = chat;
    const { topicId, by } = subscription;
    if (topics.has(topicId) || isSecretFrom(chat, event) || !covers(subscription, event)) continue;
    if (!maySee(members.get(by), event)) continue;
    topics.add(topicId);
    found.push({ order, destination });
  }
  return found;
}

/** What is internal is said to an admin alone, never before a group. */
function isSecretFrom({ kind }: Chat, { visibility }: CanonicalEvent): boolean {
  return visibility === 'internal' && kind === 'group';
}

/** Chats that the event names, each in its turn, but for those that see it already in one of their topics. */
function withRecipients(
  subscribed: readonly Reached[],
  event: CanonicalEvent,
  audience: Audience,
): readonly Reached[] {
  const { recipients } = event;
  if (recipients === 'all' || recipients.length === 0) return subscribed;
  const index = indexOf(audience);
  const reached = new Set(subscribed.map(({ destination }) => destination.address.chatId));
  const named = [...new Set(recipients)].flatMap((chatId) => {
    const found = reached.has(chatId) ? undefined : index.chat(chatId);
    if (found === undefined || !mayBeNamed(found, event, audience)) return [];
    return [
      { order: found.order, destination: { address: { chatId }, why: 'recipient' } } as const,
    ];
  });
  if (named.length === 0) return subscribed;
  return [...subscribed, ...named].sort((a, b) => a.order - b.order);
}

function mayBeNamed({ chat }: IndexedChat, event: CanonicalEvent, audience: Audience): boolean {
  const isOn = chat.inactive === undefined && hears(chat.level, event);
  return isOn && !isSecretFrom(chat, event) && isSponsored(chat, event, audience);
}

/** Whether somebody who may decide reads along. Who is in a group is not known; its producer's word is none. */
function mayReach({ address, why }: Destination, event: CanonicalEvent, { members }: Audience) {
  if (why === 'recipient') return false;
  return isGroup(address.chatId) || mayDecide(members.get(address.chatId), event);
}

/** Private chats of admins, but for those that want to hear nothing at all. */
function adminChats(event: CanonicalEvent, audience: Audience): Address[] {
  return indexOf(audience)
    .adminChats.filter(({ id, level }) => {
      const member = audience.members.get(id);
      const isAdmin = member !== undefined && roleFor(member, event.projectId) === 'admin';
      return isAdmin && hears(level, event);
    })
    .map(({ id }) => ({ chatId: id }));
}

/** Telegram: groups have negative ids, a private chat that of its person. */
function isGroup(chatId: number): boolean {
  return chatId < 0;
}

/**
 * A producer may choose who gets its news, never who does not get what it asks: recipients of a
 * request come on top of the subscriptions.
 */
function overridesSubscriptions(event: CanonicalEvent): boolean {
  return event.recipients !== 'all' && !describe(event).request;
}

/** Whoever runs the program says who may see what a route carries; what is internal it never does. */
function routedTo(event: CanonicalEvent, index: AudienceIndex, routes: readonly FileRoute[]) {
  if (event.visibility === 'internal' || overridesSubscriptions(event)) return [];
  return fileRouteChats(routes, event).flatMap(({ address, level }) => {
    const chat = index.chat(address.chatId)?.chat;
    if (chat?.inactive !== undefined || !hears(level ?? chat?.level ?? 'all', event)) return [];
    return [address];
  });
}

/** A place that hears of it anyway hears of it once. */
function withFurther(
  found: readonly Destination[],
  further: readonly Address[],
  why: Destination['why'],
): readonly Destination[] {
  if (further.length === 0) return found;
  const places = new Map(
    found.map((destination) => [addressKey(destination.address), destination]),
  );
  for (const address of further) {
    const key = addressKey(address);
    if (!places.has(key)) places.set(key, { address, why });
  }
  return [...places.values()];
}

/** Whether a level lets this event through. */
function hears(level: Level, event: CanonicalEvent): boolean {
  const { failure, request, outcome } = describe(event);
  switch (level) {
    case 'all':
      return true;
    case 'errors':
      return failure || request;
    case 'approvals':
      return request || outcome;
    case 'off':
      return false;
  }
}

/** A chat may see what one of the people who set it up may see. */
function isSponsored(chat: Chat, event: CanonicalEvent, { members }: Audience): boolean {
  return chat.sponsors.some((userId) => maySee(members.get(userId), event));
}

/** Whether a subscription means this; what it was made for in one project is never another's. */
export function covers(
  { kind, id, projectId }: Subscription,
  event: { readonly [Part in 'projectId' | 'sessionId' | 'jobId']?: string | undefined },
): boolean {
  if (projectId !== undefined && (event.projectId ?? projectId) !== projectId) return false;
  switch (kind) {
    case 'everything':
      return true;
    case 'project':
      return event.projectId === id;
    case 'session':
      return event.sessionId === id;
    case 'job':
      return event.jobId === id;
  }
}
