// Contract of a delivery channel: one message out, one outcome back. Implemented by telegram/sending/channel.
import type { Address } from '../audience/chat-book.ts';
import type { Message } from '../message/message.ts';

export type SendOutcome =
  /** Delivered. After an edit, `messageId` is the one passed in. */
  | { readonly kind: 'sent'; readonly messageId: number }
  /** Rate limited; whether this chat or the whole bot is not certain. */
  | { readonly kind: 'flood'; readonly retryAfterMs: number }
  /** Nothing reached the chat (connection refused, 5xx); the call may be repeated. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** The answer was lost: the message may or may not have been delivered. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** The message to edit is gone or can't be edited: send a new one. */
  | { readonly kind: 'gone' }
  /** The chat can no longer be reached: blocked, kicked, deleted. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** The chat exists, but the bot may not write there, or not this kind of message. */
  | { readonly kind: 'not-allowed'; readonly reason: string }
  /** The group became a supergroup with this id. */
  | { readonly kind: 'migrated'; readonly to: number }
  /** The forum topic is gone or closed; the chat itself still works. */
  | { readonly kind: 'no-topic' }
  /** Telegram rejects the message itself, which is a bug of ours; shorter plain text may pass. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The bot token is invalid. */
  | { readonly kind: 'unauthorized' };

/** Never throws: every failure is one of the outcomes. */
export interface Channel {
  send(address: Address, message: Message): Promise<SendOutcome>;
  /** Replaces text and buttons. Also `sent` if the message already looks like that. */
  edit(address: Address, messageId: number, message: Message): Promise<SendOutcome>;
}
