// Taps on the buttons of /level, /cards, /language, /subscribe and /grant: the rights of the person who taps are
// checked, as the command checks those of the person who writes.

import { hasAnyRole, type Member } from '../../audience/access.ts';
import { withoutOwnSettings, withSettings } from '../../audience/address-settings.ts';
import type { Address, Chat } from '../../audience/chat-book.ts';
import type { Message } from '../../message/message.ts';
import { join } from '../../message/text/rich-text.ts';
import { defined } from '../../runtime/defined.ts';
import {
  changedBy,
  mayChangeChat,
  mayChangeHere,
  topicsNote,
} from '../commands/chats/group-changes.ts';
import { subscribeTo } from '../commands/chats/subscribe-to.ts';
import {
  type Choice,
  cardChoices,
  type GrantChoice,
  languageChoices,
  levelChoices,
  parseChoice,
} from '../commands/command/choices.ts';
import type { ChatCommandDeps } from '../commands/command/command.ts';
import type { CommandPlace } from '../commands/command/place.ts';
import { applyGrant, mayGrant } from '../commands/people/grant.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { chatKind, chatTitle, freshChat, senderName } from '../sending/sender.ts';
import { voiceFor } from '../sending/speech.ts';
import { tappedButtons } from './tapped-buttons.ts';

type Deps = Pick<
  ChatCommandDeps,
  | 'chatBook'
  | 'members'
  | 'outbox'
  | 'translator'
  | 'jobs'
  | 'approvals'
  | 'routes'
  | 'commandMenus'
  | 'log'
>;

type Setting = Exclude<Choice, { setting: 'subscription' | 'grant' }>;
type Subscription = Extract<Choice, { setting: 'subscription' }>;

/** A tap by a person with a role, and the current state of the chat. */
interface Turn {
  readonly tap: Tap;
  readonly member: Member | undefined;
  readonly chat: Chat;
}

export function createSettingTaps(deps: Deps): TapAction {
  async function choose(tap: Tap, choice: Choice): Promise<TapAnswer> {
    const { from, message } = tap.query;
    const kind = chatKind(message.chat);
    const member = await deps.members.get(from.id);
    if (kind === undefined) return refusal(tap, 'tap-channel');
    if (!hasAnyRole(member)) {
      return { text: tap.voice.speak('tap-no-role', { id: String(from.id) }), alert: true };
    }
    if (!isOnMessage(tap)) return refusal(tap, 'tap-setting-gone');
    const about = { id: message.chat.id, kind, title: chatTitle(message.chat) };
    const stored = await deps.chatBook.get(about.id);
    const turn = { tap, member, chat: stored ?? freshChat(about, tap.voice.locale) };
    if (choice.setting === 'subscription') return subscribe(turn, choice, deps);
    if (choice.setting === 'grant') return giveRole(turn, choice.choice, deps);
    return set(turn, choice, deps);
  }

  return (tap) => {
    const choice = parseChoice(tap.data, deps.translator.locales);
    return choice === undefined ? undefined : choose(tap, choice);
  };
}

async function set({ tap, member, chat }: Turn, choice: Setting, deps: Deps): Promise<TapAnswer> {
  const { chatBook, translator } = deps;
  const address = addressOf(tap.query.message);
  const mayChange = choice.setting === 'language' ? mayChangeChat : mayChangeHere;
  if (!(await mayChange({ member, chat, address }, deps)))
    return refusal(tap, 'reply-change-forbidden');
  const changed = await chatBook.update(chat.id, (stored = chat) =>
    withChoice(stored, address, choice),
  );
  // A mute or quiet hours of the topic may have ended.
  if (choice.setting === 'group') await deps.outbox.retry(chat.id);
  const voice = voiceFor(translator, changed.locale);
  const place = { chat: changed, address, voice };
  const { body, buttons = [] } = choicesAfter(choice, place, translator);
  const by = chat.kind === 'group' ? [changedBy(senderName(tap.query.from), voice)] : [];
  const also = choice.setting === 'language' ? [] : topicsNote(changed, address, voice);
  await replace(tap, { body: join([body, ...also, ...by], '\n'), buttons }, deps);
  return { text: voice.speak('tap-saved'), alert: false };
}

function choicesAfter(
  choice: Setting,
  place: CommandPlace,
  translator: Deps['translator'],
): Pick<Message, 'body' | 'buttons'> {
  switch (choice.setting === 'group' ? choice.what : choice.setting) {
    case 'level':
      return levelChoices(place);
    case 'cards':
      return cardChoices(place);
    case 'all':
      return { body: place.voice.speak('reply-group-followed') };
    case 'language':
      return languageChoices(translator.locales, place.voice);
  }
}

function callerOf({ tap, member, chat }: Turn) {
  const { from, message } = tap.query;
  const person = { userId: from.id, userName: senderName(from), voice: tap.voice };
  return { member, chat, address: addressOf(message), ...person };
}

/** Only those who may give a role do, whoever was asked. */
async function giveRole(turn: Turn, grant: GrantChoice, deps: Deps): Promise<TapAnswer> {
  const { tap } = turn;
  if (!mayGrant(grant, turn)) return refusal(tap, 'tap-admin-only');
  await replace(tap, { body: await applyGrant(grant, callerOf(turn), deps) }, deps);
  return { text: tap.voice.speak('tap-saved'), alert: false };
}

async function subscribe(turn: Turn, choice: Subscription, deps: Deps): Promise<TapAnswer> {
  const { tap } = turn;
  const { setting: _, ...target } = choice;
  const done = await subscribeTo({ ...target, isExact: true }, callerOf(turn), deps);
  if (done.kind === 'refused') return { text: done.body, alert: true };
  const { body, buttons } = done;
  await replace(tap, { body, ...defined({ buttons }) }, deps);
  return { text: tap.voice.speak(TOLD[done.kind]), alert: false };
}

const TOLD = { subscribed: 'tap-saved', kept: 'tap-kept', asked: 'tap-choose' } as const;

/** Edits the tapped message. */
async function replace(
  { query: { message } }: Tap,
  content: Pick<Message, 'body' | 'buttons'>,
  { outbox }: Deps,
): Promise<void> {
  const editing = message.message_id;
  await outbox.post(addressOf(message), { ...content, silent: true }, { editing });
}

/** An app can send any data with any message; only a message that has the button may be edited. */
function isOnMessage(tap: Tap): boolean {
  return tappedButtons(tap).includes(tap.data);
}

function refusal({ voice }: Tap, key: string): TapAnswer {
  return { text: voice.speak(key), alert: true };
}

function withChoice(chat: Chat, address: Address, choice: Setting): Chat {
  switch (choice.setting) {
    case 'level':
      return withSettings(chat, address, { level: choice.level });
    case 'cards':
      return withSettings(chat, address, { cards: choice.cards });
    case 'group':
      return withoutOwnSettings(chat, address, choice.what === 'all' ? undefined : [choice.what]);
    case 'language':
      return { ...chat, locale: choice.locale };
  }
}
