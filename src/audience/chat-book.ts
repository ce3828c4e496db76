// Contract: the chats of jobwire and their subscriptions. Implemented by redis/people/chat-book.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';
import type { Member } from './access.ts';
import { quietHoursSchema } from './quiet/quiet-hours.ts';

export const LEVELS = ['all', 'results', 'errors', 'approvals', 'off'] as const;
export type Level = (typeof LEVELS)[number];

export const SUBSCRIPTION_KINDS = ['everything', 'project', 'session', 'job'] as const;
export type SubscriptionKind = (typeof SUBSCRIPTION_KINDS)[number];

const subscriptionSchema = z
  .object({
    kind: z.enum(SUBSCRIPTION_KINDS),
    /** Project, session or job id; empty for `everything`. */
    id: z.string(),
    /** Of a job or session: its project at the time of subscribing, if that was known. */
    projectId: z.string().exactOptional(),
    /** Forum topic that gets it; absent: the chat itself. */
    topicId: z.number().exactOptional(),
    /** The person who subscribed; the chat gets only what that person may see. */
    by: z.number(),
  })
  .readonly();
export type Subscription = z.infer<typeof subscriptionSchema>;

/** What a topic of a forum has for itself (address-settings.ts); what is absent is as in its chat. */
const topicSettingsSchema = z
  .object({
    level: z.enum(LEVELS).exactOptional(),
    cards: z.enum(['on', 'off']).exactOptional(),
    mutedJobs: z.array(z.string()).readonly().exactOptional(),
    mutedJobsUntil: z.record(z.string(), z.string()).readonly().exactOptional(),
    mutedUntil: z.string().exactOptional(),
    quiet: z.union([quietHoursSchema, z.literal('off')]).exactOptional(),
    zone: z.string().exactOptional(),
  })
  .readonly();
export type TopicSettings = z.infer<typeof topicSettingsSchema>;

const chatSchema = z
  .object({
    /** Telegram chat id; negative for groups. */
    id: z.int(),
    kind: z.enum(['private', 'group']),
    title: z.string(),
    /** Language of this chat: `en`, `de`. */
    locale: z.string(),
    level: z.enum(LEVELS),
    /** Steps of running jobs come as news instead of on a live card; absent: on the card. */
    cards: z.literal('off').exactOptional(),
    /** Of which it hears only requests and the end, and until when at most (quiet/muted-jobs.ts). */
    mutedJobs: z.array(z.string()).readonly().exactOptional(),
    mutedJobsUntil: z.record(z.string(), z.string()).readonly().exactOptional(),
    /** Nothing but requests comes until then (quiet/hold.ts): RFC 3339 UTC. */
    mutedUntil: z.string().exactOptional(),
    /** Hours of each day in which it is the same, and requests make no sound. */
    quiet: quietHoursSchema.exactOptional(),
    /** In which times of day are meant here, as somebody said it last; absent: UTC. */
    zone: z.string().exactOptional(),
    /** By topic id. */
    topics: z.record(z.string(), topicSettingsSchema).readonly().exactOptional(),
    /** Topics that were closed or deleted when they were last written to. */
    closedTopics: z.array(z.number()).readonly().exactOptional(),
    subscriptions: z.array(subscriptionSchema).readonly(),
    /** People with a role who set this chat up; a chat may see what one of them may see. */
    sponsors: z.array(z.number()).readonly(),
    /** Why nothing is sent there (`blocked`, `kicked`, …); absent while it is active. */
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

/** A consistent snapshot of everything that routing uses. */
export interface Audience {
  /** Grows with every change of a chat or member; a route based on an older revision is not committed. */
  readonly revision: number;
  readonly chats: readonly Chat[];
  readonly members: ReadonlyMap<number, Member>;
}

export interface ChatBook {
  get(chatId: number): Promise<Chat | undefined>;
  /**
   * Changes a chat in one atomic step: `change` gets the stored chat (`undefined` for an unknown one) and may be
   * called again after a concurrent change.
   */
  update(chatId: number, change: (chat: Chat | undefined) => Chat): Promise<Chat>;
  /** Stops sending to the chat, for this reason; ignores an unknown chat. */
  deactivate(chatId: number, reason: string): Promise<void>;
  /** The audience at its newest revision; cheap if nothing has changed since the last call. */
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
