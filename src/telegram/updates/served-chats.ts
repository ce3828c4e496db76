// Which updates belong to chats that jobwire serves. None of the others is asked for (ALLOWED_UPDATES), but one that
// came all the same must not be taken for one of a private chat: the numbers of their chats are those of people.
import type { Message, Update } from 'grammy/types';

/** Fields of messages of a business account, of a guest's query, of a channel's direct messages, and of ephemeral ones. */
const FOREIGN = [
  'business_connection_id',
  'guest_query_id',
  'direct_messages_topic',
  'ephemeral_message_id',
] as const satisfies readonly (keyof Message)[];

export function isOfServedChat({ message, channel_post: post, callback_query: tap }: Update) {
  const about = tap?.message ?? message ?? post;
  if (about === undefined) return true;
  const { chat = {} } = about;
  const isDirect = 'is_direct_messages' in chat && chat.is_direct_messages === true;
  return !isDirect && FOREIGN.every((field) => !(field in about));
}
