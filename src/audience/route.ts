// Which chats get an event, and why. Pure: an event and an audience in, destinations out.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { describe } from '../event/event-types.ts';
import { mayDecide, maySee, roleFor } from './access.ts';
import { settingsOf } from './address-settings.ts';
import {
  type AudienceIndex,
  destinationAt,
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
   * `recipient`, the kind of the matching subscription, `route` for one of the policy file, or `admin` for a request
   * that would reach nobody else who may decide.
   */
  readonly why: 'recipient' | 'route' | 'admin' | Subscription['kind'];
  /** It gets no steps of jobs, so no live card either. */
  readonly withoutSteps?: true;
}

/**
 * `routes`: subscriptions as code, besides those that people made. A request that reaches nobody who may decide goes
 * to admins too, so it has no destination only if there is no such admin.
 */
export function route(
  event: CanonicalEvent,
  audience: Audience,
  routes: readonly FileRoute[] = [],
): readonly Destination[] {
  const index = indexOf(audience);
  const levels = LEVELS.filter((level) => passesLevel(level, event));
  const subscribed = overridesSubscriptions(event)
    ? []
    : subscribersOf(event, index.subscribers(event, levels), audience);
  const reached = withRecipients(subscribed, event, audience).map(({ destination }) => destination);
  const found = withMore(reached, routedTo(event, index, routes));
  if (!describe(event).request || found.some((place) => mayReach(place, event, audience)))
    return found;
  const admins = adminChats(event, audience);
  return withMore(
    found,
    admins.map((address) => ({ address, why: 'admin' })),
  );
}

interface Reached {
  readonly order: number;
  readonly destination: Destination;
}

/** Each address once, for the first subscription there whose subscriber may see the event. */
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
    if (topics.has(topicId) || isHiddenFrom(chat, event) || !covers(subscription, event)) continue;
    if (!maySee(members.get(by), event)) continue;
    topics.add(topicId);
    found.push({ order, destination });
  }
  return found;
}

/** Internal events never go to a group. */
function isHiddenFrom({ kind }: Chat, { visibility }: CanonicalEvent): boolean {
  return visibility === 'internal' && kind === 'group';
}

/** The chats that the event names, in order, without those that get it in one of their topics anyway. */
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
    const destination = destinationAt({ chatId }, 'recipient', found.chat.level);
    return [{ order: found.order, destination }];
  });
  if (named.length === 0) return subscribed;
  return [...subscribed, ...named].sort((a, b) => a.order - b.order);
}

function mayBeNamed({ chat }: IndexedChat, event: CanonicalEvent, audience: Audience): boolean {
  const isOn = chat.inactive === undefined && passesLevel(chat.level, event);
  return isOn && !isHiddenFrom(chat, event) && isSponsored(chat, event, audience);
}

/** Whether it may reach somebody who may decide. Members of groups are unknown; named recipients don't count. */
function mayReach({ address, why }: Destination, event: CanonicalEvent, { members }: Audience) {
  if (why === 'recipient') return false;
  return isGroup(address.chatId) || mayDecide(members.get(address.chatId), event);
}

/** Private chats of admins whose level lets the event through. */
function adminChats(event: CanonicalEvent, audience: Audience): Address[] {
  return indexOf(audience)
    .adminChats.filter(({ id, level }) => {
      const member = audience.members.get(id);
      const isAdmin = member !== undefined && roleFor(member, event.projectId) === 'admin';
      return isAdmin && passesLevel(level, event);
    })
    .map(({ id }) => ({ chatId: id }));
}

/** In Telegram, groups have negative ids, private chats the id of their person. */
function isGroup(chatId: number): boolean {
  return chatId < 0;
}

/**
 * A producer may limit who gets its news, but not who gets its requests: recipients of a request are added to the
 * subscriptions.
 */
function overridesSubscriptions(event: CanonicalEvent): boolean {
  return event.recipients !== 'all' && !describe(event).request;
}

/** Routes need no rights, because the operator wrote them; they never carry internal events. */
function routedTo(
  event: CanonicalEvent,
  index: AudienceIndex,
  routes: readonly FileRoute[],
): Destination[] {
  if (event.visibility === 'internal' || overridesSubscriptions(event)) return [];
  return fileRouteChats(routes, event).flatMap(({ address, level }) => {
    const chat = index.chat(address.chatId)?.chat;
    const own = chat && settingsOf(chat, address).level;
    const wanted = level ?? own ?? 'all';
    if (chat?.inactive !== undefined || !passesLevel(wanted, event)) return [];
    return [destinationAt(address, 'route', wanted)];
  });
}

/** Adds destinations, each address only once; it gets steps if any of its levels has them. */
function withMore(
  found: readonly Destination[],
  further: readonly Destination[],
): readonly Destination[] {
  if (further.length === 0) return found;
  const places = new Map(
    found.map((destination) => [addressKey(destination.address), destination]),
  );
  for (const destination of further) {
    const { address, withoutSteps } = destination;
    const key = addressKey(address);
    const known = places.get(key);
    if (known === undefined) places.set(key, destination);
    else if (!withoutSteps) places.set(key, { address: known.address, why: known.why });
  }
  return [...places.values()];
}

/** Whether a level lets this event through. */
function passesLevel(level: Level, event: CanonicalEvent): boolean {
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

/** A chat may see what any of its sponsors may see. */
function isSponsored(chat: Chat, event: CanonicalEvent, { members }: Audience): boolean {
  return chat.sponsors.some((userId) => maySee(members.get(userId), event));
}

/** Whether a subscription matches the event; one bound to a project never matches another project. */
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
