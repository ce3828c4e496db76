// The address of a message: its chat, and its topic if the chat is a forum.
import type { CallbackQuery } from 'grammy/types';
import { defined } from '../../runtime/defined.ts';
export function addressOf(message: NonNullable<CallbackQuery['message']>) {
  const topicId = 'is_topic_message' in message ? message.message_thread_id : undefined;
  const chatId = message.chat.id;
  return { chatId, ...defined({ topicId }) };
}
