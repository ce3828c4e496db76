// Which chats hear of an event, and why. Pure: an event and an audience in, places out.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { describe } from '../event/event-types.ts';
import { maySee } from './access.ts';
import {
  type Address,
  type Audience,
  addressKey,
  type Chat,
  type Level,
  type Subscription,
} from './chat-book.ts';
import { fileRouteChats, type Route } from './file-route.ts';

export interface Destination {
  readonly address: Address;
  /** `recipient`, the kind of the subscription that led here, or `route` for one of the file. */
  readonly why: 'recipient' | 'route' | Subscription['kind'];
}

/** `routes`: subscriptions kept as code, beside those that people made. */
export function route(
  event: CanonicalEvent,
  audience: Audience,
  routes: readonly Route[] = [],
): Destination[] {
  const isHeard = (level: Level) => hears(level, event);
  const subscribed = audience.chats
    .filter((chat) => chat.inactive === undefined && isHeard(chat.level))
    .flatMap((chat) => destinationsIn(chat, event, audience));
  return withRoutes(subscribed, routedTo(event, audience, routes));
}

/** Whoever runs the program says who may see what a route carries; what is internal it never does. */
function routedTo(event: CanonicalEvent, { chats }: Audience, routes: readonly Route[]) {
  if (event.visibility === 'internal' || event.recipients !== 'all') return [];
  return fileRouteChats(routes, event).flatMap(({ address, level }) => {
    const chat = chats.find(({ id }) => id === address.chatId);
    if (chat?.inactive !== undefined || !hears(level ?? chat?.level ?? 'all', event)) return [];
    return [address];
  });
}

/** A place that hears of it anyway hears of it once. */
function withRoutes(found: readonly Destination[], routed: readonly Address[]): Destination[] {
  const places = new Map(
    found.map((destination) => [addressKey(destination.address), destination]),
  );
  for (const address of routed) {
    const key = addressKey(address);
    if (!places.has(key)) places.set(key, { address, why: 'route' });
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

function destinationsIn(chat: Chat, event: CanonicalEvent, audience: Audience): Destination[] {
  // What is internal is said to an admin alone, never before a group.
  if (event.visibility === 'internal' && chat.kind === 'group') return [];
  if (event.recipients !== 'all') {
    const named = event.recipients.includes(chat.id) && isSponsored(chat, event, audience);
    return named ? [{ address: { chatId: chat.id }, why: 'recipient' }] : [];
  }
  const found = new Map<number | undefined, Destination>();
  for (const subscription of chat.subscriptions) {
    const { topicId, kind } = subscription;
    if (found.has(topicId) || !covers(subscription, event)) continue;
    if (!maySee(audience.members.get(subscription.by), event)) continue;
    const address = topicId === undefined ? { chatId: chat.id } : { chatId: chat.id, topicId };
    found.set(topicId, { address, why: kind });
  }
  return [...found.values()];
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
