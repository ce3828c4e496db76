// What people do in chats: say something, tap a button.

import { defined } from '../../runtime/defined.ts';
import type { ApiObject } from '../protocol/bot-objects.ts';
import { withFoundEntities } from '../protocol/find-entities.ts';
import { impossible } from '../protocol/refusal.ts';
import type { CallbackAnswer } from './callbacks.ts';
import type { Person, SimChat, SimMessage } from './model.ts';
import { GENERAL_TOPIC, isMember, topicOf } from './people.ts';
import type { State } from './state.ts';
import { chatOnWire, messageOnWire, userOf } from './wire.ts';

export interface Saying {
  readonly chatId: number;
  readonly personId: number;
  readonly text: string;
  /** Forum topic; absent: General, or the chat. */
  readonly topicId?: number;
  /** Id of the message that it answers. */
  readonly replyTo?: number;
}

export interface Tapping {
  readonly chatId: number;
  readonly messageId: number;
  readonly personId: number;
  /**
   * What the app sends. It need not stand on the message: a screen may be stale, an app may lie.
   * Absent: the button at `row` and `column` (from 0) as it is now.
   */
  readonly data?: string;
  readonly row?: number;
  readonly column?: number;
  /** How long to wait for the bot's answer; default 10,000. */
  readonly timeoutMs?: number;
}

export interface Acts {
  /**
   * As Telegram's privacy mode has it, the bot of a group hears of commands, of mentions of it and
   * of replies to it, and of everything only as an administrator.
   */
  say(saying: Saying): SimMessage;
  /** The bot's answer to the tap; rejects with `unavailable` when there was none in time. */
  tap(tapping: Tapping): Promise<CallbackAnswer>;
}

const MAX_LENGTH = 4096;
const DEFAULT_TAP_TIMEOUT_MS = 10_000;

export function createActs(state: State): Acts {
  function say(saying: Saying): SimMessage {
    const person = state.people.need(saying.personId);
    const chat = openChat(state, saying, person);
    const text = sayable(saying.text);
    const message = state.messages.add({
      chatId: chat.id,
      from: { id: person.id, firstName: person.firstName, isBot: false },
      text,
      entities: withFoundEntities(text, []),
      ...placeOf(state, chat, saying),
    });
    if (hears(state, chat, message)) state.updates.push('message', messageOnWire(state, message));
    return message;
  }

  return {
    say,
    async tap(tapping) {
      const person = state.people.need(tapping.personId);
      const chat = state.chats.need(tapping.chatId);
      if (!isMember(chat, person.id)) impossible(`${person.firstName} is not in chat ${chat.id}.`);
      const message =
        state.messages.get(chat.id, tapping.messageId) ??
        impossible(`There is no message ${tapping.messageId} in chat ${chat.id}.`);
      const data = tapping.data ?? dataAt(message, tapping);
      const { id, answered } = state.callbacks.open(tapping.timeoutMs ?? DEFAULT_TAP_TIMEOUT_MS);
      if (isReachable(chat)) {
        state.updates.push('callback_query', callbackQuery(state, { id, person, message, data }));
      }
      return await answered;
    },
  };
}

function sayable(raw: string): string {
  const text = raw.trim();
  if (text === '') impossible('There is nothing to say: the text is empty.');
  if ([...text].length > MAX_LENGTH) impossible(`A message has at most ${MAX_LENGTH} characters.`);
  return text;
}

/** Topic, thread and answered message, as a message carries them. */
export function placeOf(
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

/** The chat that the person writes to; throws when they can't. */
function openChat(state: State, saying: Saying, person: Person): SimChat {
  const chat =
    state.chats.get(saying.chatId) ??
    (saying.chatId === person.id
      ? privateChat(person, 'stranger')
      : state.chats.need(saying.chatId));
  if (!isMember(chat, person.id)) impossible(`${person.firstName} is not in chat ${chat.id}.`);
  if (chat.movedTo !== undefined) impossible(`Chat ${chat.id} has moved to ${chat.movedTo}.`);
  if (chat.bot === 'blocked') impossible(`${person.firstName} blocks the bot; unblock it first.`);
  const topicId = saying.topicId ?? GENERAL_TOPIC;
  const topic = topicOf(chat, topicId);
  if (topic === undefined && (chat.forum || saying.topicId !== undefined)) {
    impossible(`There is no topic ${topicId} in chat ${chat.id}.`);
  }
  if (topic?.closed === true) impossible(`The topic ${topic.name} is closed.`);
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

function hears(state: State, chat: SimChat, message: SimMessage): boolean {
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

function dataAt(message: SimMessage, { row = 0, column = 0 }: Tapping): string {
  const button = message.keyboard[row]?.[column];
  if (button === undefined) {
    return impossible(
      `Message ${message.messageId} has no button in row ${row}, column ${column}.`,
    );
  }
  return button.callback_data ?? impossible(`The button "${button.text}" sends nothing.`);
}

interface Tap {
  readonly id: string;
  readonly person: Person;
  readonly message: SimMessage;
  readonly data: string;
}

function callbackQuery(state: State, { id, person, message, data }: Tap): ApiObject {
  const chat = chatOnWire(state, state.chats.need(message.chatId));
  return {
    id,
    from: userOf(person),
    message: { ...messageOnWire(state, message), chat },
    chat_instance: String(message.chatId * 7919),
    data,
  };
}
