// Where in a chat a new message goes: topic, thread, replied-to message.

import { badRequest } from '../protocol/refusal.ts';
import { targetOf } from '../world/acts.ts';
import type { SimChat, SimMessage } from '../world/model.ts';
import { GENERAL_TOPIC, topicOf } from '../world/people.ts';
import type { State } from '../world/state.ts';
import { asObject, type Params } from './params.ts';

type MessageTarget = Pick<SimMessage, 'topicId' | 'threadId' | 'replyTo'>;

/** Refuses unknown or closed topics, and replies to messages that are gone. */
export function checkTarget(state: State, chat: SimChat, params: Params): MessageTarget {
  const thread = params.integer('message_thread_id');
  if (thread !== undefined && thread !== 0) checkThread(state, chat, thread);
  const topicId = chat.forum ? thread : undefined;
  checkOpen(chat, topicId ?? GENERAL_TOPIC);
  const replyTo = answeredMessage(state, chat, params);
  const target = targetOf(state, chat, { topicId, replyTo });
  return chat.forum || thread === undefined ? target : { ...target, threadId: thread };
}

/** A forum's General topic has no thread id, not even 1. */
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
  const wanted = reply?.message_id ?? params.integer('reply_to_message_id');
  if (wanted === undefined) return undefined;
  const messageId = Number(wanted);
  if (messages.get(chat.id, messageId) !== undefined) return messageId;
  const isOptional =
    reply?.allow_sending_without_reply === true || params.flag('allow_sending_without_reply');
  return isOptional ? undefined : badRequest('message to be replied not found');
}
