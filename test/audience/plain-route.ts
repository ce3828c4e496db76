// The meaning of route() in its plainest form: every chat is asked about every event. What src/audience/route.ts
// finds by its index has to be the same.

import { mayDecide, maySee, roleFor } from '../../src/audience/access.ts';
import {
  type Address,
  type Audience,
  addressKey,
  type Chat,
  type Level,
} from '../../src/audience/chat-book.ts';
import type { FileRoute, RouteChat } from '../../src/audience/file-route.ts';
import { matchesSome } from '../../src/audience/glob.ts';
import { covers, type Destination } from '../../src/audience/route.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { matchesPattern } from '../../src/event/event-pattern.ts';
import { describe } from '../../src/event/event-types.ts';

/**
 * `routes`: subscriptions kept as code, beside those that people made. A request that reaches nobody
 * who may decide goes to admins too: it then has no destination only where there is no such admin.
 */
export function plainRoute(
  event: CanonicalEvent,
  audience: Audience,
  routes: readonly FileRoute[] = [],
): Destination[] {
  const isHeard = (level: Level) => hears(level, event);
  const subscribed = audience.chats
    .filter((chat) => chat.inactive === undefined)
    .flatMap((chat) => destinationsIn(chat, event, audience))
    .filter(({ address }) => isHeard(levelAt(address, audience)));
  const found = withFurther(subscribed, routedTo(event, audience, routes));
  if (!describe(event).request || found.some((place) => mayReach(place, event, audience)))
    return found;
  const admins = adminChats(event, audience).map((address) => ({ address, why: 'admin' }) as const);
  return withFurther(found, admins);
}

function levelAt({ chatId, topicId }: Address, { chats }: Audience): Level {
  const chat = chats.find(({ id }) => id === chatId);
  const own = chat?.kind === 'group' ? chat.topics?.[topicId ?? 0]?.level : undefined;
  return own ?? chat?.level ?? 'all';
}

/** Whether somebody who may decide reads along. Who is in a group is not known; its producer's word is none. */
function mayReach({ address, why }: Destination, event: CanonicalEvent, { members }: Audience) {
  if (why === 'recipient') return false;
  return isGroup(address.chatId) || mayDecide(members.get(address.chatId), event);
}

/** Private chats of admins, but for those that want to hear nothing at all. */
function adminChats(event: CanonicalEvent, { chats, members }: Audience): Address[] {
  return chats
    .filter(({ id, level, inactive }) => {
      const member = members.get(id);
      const isAdmin = member !== undefined && roleFor(member, event.projectId) === 'admin';
      return isAdmin && inactive === undefined && hears(level, event);
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
function routedTo(
  event: CanonicalEvent,
  audience: Audience,
  routes: readonly FileRoute[],
): Destination[] {
  if (event.visibility === 'internal' || overridesSubscriptions(event)) return [];
  return fileRouteChats(routes, event).flatMap(({ address, level }) => {
    const chat = audience.chats.find(({ id }) => id === address.chatId);
    const wanted = level ?? levelAt(address, audience);
    if (chat?.inactive !== undefined || !hears(wanted, event)) return [];
    return [{ address, why: 'route', ...briefAt(wanted) }];
  });
}

/** At this level a place gets no steps. */
function briefAt(level: Level): { readonly withoutSteps?: true } {
  return level === 'results' ? { withoutSteps: true } : {};
}

/** A place that hears of it anyway hears of it once, with steps if it hears them anyhow. */
function withFurther(found: readonly Destination[], further: readonly Destination[]) {
  const places = new Map(
    found.map((destination) => [addressKey(destination.address), destination]),
  );
  for (const one of further) {
    const key = addressKey(one.address);
    const { withoutSteps: _, ...known } = places.get(key) ?? one;
    if (!places.has(key)) places.set(key, one);
    else if (one.withoutSteps === undefined) places.set(key, known);
  }
  return [...places.values()];
}

/** Whether a level lets this event through. */
function hears(level: Level, event: CanonicalEvent): boolean {
  const { failure, request, outcome, milestone } = describe(event);
  switch (level) {
    case 'all':
      return true;
    case 'results':
      return milestone || failure || request || outcome;
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
  const subscribed = overridesSubscriptions(event)
    ? []
    : subscribedIn(chat, event, audience).filter(({ address }) =>
        hears(levelAt(address, audience), event),
      );
  const isNamed = event.recipients !== 'all' && event.recipients.includes(chat.id);
  // In one of its topics the chat sees it already.
  if (subscribed.length > 0 || !isNamed || !isSponsored(chat, event, audience)) return subscribed;
  const { level } = chat;
  return [{ address: { chatId: chat.id }, why: 'recipient', ...briefAt(level) }];
}

function subscribedIn(chat: Chat, event: CanonicalEvent, audience: Audience): Destination[] {
  const { members } = audience;
  const found = new Map<number | undefined, Destination>();
  for (const subscription of chat.subscriptions) {
    const { topicId, kind } = subscription;
    if (found.has(topicId) || !covers(subscription, event)) continue;
    if (!maySee(members.get(subscription.by), event)) continue;
    const address = topicId === undefined ? { chatId: chat.id } : { chatId: chat.id, topicId };
    const level = levelAt(address, audience);
    found.set(topicId, { address, why: kind, ...briefAt(level) });
  }
  return [...found.values()];
}

/** A chat may see what one of the people who set it up may see. */
function isSponsored(chat: Chat, event: CanonicalEvent, { members }: Audience): boolean {
  return chat.sponsors.some((userId) => maySee(members.get(userId), event));
}

/** The chats of every route that the event fits, in the file's order. */
function fileRouteChats(routes: readonly FileRoute[], event: CanonicalEvent): RouteChat[] {
  const { type, projectId = '', sessionId = '', jobId = '' } = event;
  return routes
    .filter(({ match: { project, session, job, types } }) => {
      const isNamed =
        matchesSome(project, projectId) &&
        matchesSome(session, sessionId) &&
        matchesSome(job, jobId);
      return isNamed && (types === undefined || types.some((one) => matchesPattern(one, type)));
    })
    .flatMap(({ chats }) => chats);
}
