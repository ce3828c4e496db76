// Contract of a delivery channel: one message out, one outcome back. Kept by telegram/sending/channel.
import type { Address } from '../audience/chat-book.ts';
import type { Message } from '../message/message.ts';

export type SendOutcome =
  /** It is there. After an edit `messageId` is the one that was given. */
  | { readonly kind: 'sent'; readonly messageId: number }
  /** Too many calls; nobody knows for sure whether the chat or the bot is meant. */
  | { readonly kind: 'flood'; readonly retryAfterMs: number }
  /** Nothing reached the chat (refused connection, 5xx); the same call may be made again. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** The answer was lost: the message may be there or not. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** The message to edit is gone or can't be edited: send it anew. */
  | { readonly kind: 'gone' }
  /** The chat can't be reached any more: blocked, kicked, deleted. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** The chat is there, but does not let the bot write, or not this kind of message. */
  | { readonly kind: 'not-allowed'; readonly reason: string }
  /** The group became a supergroup with this id. */
  | { readonly kind: 'migrated'; readonly to: number }
  /** The forum topic is gone or closed: the chat itself still works. */
  | { readonly kind: 'no-topic' }
  /** Telegram refuses the text itself: a mistake of ours; plain, shorter text may pass. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The bot token is not valid (any more). */
  | { readonly kind: 'unauthorized' };

/** Never throws: whatever happens is one of the outcomes. */
export interface Channel {
  send(address: Address, message: Message): Promise<SendOutcome>;
  /** Replaces text and buttons. `sent` also when the message already looks like that. */
  edit(address: Address, messageId: number, message: Message): Promise<SendOutcome>;
}
