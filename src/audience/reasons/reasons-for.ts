// Why an address gets something: each subscription and route that brings it there, by what holds now. Pure.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { maySee, roleFor } from '../access.ts';
import { indexOf } from '../audience-index.ts';
import {
  type Address,
  type Audience,
  addressKey,
  type Level,
  type Subscription,
} from '../chat-book.ts';
import { type FileRoute, fileRouteChats } from '../file-route.ts';
import { covers } from '../route.ts';

export type Reason =
  /** The event names this chat. */
  | { readonly kind: 'recipient' }
  | { readonly kind: 'subscription'; readonly subscription: Subscription }
  /** Of the policy file; `level` is its own, if it has one. */
  | { readonly kind: 'route'; readonly route: FileRoute; readonly level?: Level }
  /** A request that would reach nobody else who may decide comes to admins. */
  | { readonly kind: 'admin' };

export interface ReasonedSubject
  extends Pick<CanonicalEvent, 'type' | 'recipients' | 'visibility'>,
    Partial<Pick<CanonicalEvent, 'projectId' | 'sessionId' | 'jobId'>> {
  readonly isRequest: boolean;
}

interface Sources {
  readonly audience: Audience;
  readonly routes: readonly FileRoute[];
}

export function reasonsFor(
  subject: ReasonedSubject,
  address: Address,
  { audience, routes }: Sources,
): readonly Reason[] {
  const found = indexOf(audience).chat(address.chatId)?.chat;
  const { recipients, isRequest, visibility } = subject;
  const isNamed = recipients !== 'all' && recipients.includes(address.chatId);
  const isOpen = recipients === 'all' || isRequest;
  const isHidden = visibility === 'internal' && address.chatId < 0;
  if (isHidden) return [];
  const subscriptions = (found?.subscriptions ?? []).filter(
    (one) =>
      one.topicId === address.topicId &&
      covers(one, subject) &&
      maySee(audience.members.get(one.by), subject),
  );
  const reasons: Reason[] = [
    ...(isNamed ? [{ kind: 'recipient' } as const] : []),
    ...(isOpen ? subscriptions : []).map(
      (subscription) => ({ kind: 'subscription', subscription }) as const,
    ),
    ...(isOpen && visibility === 'public' ? routedBy(subject, address, routes) : []),
  ];
  if (reasons.length > 0 || !isRequest) return reasons;
  const member = audience.members.get(address.chatId);
  const isAdmin = member !== undefined && roleFor(member, subject.projectId) === 'admin';
  return isAdmin ? [{ kind: 'admin' }] : [];
}

function routedBy(
  subject: ReasonedSubject,
  address: Address,
  routes: readonly FileRoute[],
): Reason[] {
  const key = addressKey(address);
  return routes.flatMap((route) =>
    fileRouteChats([route], subject)
      .filter((chat) => addressKey(chat.address) === key)
      .map(({ level }) => ({ kind: 'route' as const, route, ...(level && { level }) })),
  );
}
