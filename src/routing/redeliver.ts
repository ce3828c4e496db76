// Queues an undelivered message for its chat again, as far as the chat may still see it.

import type { Address, Audience, Chat, ChatBook } from '../audience/chat-book.ts';
import { isInScope } from '../audience/chat-scope.ts';
import type { FileRoute } from '../audience/file-route.ts';
import { hasPeopleWithRoles, mayReceive } from '../audience/may-receive.ts';
import type { WindowEntry } from '../batch/window.ts';
import type { RedriveStore } from '../deliver/undelivered/redrive-store.ts';
import {
  readUndelivered,
  type UndeliveredItem,
  type UndeliveredWindow,
} from '../deliver/undelivered/undelivered-letter.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { describe } from '../event/event-types.ts';
import type { Journal } from '../journal/journal.ts';
import { defined } from '../runtime/defined.ts';
import { groupOf } from './flow.ts';

export type Redelivered =
  | { readonly kind: 'requeued'; readonly chatId: number }
  /** The reason is for people. */
  | { readonly kind: 'still_dead'; readonly reason: string };

export type Redeliver = (letter: {
  readonly id: string;
  readonly raw: string;
}) => Promise<Redelivered>;

interface Deps {
  readonly journal: Pick<Journal, 'get'>;
  readonly chatBook: Pick<ChatBook, 'get' | 'audience'>;
  /** Of a group that became a supergroup, that one; else the chat itself. */
  readonly currentChat: (chatId: number) => Promise<number>;
  readonly redriveStore: RedriveStore;
  /** From the policy file. */
  readonly fileRoutes: () => Promise<readonly FileRoute[]>;
}

interface Target {
  readonly letterId: string;
  /** The current address of what the letter was for. */
  readonly address: Address;
  /** `undefined` for a chat that nobody set up, but that the policy file may have a route to. */
  readonly chat: Chat | undefined;
  readonly audience: Audience;
}

export function createRedeliver(deps: Deps): Redeliver {
  return async ({ id: letterId, raw }) => {
    const undelivered = readUndelivered(raw);
    if (undelivered === undefined) return stillDead('It does not say which chat it was for.');
    const chatId = await deps.currentChat(undelivered.address.chatId);
    const address = { ...undelivered.address, chatId };
    const [chat, audience] = await Promise.all([
      deps.chatBook.get(chatId),
      deps.chatBook.audience(),
    ]);
    if (chat?.inactive !== undefined) {
      return stillDead(`Chat ${chatId} is inactive (${chat.inactive}).`);
    }
    const target = { letterId, address, chat, audience };
    return undelivered.item === 'window'
      ? fillWindow(undelivered, target, deps)
      : queueItem(undelivered, target, deps);
  };
}

async function fillWindow(
  { address: written, positions, more = {}, sent = 0, isAlerts }: UndeliveredWindow,
  { letterId, address, chat, audience }: Target,
  { journal, redriveStore, fileRoutes }: Deps,
): Promise<Redelivered> {
  const kept = (await journal.get(positions)).filter((entry) => entry !== undefined);
  if (kept.length === 0) return stillDead('Its events are no longer kept.');
  const sources = { members: audience.members, routes: await fileRoutes() };
  const known = chat ?? { subscriptions: [] };
  const isVisible = (event: CanonicalEvent) =>
    (chat !== undefined && mayReceive(chat, event, audience)) ||
    // The policy file may still name the group.
    [address, written].some((one) => isInScope({ chat: known, address: one }, event, sources));
  const entries = kept
    .filter(({ event }) => isVisible(event))
    .map(({ position, event }): WindowEntry => {
      return { position, group: groupOf(event), weight: describe(event).weight };
    });
  if (entries.length === 0) {
    return stillDead(`Chat ${address.chatId} may not see its events, or is no longer known.`);
  }
  // Other events give other messages, so the number of those sent would mean nothing.
  const isSame = entries.length === positions.length;
  const window = { address, isAlerts: isAlerts === true, entries, more, sent: isSame ? sent : 0 };
  await redriveStore.toWindow(letterId, window);
  return { kind: 'requeued', chatId: address.chatId };
}

async function queueItem(
  { item, name, payload }: UndeliveredItem,
  { letterId, address: { chatId }, chat, audience }: Target,
  { redriveStore }: Deps,
): Promise<Redelivered> {
  // A reminder, card or list is rendered from the current state when it is sent; all others have a fixed text.
  const isOpen =
    item === 'reminder' ||
    item === 'card' ||
    item === 'alert' ||
    item === 'list' ||
    (chat && hasPeopleWithRoles(chat, audience));
  if (!isOpen) return stillDead(`Chat ${chatId} is unknown, or now has nobody with a role.`);
  if ((item === 'reply' || item === 'live') && payload === undefined) {
    return stillDead('An older release gave it up without storing its text.');
  }
  const queued = await redriveStore.toQueue(letterId, { chatId, name, ...defined({ payload }) });
  if (queued === 'outdated')
    return stillDead('Its message shows a newer state by now; /tail shows it again.');
  return { kind: 'requeued', chatId };
}

function stillDead(reason: string): Redelivered {
  return { kind: 'still_dead', reason };
}
