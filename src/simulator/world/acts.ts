// What people do in chats: write something, tap a button.

import { defined } from '../../runtime/defined.ts';
import type { ApiObject } from '../protocol/bot-objects.ts';
import { withFoundEntities } from '../protocol/find-entities.ts';
import { refuseAction } from '../protocol/refusal.ts';
import type { CallbackAnswer } from './callbacks.ts';
import type { Person, SimChat, SimMessage } from './model.ts';
import { GENERAL_TOPIC, isMember, topicOf } from './people.ts';
import type { State } from './state.ts';
import { chatOnWire, messageOnWire, userOf } from './wire.ts';

export interface SayOptions {
  readonly chatId: number;
  readonly personId: number;
  readonly text: string;
  /** Forum topic; absent: General, or the chat. */
  readonly topicId?: number;
  /** Id of the message that it replies to. */
  readonly replyTo?: number;
}

export interface TapOptions {
  readonly chatId: number;
  readonly messageId: number;
  readonly personId: number;
  /**
   * What the app sends, whether the message has such a button or not: a screen may be stale, an app may
   * cheat. Absent: the data of the current button at `row` and `column` (from 0).
   */
  readonly data?: string;
  readonly row?: number;
  readonly column?: number;
  /** How long to wait for the bot's answer; default 30,000. */
  readonly timeoutMs?: number;
}

export interface Acts {
  /**
   * By Telegram's privacy mode the bot of a group gets commands, mentions of it and replies to it;
   * everything only as an administrator.
   */
  say(options: SayOptions): SimMessage;
  /** The bot's answer to the tap; rejects with `unavailable` if there was none in time. */
  tap(options: TapOptions): Promise<CallbackAnswer>;
}

const MAX_LENGTH = 4096;
const DEFAULT_TAP_TIMEOUT_MS = 30_000;

export function createActs(state: State): Acts {
  return {
    say: (options) => sayAs(state, options),
    async tap(options) {
      const person = state.people.getOrThrow(options.personId);
      const chat = state.chats.getOrThrow(options.chatId);
      if (!isMember(chat, person.id))
        refuseAction(`${person.firstName} is not in chat ${chat.id}.`);
      const message =
        state.messages.get(chat.id, options.messageId) ??
        refuseAction(`There is no message ${options.messageId} in chat ${chat.id}.`);
      const data = options.data ?? dataAt(message, options);
      const { id, answered } = state.callbacks.open(options.timeoutMs ?? DEFAULT_TAP_TIMEOUT_MS);
      if (isReachable(chat)) {
        state.updates.push('callback_query', callbackQuery(state, { id, person, message, data }));
      }
      return await answered;
    },
  };
}

/** `onWire`: what the message has besides that of a plain person. */
export function sayAs(state: State, options: SayOptions, onWire?: ApiObject): SimMessage {
  const person = state.people.getOrThrow(options.personId);
  const chat = openChat(state, options, person);
  if (chat.kind === 'channel') refuseAction(`Chat ${chat.id} is a channel: post in it.`);
  const text = textToSend(options.text);
  const message = state.messages.add({
    chatId: chat.id,
    from: { id: person.id, firstName: person.firstName, isBot: false },
    text,
    entities: withFoundEntities(text, []),
    ...targetOf(state, chat, options),
    ...defined({ onWire }),
  });
  if (isForBot(state, chat, message)) state.updates.push('message', messageOnWire(state, message));
  return message;
}

export function textToSend(raw: string): string {
  const text = raw.trim();
  if (text === '') refuseAction('The text is empty.');
  if ([...text].length > MAX_LENGTH)
    refuseAction(`A message has at most ${MAX_LENGTH} characters.`);
  return text;
}

/** Topic, thread and replied-to message, as fields of a message. */
export function targetOf(
  state: State,
  chat: SimChat,
  { topicId, replyTo }: { topicId?: number | undefined; replyTo?: number | undefined },
): Pick<SimMessage, 'topicId' | 'threadId' | 'replyTo'> {
  const threadId = replyTo === undefined ? undefined : threadOf(state, chat, replyTo);
  return {
    ...(topicId === undefined || topicId === GENERAL_TOPIC ? {} : { topicId }),
    ...defined({ threadId, replyTo }),
  };
}

/** The chat that the person writes to; throws if they can't. */
function openChat(state: State, options: SayOptions, person: Person): SimChat {
  const chat =
    state.chats.get(options.chatId) ??
    (options.chatId === person.id
      ? privateChat(person, 'stranger')
      : state.chats.getOrThrow(options.chatId));
  if (!isMember(chat, person.id)) refuseAction(`${person.firstName} is not in chat ${chat.id}.`);
  if (chat.movedTo !== undefined) refuseAction(`Chat ${chat.id} has moved to ${chat.movedTo}.`);
  if (chat.bot === 'blocked') refuseAction(`${person.firstName} blocks the bot; unblock it first.`);
  const topicId = options.topicId ?? GENERAL_TOPIC;
  const topic = topicOf(chat, topicId);
  if (topic === undefined && (chat.forum || options.topicId !== undefined)) {
    refuseAction(`There is no topic ${topicId} in chat ${chat.id}.`);
  }
  if (topic?.closed === true) refuseAction(`The topic ${topic.name} is closed.`);
  return chat.bot === 'stranger' ? state.chats.put({ ...chat, bot: 'member' }) : chat;
}

export function privateChat(person: Person, bot: 'member' | 'stranger'): SimChat {
  const { id, firstName: title } = person;
  return { id, kind: 'private', title, forum: false, members: [], topics: [], bot };
}

/** Replies in a supergroup without topics form a thread, named by its first message. */
function threadOf({ messages }: State, chat: SimChat, replyTo: number): number | undefined {
  if (chat.kind !== 'supergroup' || chat.forum) return undefined;
  return messages.get(chat.id, replyTo)?.threadId ?? replyTo;
}

function isReachable(chat: SimChat): boolean {
  return (chat.bot === 'member' || chat.bot === 'administrator') && chat.movedTo === undefined;
}

function isForBot(state: State, chat: SimChat, message: SimMessage): boolean {
  if (!isReachable(chat)) return false;
  if (chat.kind === 'private' || chat.bot === 'administrator') return true;
  const answered = state.messages.get(chat.id, message.replyTo ?? 0);
  if (answered?.from.isBot === true) return true;
  const name = `@${state.bot.username ?? ''}`.toLowerCase();
  return message.entities.some(({ type, offset, length }) => {
    const part = message.text.slice(offset, offset + length).toLowerCase();
    if (type === 'mention') return part === name;
    return type === 'bot_command' && (!part.includes('@') || part.endsWith(name));
  });
}

function dataAt(message: SimMessage, { row = 0, column = 0 }: TapOptions): string {
  const button = message.keyboard[row]?.[column];
  if (button === undefined) {
    return refuseAction(
      `Message ${message.messageId} has no button in row ${row}, column ${column}.`,
    );
  }
  return button.callback_data ?? refuseAction(`The button "${button.text}" sends nothing.`);
}

interface Tap {
  readonly id: string;
  readonly person: Person;
  readonly message: SimMessage;
  readonly data: string;
}

function callbackQuery(state: State, { id, person, message, data }: Tap): ApiObject {
  const chat = chatOnWire(state, state.chats.getOrThrow(message.chatId));
  return {
    id,
    from: userOf(person),
    message: { ...messageOnWire(state, message), chat },
    chat_instance: String(message.chatId * 7919),
    data,
  };
}
