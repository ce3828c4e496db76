// Where in a chat a new message goes: topic, thread, answered message.

import { badRequest } from '../protocol/refusal.ts';
import { placeOf } from '../world/acts.ts';
import type { SimChat, SimMessage } from '../world/model.ts';
import { GENERAL_TOPIC, topicOf } from '../world/people.ts';
import type { State } from '../world/state.ts';
import { asObject, type Params } from './params.ts';

type Place = Pick<SimMessage, 'topicId' | 'threadId' | 'replyTo'>;

/** Refuses topics that are unknown or closed and answers to messages that are gone. */
export function checkPlace(state: State, chat: SimChat, params: Params): Place {
  const thread = params.integer('message_thread_id');
  if (thread !== undefined && thread !== 0) checkThread(state, chat, thread);
  const topicId = chat.forum ? thread : undefined;
  checkOpen(chat, topicId ?? GENERAL_TOPIC);
  const replyTo = answeredMessage(state, chat, params);
  const place = placeOf(state, chat, { topicId, replyTo });
  return chat.forum || thread === undefined ? place : { ...place, threadId: thread };
}

/** General of a forum has no thread id, not even 1. */
function checkThread({ messages }: State, chat: SimChat, thread: number): void {
  const isKnown = chat.forum
    ? thread !== GENERAL_TOPIC && topicOf(chat, thread) !== undefined
    : chat.kind === 'supergroup' && messages.get(chat.id, thread) !== undefined;
  if (!isKnown) badRequest('message thread not found');
}

function checkOpen(chat: SimChat, topicId: number): void {
  if (chat.bot === 'administrator') return;
  if (topicOf(chat, topicId)?.closed === true) badRequest('TOPIC_CLOSED');
}

function answeredMessage({ messages }: State, chat: SimChat, params: Params): number | undefined {
  const reply = asObject(params.json('reply_parameters', 'reply parameters'));
  const named = reply?.message_id ?? params.integer('reply_to_message_id');
  if (named === undefined) return undefined;
  const messageId = Number(named);
  if (messages.get(chat.id, messageId) !== undefined) return messageId;
  const isOptional =
    reply?.allow_sending_without_reply === true || params.flag('allow_sending_without_reply');
  return isOptional ? undefined : badRequest('message to be replied not found');
}
