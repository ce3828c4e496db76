// Which chats hear of an event, and why. Pure: an event and an audience in, places out.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { describe } from '../event/event-types.ts';
import { maySee } from './access.ts';
import type { Address, Audience, Chat, Level, Subscription } from './chat-book.ts';

export interface Destination {
  readonly address: Address;
  /** `recipient`, or the kind of the subscription that led here. */
  readonly why: 'recipient' | Subscription['kind'];
}

export function route(event: CanonicalEvent, audience: Audience): Destination[] {
  const isHeard = (level: Level) => hears(level, event);
  return audience.chats
    .filter((chat) => chat.inactive === undefined && isHeard(chat.level))
    .flatMap((chat) => destinationsIn(chat, event, audience));
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

function covers({ kind, id }: Subscription, event: CanonicalEvent): boolean {
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
