// Messages that are from no plain person in a plain chat: channels, anonymous administrators, other bots, inline bots,
// forwards, edits, business accounts, guests. As Telegram describes them (Bot API 10.3).

import { defined } from '../../runtime/defined.ts';
import type { ApiObject, ApiUser } from '../protocol/bot-objects.ts';
import { withFoundEntities } from '../protocol/find-entities.ts';
import { refuseAction } from '../protocol/refusal.ts';
import { type SayOptions, sayAs, textToSend } from './acts.ts';
import type { GroupMember, Person, SimChat, SimMessage } from './model.ts';
import type { State } from './state.ts';
import { chatOnWire, epochSeconds, messageOnWire, userOf } from './wire.ts';

/** Telegram's own accounts, which messages without a person name for older bots. */
const ANONYMOUS_ADMIN: ApiUser = fakeUser(1_087_968_824, 'Group', 'GroupAnonymousBot');
const AS_CHANNEL: ApiUser = fakeUser(136_817_688, 'Channel', 'Channel_Bot');
/** No bot, as the two above are. */
const TELEGRAM: ApiUser = { id: 777_000, is_bot: false, first_name: 'Telegram' };

export interface NewChannel {
  readonly id: number;
  readonly title: string;
  readonly members: readonly GroupMember[];
  /** Default `administrator`. */
  readonly bot?: 'member' | 'administrator' | 'left';
  /** The group in which its posts are discussed; they are forwarded there by themselves. */
  readonly discussion?: number;
}

interface OtherBot {
  readonly id: number;
  readonly username: string;
}

export interface OddActs {
  addChannel(channel: NewChannel): SimChat;
  /** An administrator of the channel writes in it. */
  post(options: Pick<SayOptions, 'chatId' | 'personId' | 'text'>): SimMessage;
  /** An administrator of the group writes as the group itself. */
  sayAnonymously(options: SayOptions): SimMessage;
  /** A person writes as a channel of theirs. */
  sayAsChannel(options: SayOptions & { readonly channelId: number }): SimMessage;
  /** Bots see each other in groups where both want that. `personId` is the bot's. */
  sayAsBot(options: Omit<SayOptions, 'personId'> & { readonly bot: OtherBot }): SimMessage;
  /** A person chooses a result of an inline bot, which made the text. */
  sayVia(options: SayOptions & { readonly bot: OtherBot }): SimMessage;
  forward(options: SayOptions & { readonly author: Person }): SimMessage;
  /** A person edits a message of theirs. */
  editOwn(message: SimMessage, text: string): SimMessage;
  /** Somebody writes to a person who connected the bot to their business account. The bot is in no such chat. */
  sayToBusiness(options: { readonly personId: number; readonly text: string }): void;
  /** Somebody mentions the bot in a chat that it is not in. */
  sayToGuest(options: { readonly personId: number; readonly text: string }): void;
}

export function createOddActs(state: State): OddActs {
  const say = (options: SayOptions, onWire: ApiObject) => sayAs(state, options, onWire);

  return {
    addChannel: (channel) => addChannel(state, channel),
    post: (options) => post(state, options),
    sayAnonymously(options) {
      const chat = state.chats.getOrThrow(options.chatId);
      needAdmin(chat, options.personId);
      return say(options, { from: ANONYMOUS_ADMIN, sender_chat: chatOnWire(state, chat) });
    },
    sayAsChannel({ channelId, ...options }) {
      const channel = state.chats.getOrThrow(channelId);
      needAdmin(channel, options.personId);
      return say(options, { from: AS_CHANNEL, sender_chat: chatOnWire(state, channel) });
    },
    sayAsBot({ bot, ...options }) {
      const chat = state.chats.getOrThrow(options.chatId);
      const [member] = chat.members;
      if (member === undefined) refuseAction(`Chat ${chat.id} has no member.`);
      return say({ ...options, personId: member.personId }, { from: botUser(bot) });
    },
    sayVia: ({ bot, ...options }) => say(options, { via_bot: botUser(bot) }),
    forward: ({ author, ...options }) =>
      say(options, {
        forward_origin: { type: 'user', sender_user: userOf(author), date: nowOf(state) },
      }),
    editOwn(message, text) {
      const edited = state.messages.edit(message, {
        text: textToSend(text),
        entities: withFoundEntities(text, []),
        keyboard: [],
      });
      state.updates.push('edited_message', messageOnWire(state, edited));
      return edited;
    },
    sayToBusiness: ({ personId, text }) =>
      state.updates.push('business_message', {
        ...privateMessage(state, personId, text),
        business_connection_id: 'business-1',
      }),
    sayToGuest: ({ personId, text }) =>
      state.updates.push('guest_message', {
        ...privateMessage(state, personId, text),
        guest_query_id: 'guest-1',
      }),
  };
}

function addChannel(state: State, channel: NewChannel): SimChat {
  for (const { personId } of channel.members) state.people.getOrThrow(personId);
  const { id, title, members, bot = 'administrator', discussion } = channel;
  const plain = { kind: 'channel', forum: false, topics: [] } as const;
  return state.chats.put({ id, title, members, bot, ...plain, ...defined({ discussion }) });
}

function post(
  state: State,
  { chatId, personId, text }: Pick<SayOptions, 'chatId' | 'personId' | 'text'>,
): SimMessage {
  const channel = state.chats.getOrThrow(chatId);
  if (channel.kind !== 'channel') refuseAction(`Chat ${chatId} is no channel.`);
  needAdmin(channel, personId);
  const person = state.people.getOrThrow(personId);
  const written = textToSend(text);
  const message = state.messages.add({
    chatId,
    from: { id: person.id, firstName: person.firstName, isBot: false },
    text: written,
    entities: withFoundEntities(written, []),
  });
  if (channel.bot === 'administrator') {
    state.updates.push('channel_post', messageOnWire(state, message));
  }
  if (channel.discussion !== undefined) forwardToDiscussion(state, channel, message);
  return message;
}

/** The bot of a group gets these whatever its privacy mode lets through of people. */
function forwardToDiscussion(state: State, channel: SimChat, { messageId, text }: SimMessage) {
  const group = state.chats.getOrThrow(channel.discussion ?? 0);
  const { id: chatId } = group;
  const chat = chatOnWire(state, channel);
  const origin = { type: 'channel', chat, message_id: messageId, date: nowOf(state) };
  const forwarded = state.messages.add({
    chatId,
    from: { id: TELEGRAM.id, firstName: channel.title, isBot: false },
    text,
    entities: withFoundEntities(text, []),
    onWire: {
      from: TELEGRAM,
      sender_chat: chat,
      is_automatic_forward: true,
      forward_origin: origin,
    },
  });
  state.updates.push('message', messageOnWire(state, forwarded));
}

/** A message of a chat that the bot is not in: its number is that of the person's private chat with the bot. */
function privateMessage(state: State, personId: number, text: string): ApiObject {
  const person = state.people.getOrThrow(personId);
  return {
    message_id: 1,
    from: userOf(person),
    chat: { id: person.id, type: 'private', first_name: person.firstName },
    date: nowOf(state),
    text,
    entities: withFoundEntities(text, []),
  };
}

function needAdmin(chat: SimChat, personId: number): void {
  const role = chat.members.find((member) => member.personId === personId)?.role;
  if (role !== 'administrator' && role !== 'creator') {
    refuseAction(`Person ${personId} is no administrator of chat ${chat.id}.`);
  }
}

function nowOf({ clock }: State): number {
  return epochSeconds(clock.now());
}

function botUser({ id, username }: OtherBot): ApiUser {
  return fakeUser(id, username, username);
}

function fakeUser(id: number, firstName: string, username: string): ApiUser {
  return { id, is_bot: true, first_name: firstName, username };
}
