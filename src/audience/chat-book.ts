// Contract: the chats jobwire talks to and what each wants to hear. Implemented by redis/people/chat-book.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';
import type { Member } from './access.ts';

export const LEVELS = ['all', 'errors', 'approvals', 'off'] as const;
export type Level = (typeof LEVELS)[number];

export const SUBSCRIPTION_KINDS = ['everything', 'project', 'session', 'job'] as const;
export type SubscriptionKind = (typeof SUBSCRIPTION_KINDS)[number];

const subscriptionSchema = z
  .object({
    kind: z.enum(SUBSCRIPTION_KINDS),
    /** Project, session or job id; empty for `everything`. */
    id: z.string(),
    /** Of a job or session: the project it belonged to when it was subscribed, where that was known. */
    projectId: z.string().exactOptional(),
    /** Forum topic that gets it; absent: the chat itself. */
    topicId: z.number().exactOptional(),
    /** The person who subscribed; the chat gets what that person may see, no more. */
    by: z.number(),
  })
  .readonly();
export type Subscription = z.infer<typeof subscriptionSchema>;

const chatSchema = z
  .object({
    /** Telegram chat id; negative for groups. */
    id: z.int(),
    kind: z.enum(['private', 'group']),
    title: z.string(),
    /** Language of everything said in this chat: `en`, `de`. */
    locale: z.string(),
    level: z.enum(LEVELS),
    subscriptions: z.array(subscriptionSchema).readonly(),
    /** People with a role who set this chat up; a chat may see what one of them may see. */
    sponsors: z.array(z.number()).readonly(),
    /** Why nothing is sent there any more (`blocked`, `kicked`, …); absent while it is active. */
    inactive: z.string().exactOptional(),
  })
  .readonly();
export type Chat = z.infer<typeof chatSchema>;

export const decodeChat = createDecoder('chat', chatSchema);

/** Where a message goes: a chat, or one topic of a forum. */
export const addressSchema = z
  .object({ chatId: z.number(), topicId: z.number().exactOptional() })
  .readonly();
export type Address = z.infer<typeof addressSchema>;

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
