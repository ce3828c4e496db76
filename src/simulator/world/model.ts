// What the simulated world is made of. Every record is replaced, never changed.
import type { Entity, Keyboard } from '../protocol/bot-objects.ts';

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
  readonly kind: 'private' | 'group' | 'supergroup';
  readonly title: string;
  readonly forum: boolean;
  readonly members: readonly GroupMember[];
  readonly topics: readonly Topic[];
  readonly bot: Standing;
  /** Id of the supergroup that this group became. */
  readonly movedTo?: number;
}

export interface MessageAuthor {
  readonly id: number;
  readonly firstName: string;
  readonly isBot: boolean;
}

/** How a message looked for a while. */
export interface Version {
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly keyboard: Keyboard;
  /** Epoch milliseconds from which on it looked like this. */
  readonly at: number;
}

export interface Document {
  readonly fileId: string;
  readonly name: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
}

/** A line of the chat's history that nobody wrote. */
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
  /** The person is asked to reply at once. */
  readonly forceReply: boolean;
  /** Came without a sound. */
  readonly silent: boolean;
  /** Id of the message it answers. */
  readonly replyTo?: number;
  /** Former versions, the oldest first; at most HISTORY_LIMIT, the first one always kept. */
  readonly history: readonly Version[];
  /** Epoch milliseconds. */
  readonly sentAt: number;
  readonly editedAt?: number;
  readonly service?: ServiceAction;
  readonly document?: Document;
}
