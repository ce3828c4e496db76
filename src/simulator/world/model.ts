// The records of the simulated world. They are replaced, never mutated.
import type { ApiObject, Entity, Keyboard } from '../protocol/bot-objects.ts';

export interface Person {
  readonly id: number;
  readonly firstName: string;
  readonly username?: string;
  /** IETF tag as Telegram sends it: `de`, `pt-br`. */
  readonly languageCode?: string;
}

export type MemberRole = 'creator' | 'administrator' | 'member';

export interface GroupMember {
  readonly personId: number;
  readonly role: MemberRole;
}

/** Forum topic; its id is a message id of the chat. Topic 1 is General, which has no thread id. */
export interface Topic {
  readonly id: number;
  readonly name: string;
  readonly closed: boolean;
}

/**
 * What the bot may do in a chat. `stranger`: the person never started it; `blocked` and
 * `deactivated` are private chats, `kicked` and `left` are groups.
 */
export type Standing =
  | 'member'
  | 'administrator'
  | 'stranger'
  | 'blocked'
  | 'deactivated'
  | 'kicked'
  | 'left';

export interface SimChat {
  readonly id: number;
  readonly kind: 'private' | 'group' | 'supergroup' | 'channel';
  readonly title: string;
  readonly forum: boolean;
  readonly members: readonly GroupMember[];
  readonly topics: readonly Topic[];
  readonly bot: Standing;
  /** Id of the supergroup that this group became. */
  readonly movedTo?: number;
  /** Of a channel: the group in which its posts are discussed. */
  readonly discussion?: number;
}

export interface MessageAuthor {
  readonly id: number;
  readonly firstName: string;
  readonly isBot: boolean;
}

/** An earlier version of a message. */
export interface Version {
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly keyboard: Keyboard;
  /** Since when it was like this; epoch milliseconds. */
  readonly at: number;
}

export interface Document {
  readonly fileId: string;
  readonly name: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
}

/** A service message: a line of the history that nobody wrote. */
export type ServiceAction =
  | { readonly kind: 'migrated_to' | 'migrated_from'; readonly chatId: number }
  | { readonly kind: 'topic_closed' | 'topic_reopened' }
  | { readonly kind: 'bot_added' };

export interface SimMessage {
  readonly chatId: number;
  readonly messageId: number;
  /** Forum topic; absent in General and in chats without topics. */
  readonly topicId?: number;
  /** First message of the thread of replies, in supergroups without topics. */
  readonly threadId?: number;
  readonly from: MessageAuthor;
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly keyboard: Keyboard;
  /** Opens the reply field of the person. */
  readonly forceReply: boolean;
  /** Delivered without a sound. */
  readonly silent: boolean;
  /** Id of the message it replies to. */
  readonly replyTo?: number;
  /** Earlier versions, the oldest first; at most HISTORY_LIMIT, always with the first one. */
  readonly history: readonly Version[];
  /** Epoch milliseconds. */
  readonly sentAt: number;
  readonly editedAt?: number;
  readonly service?: ServiceAction;
  readonly document?: Document;
  /** Fields of the Bot API that replace or join those of a message of a person. */
  readonly onWire?: ApiObject;
}
