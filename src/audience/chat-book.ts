// Contract: the chats jobwire talks to and what each wants to hear. Kept by redis/people/chat-book.
import type { Member } from './access.ts';

export const LEVELS = ['all', 'errors', 'approvals', 'off'] as const;
export type Level = (typeof LEVELS)[number];

export const SUBSCRIPTION_KINDS = ['everything', 'project', 'session', 'job'] as const;
export type SubscriptionKind = (typeof SUBSCRIPTION_KINDS)[number];

export interface Subscription {
  readonly kind: SubscriptionKind;
  /** Project, session or job id; empty for `everything`. */
  readonly id: string;
  /** Of a job or session: the project it belonged to when it was subscribed, where that was known. */
  readonly projectId?: string;
  /** Forum topic that gets it; absent: the chat itself. */
  readonly topicId?: number;
  /** The person who subscribed; the chat gets what that person may see, no more. */
  readonly by: number;
}

export interface Chat {
  /** Telegram chat id; negative for groups. */
  readonly id: number;
  readonly kind: 'private' | 'group';
  readonly title: string;
  /** Language of everything said in this chat: `en`, `de`. */
  readonly locale: string;
  readonly level: Level;
  readonly subscriptions: readonly Subscription[];
  /** People with a role who set this chat up; a chat may see what one of them may see. */
  readonly sponsors: readonly number[];
  /** Why nothing is sent there any more (`blocked`, `kicked`, …); absent while it is active. */
  readonly inactive?: string;
}

/** Where a message goes: a chat, or one topic of a forum. */
export interface Address {
  readonly chatId: number;
  readonly topicId?: number;
}

/** Everything that routing looks at, as it stood at one moment. */
export interface Audience {
  /** Grows with every change of a chat or member; a route made with an older one is not committed. */
  readonly revision: number;
  readonly chats: readonly Chat[];
  readonly members: ReadonlyMap<number, Member>;
}

export interface ChatBook {
  get(chatId: number): Promise<Chat | undefined>;
  /**
   * Changes a chat in one atomic step: `change` gets what is stored (`undefined` for an unknown
   * chat) and may be called again when somebody else was faster.
   */
  update(chatId: number, change: (chat: Chat | undefined) => Chat): Promise<Chat>;
  /** Nothing is sent to it any more, for this reason; an unknown chat stays unknown. */
  deactivate(chatId: number, reason: string): Promise<void>;
  /** The audience at its newest revision; cheap when nothing changed since the last call. */
  audience(): Promise<Audience>;
}

/** `-100123:7` for a topic, `1001` for a chat: the written form of an address. */
export function addressKey({ chatId, topicId }: Address): string {
  return topicId === undefined ? `${chatId}` : `${chatId}:${topicId}`;
}

export function parseAddress(key: string): Address {
  const [chat, topic] = key.split(':');
  return topic === undefined
    ? { chatId: Number(chat) }
    : { chatId: Number(chat), topicId: Number(topic) };
}
