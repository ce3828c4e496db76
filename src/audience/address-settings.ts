// The settings of an address: those of a chat, and those that a topic of a forum has for itself. Pure.
//
// The one home of settings that topics have for themselves. A further one is a field of `Chat` and of
// `topicSettingsSchema` (chat-book.ts), and a line in `settingsOf` and `withChatSettings`.
import type { Address, Chat, Level, TopicSettings } from './chat-book.ts';
import type { HoldSettings } from './quiet/hold.ts';
import type { MutedJobs } from './quiet/muted-jobs.ts';

export const CARD_SETTINGS = ['on', 'off'] as const;
export type CardSetting = (typeof CARD_SETTINGS)[number];

export interface AddressSettings extends HoldSettings, MutedJobs {
  /** In which times of day are meant there; empty: nobody said so, it is UTC. */
  readonly zone: string;
  readonly level: Level;
  readonly cards: CardSetting;
}

type Settings = Pick<Chat, 'kind' | 'level' | keyof TopicSettings | 'topics'>;

/** As a topic has them; each that it does not have is that of its chat. */
export function settingsOf(chat: Settings, address: Pick<Address, 'topicId'>): AddressSettings {
  const { level, cards = 'on', mutedJobs = [], mutedJobsUntil = {}, topics } = chat;
  const { mutedUntil = '', quiet = 'off', zone = '' } = chat;
  const topicId = topicOf(chat, address);
  const own = topicId === undefined ? undefined : topics?.[topicId];
  return { level, cards, mutedJobs, mutedJobsUntil, mutedUntil, quiet, zone, ...own };
}

/** Sets those that `change` has: of the topic if the address is one, else of the chat and so of topics without own. */
export function withSettings(
  chat: Chat,
  address: Pick<Address, 'topicId'>,
  change: TopicSettings,
): Chat {
  const topicId = topicOf(chat, address);
  if (topicId === undefined) return withChatSettings(chat, change);
  const topics = { ...chat.topics, [topicId]: { ...chat.topics?.[topicId], ...change } };
  return { ...chat, topics };
}

/** Those that a topic has for itself; none of another address. */
export function ownSettings(chat: Settings, address: Pick<Address, 'topicId'>): TopicSettings {
  const topicId = topicOf(chat, address);
  return (topicId !== undefined && chat.topics?.[topicId]) || {};
}

/** The topic has these as its chat has them again; `names`: absent for all. */
export function withoutOwnSettings(
  chat: Chat,
  address: Pick<Address, 'topicId'>,
  names?: readonly (keyof TopicSettings)[],
): Chat {
  const topicId = topicOf(chat, address);
  if (topicId === undefined || chat.topics?.[topicId] === undefined) return chat;
  const kept = Object.entries(chat.topics[topicId]).filter(
    ([name]) => names !== undefined && !names.some((one) => one === name),
  );
  const others = Object.entries(chat.topics).filter(([id]) => id !== String(topicId));
  const { topics: _, ...plain } = chat;
  const own = kept.length === 0 ? [] : [[topicId, Object.fromEntries(kept)] as const];
  const all = [...others, ...own];
  return all.length === 0 ? plain : { ...plain, topics: Object.fromEntries(all) };
}

/** Whether it is a topic of a group, which is a place of its own. */
export function isTopic(chat: Pick<Chat, 'kind'>, address: Pick<Address, 'topicId'>): boolean {
  return topicOf(chat, address) !== undefined;
}

/** Topics of a private chat sort one person's messages; they are no places of their own. */
function topicOf({ kind }: Pick<Chat, 'kind'>, { topicId }: Pick<Address, 'topicId'>) {
  return kind === 'private' ? undefined : topicId;
}

/** A chat's own settings are absent where they are the usual ones. */
function withChatSettings(chat: Chat, change: TopicSettings): Chat {
  const { level, ...wanted } = { ...settingsOf(chat, {}), ...change };
  const { cards, mutedJobs, mutedJobsUntil, mutedUntil, quiet, zone, ...others } = chat;
  return {
    ...others,
    level,
    ...(wanted.cards === 'off' ? { cards: wanted.cards } : {}),
    ...(wanted.mutedJobs.length === 0 ? {} : { mutedJobs: wanted.mutedJobs }),
    ...(isEmpty(wanted.mutedJobsUntil) ? {} : { mutedJobsUntil: wanted.mutedJobsUntil }),
    ...(wanted.mutedUntil === '' ? {} : { mutedUntil: wanted.mutedUntil }),
    ...(wanted.quiet === 'off' ? {} : { quiet: wanted.quiet }),
    ...(wanted.zone === '' ? {} : { zone: wanted.zone }),
  };
}

function isEmpty(record: Readonly<Record<string, string>>): boolean {
  return Object.keys(record).length === 0;
}
