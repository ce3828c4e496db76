// Tries a message again that a chat did not take: it waits for that chat once more, as far as the chat may
// still have it.

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
  /** Of the policy file. */
  readonly fileRoutes: () => Promise<readonly FileRoute[]>;
}

interface To {
  readonly letterId: string;
  /** Where the letter was to go, as that is known today. */
  readonly address: Address;
  /** Routes of the policy file reach chats that nobody set up. */
  readonly chat: Chat | undefined;
  readonly audience: Audience;
}

export function createRedeliver(deps: Deps): Redeliver {
  return async ({ id: letterId, raw }) => {
    const what = readUndelivered(raw);
    if (what === undefined) return dead('It says of no message where it was to go.');
    const chatId = await deps.currentChat(what.address.chatId);
    const address = { ...what.address, chatId };
    const [chat, audience] = await Promise.all([
      deps.chatBook.get(chatId),
      deps.chatBook.audience(),
    ]);
    if (chat?.inactive !== undefined) {
      return dead(`Chat ${chatId} gets nothing any more (${chat.inactive}).`);
    }
    const to = { letterId, address, chat, audience };
    return what.item === 'window' ? fillWindow(what, to, deps) : queueItem(what, to, deps);
  };
}

async function fillWindow(
  { address: written, positions, more = {}, sent = 0 }: UndeliveredWindow,
  { letterId, address, chat, audience }: To,
  { journal, redriveStore, fileRoutes }: Deps,
): Promise<Redelivered> {
  const kept = (await journal.get(positions)).filter((entry) => entry !== undefined);
  if (kept.length === 0) return dead('Its events are no longer kept.');
  const sources = { members: audience.members, routes: await fileRoutes() };
  const known = chat ?? { subscriptions: [] };
  const isVisible = (event: CanonicalEvent) =>
    (chat !== undefined && mayReceive(chat, event, audience)) ||
    // The policy file may name the group still.
    [address, written].some((one) => isInScope({ chat: known, address: one }, event, sources));
  const entries = kept
    .filter(({ event }) => isVisible(event))
    .map(({ position, event }): WindowEntry => {
      return { position, group: groupOf(event), weight: describe(event).weight };
    });
  if (entries.length === 0) {
    return dead(`Chat ${address.chatId} may not see its events, or is not known any more.`);
  }
  // Of other events other messages are made: which of them are out says nothing then.
  const isSame = entries.length === positions.length;
  await redriveStore.toWindow(letterId, { address, entries, more, sent: isSame ? sent : 0 });
  return { kind: 'requeued', chatId: address.chatId };
}

async function queueItem(
  { item, name, payload }: UndeliveredItem,
  { letterId, address: { chatId }, chat, audience }: To,
  { redriveStore }: Deps,
): Promise<Redelivered> {
  // A reminder is made when it is sent, from the request as it stands; the others hold what was said then.
  const isOpen = item === 'reminder' || (chat && hasPeopleWithRoles(chat, audience));
  if (!isOpen) return dead(`Chat ${chatId} is not known, or has nobody with a role any more.`);
  if ((item === 'reply' || item === 'live') && payload === undefined) {
    return dead('A former version gave it up and did not keep what it said.');
  }
  const queued = await redriveStore.toQueue(letterId, { chatId, name, ...defined({ payload }) });
  if (queued === 'outdated')
    return dead('Its message shows another state by now; /tail shows it anew.');
  return { kind: 'requeued', chatId };
}

function dead(reason: string): Redelivered {
  return { kind: 'still_dead', reason };
}
