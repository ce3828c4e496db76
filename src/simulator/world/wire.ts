// The world's records as objects of the Bot API.
import { defined } from '../../runtime/defined.ts';
import type { ApiObject, ApiUser, Entity } from '../protocol/bot-objects.ts';
import type { Person, ServiceAction, SimChat, SimMessage } from './model.ts';
import { GENERAL_TOPIC, topicOf } from './people.ts';
import type { State } from './state.ts';

const TOPIC_COLOR = 7_322_096;

export function userOf(person: Person): ApiUser {
  return {
    id: person.id,
    is_bot: false,
    first_name: person.firstName,
    ...defined({ username: person.username, language_code: person.languageCode }),
  };
}

export function chatOnWire(state: State, chat: SimChat): ApiObject {
  if (chat.kind === 'private') {
    const person = state.people.getOrThrow(chat.id);
    return {
      id: chat.id,
      type: 'private',
      first_name: person.firstName,
      ...defined({ username: person.username }),
    };
  }
  const forum = chat.forum ? { is_forum: true } : {};
  return { id: chat.id, type: chat.kind, title: chat.title, ...forum };
}

/** A message as in updates and answers; `reply_to_message` goes one level deep. */
export function messageOnWire(state: State, message: SimMessage): ApiObject {
  const chat = state.chats.getOrThrow(message.chatId);
  const reply = replyOnWire(state, chat, message);
  return {
    ...bareMessage(state, chat, message),
    ...defined({ reply_to_message: reply }),
  };
}

function bareMessage(state: State, chat: SimChat, message: SimMessage): ApiObject {
  const entities = message.entities.length === 0 ? undefined : message.entities;
  const { document } = message;
  return {
    message_id: message.messageId,
    ...threadOnWire(message),
    ...authorOnWire(state, chat, message),
    chat: chatOnWire(state, chat),
    date: epochSeconds(message.sentAt),
    ...(message.editedAt === undefined ? {} : { edit_date: epochSeconds(message.editedAt) }),
    ...(document === undefined
      ? textOnWire(message.text, entities)
      : { document: documentOnWire(document), ...captionOnWire(message.text, entities) }),
    ...(message.keyboard.length === 0
      ? {}
      : { reply_markup: { inline_keyboard: message.keyboard } }),
    ...(message.service === undefined ? {} : serviceOnWire(state, message.service)),
    ...message.onWire,
  };
}

function textOnWire(text: string, entities: readonly Entity[] | undefined): ApiObject {
  if (text === '') return {};
  return { text, ...defined({ entities }) };
}

function captionOnWire(caption: string, entities: readonly Entity[] | undefined): ApiObject {
  if (caption === '') return {};
  return { caption, ...defined({ caption_entities: entities }) };
}

function documentOnWire(document: NonNullable<SimMessage['document']>): ApiObject {
  return {
    file_id: document.fileId,
    file_unique_id: document.fileId,
    file_name: document.name,
    mime_type: document.mimeType,
    file_size: document.sizeBytes,
  };
}

function threadOnWire({ topicId, threadId }: SimMessage): ApiObject {
  if (topicId !== undefined) return { message_thread_id: topicId, is_topic_message: true };
  return defined({ message_thread_id: threadId });
}

/** What stands in a channel is by the channel, whoever wrote it. */
function authorOnWire(state: State, chat: SimChat, { from }: SimMessage): ApiObject {
  if (chat.kind === 'channel') return { sender_chat: chatOnWire(state, chat) };
  if (from.isBot) return { from: state.bot };
  const person = state.people.get(from.id);
  return {
    from:
      person === undefined
        ? { id: from.id, is_bot: false, first_name: from.firstName }
        : userOf(person),
  };
}

/** In a topic, a message that replies to no other replies to the topic's first message. */
function replyOnWire(state: State, chat: SimChat, message: SimMessage): ApiObject | undefined {
  if (message.replyTo !== undefined) {
    const answered = state.messages.get(chat.id, message.replyTo);
    if (answered !== undefined) return bareMessage(state, chat, answered);
  }
  if (message.topicId === undefined || message.topicId === GENERAL_TOPIC) return undefined;
  const topic = topicOf(chat, message.topicId);
  return {
    message_id: message.topicId,
    message_thread_id: message.topicId,
    is_topic_message: true,
    from: state.bot,
    chat: chatOnWire(state, chat),
    date: epochSeconds(message.sentAt),
    forum_topic_created: { name: topic?.name ?? '', icon_color: TOPIC_COLOR },
  };
}

function serviceOnWire(state: State, service: ServiceAction): ApiObject {
  switch (service.kind) {
    case 'migrated_to':
      return { migrate_to_chat_id: service.chatId };
    case 'migrated_from':
      return { migrate_from_chat_id: service.chatId };
    case 'topic_closed':
      return { forum_topic_closed: {} };
    case 'topic_reopened':
      return { forum_topic_reopened: {} };
    case 'bot_added':
      return { new_chat_members: [state.bot] };
  }
}

export function epochSeconds(epochMs: number): number {
  return Math.floor(epochMs / 1000);
}
