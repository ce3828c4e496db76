// Who may change what a chat gets, and what names them. Everybody with a role sets up their own private
// chat; a group is set up by the approvers and admins of what it gets.
import { hasAnyRole, type Member } from '../../../audience/access.ts';
import { isTopic } from '../../../audience/address-settings.ts';
import {
  type Concern,
  concernsOf,
  mayChange,
  routeConcerns,
  subscriptionConcerns,
} from '../../../audience/change-rights.ts';
import type { Address, Chat, Subscription } from '../../../audience/chat-book.ts';
import { isEffective } from '../../../audience/chat-scope.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import { excerpt } from '../../../message/text/excerpt.ts';
import { join, oneLine, type RichText } from '../../../message/text/rich-text.ts';
import type { ChatCommandDeps, CommandCall } from '../command/command.ts';
import type { CommandPlace } from '../command/place.ts';

const MAX_NAME_UNITS = 60;
/** How many of the newest jobs are searched for a session. */
const RECENT_JOBS = 500;

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;
type Changer = Pick<CommandCall, 'member' | 'chat'>;

/** What concerns the whole chat, with all its topics: its language. */
export function mayChangeChat({ member, chat }: Changer, deps: Deps): Promise<boolean> {
  return mayChangeHere({ member, chat, address: { chatId: chat.id } }, deps);
}

/**
 * The settings of a topic concern what that topic gets; those of a chat, as its topics have them too unless they have
 * their own, everything that the chat gets in any topic.
 */
export async function mayChangeHere(
  { member, chat, address }: Changer & Pick<CommandCall, 'address'>,
  deps: Deps,
): Promise<boolean> {
  if (chat.kind === 'private') return hasAnyRole(member);
  const { members } = await deps.chatBook.audience();
  const { topicId } = address;
  const effective = chat.subscriptions.filter(
    (one) => (topicId === undefined || one.topicId === topicId) && isEffective(one, members),
  );
  const concerns = await allConcerns(effective, members, deps);
  const routed = routeConcerns({ ...address, chatId: chat.id }, deps.routes);
  return mayChange(member, [...concerns, ...routed]);
}

/** `subscriptions`: those that this person wants the chat to get; `by` is that person. */
export async function mayAdd(
  { member, chat }: Changer,
  subscriptions: readonly Subscription[],
): Promise<boolean> {
  if (chat.kind === 'private') return hasAnyRole(member);
  const concerns = subscriptions.flatMap((one) => {
    const isOpen = one.kind !== 'project' && one.projectId === undefined;
    // Not known yet: it may turn out to be anything within the person's rights.
    return isOpen ? concernsOf(member) : subscriptionConcerns(one, member, []);
  });
  return mayChange(member, concerns);
}

/** `subscriptions`: those that the chat is to lose. */
export async function mayRemove(
  { member, chat }: Changer,
  subscriptions: readonly Subscription[],
  deps: Deps,
): Promise<boolean> {
  if (chat.kind === 'private') return hasAnyRole(member);
  const { members } = await deps.chatBook.audience();
  return mayChange(member, await allConcerns(subscriptions, members, deps));
}

async function allConcerns(
  subscriptions: readonly Subscription[],
  members: ReadonlyMap<number, Member>,
  deps: Deps,
): Promise<Concern[]> {
  const each = subscriptions.map(async (one) =>
    subscriptionConcerns(one, members.get(one.by), await projectsOf(one, deps)),
  );
  return (await Promise.all(each)).flat();
}

/** The projects in which there is such a job or session. */
async function projectsOf(
  { kind, id, projectId }: Subscription,
  { jobs, approvals }: Deps,
): Promise<Concern[]> {
  if (projectId !== undefined || kind === 'everything' || kind === 'project') return [];
  if (kind === 'job') return (await jobs.find(id)).map((job) => job.projectId);
  const [recent, pending] = await Promise.all([jobs.recent(RECENT_JOBS), approvals.pending()]);
  return [...recent, ...pending.map(({ request }) => request)]
    .filter(({ sessionId }) => sessionId === id)
    .map((one) => one.projectId);
}

/** The answer to a change; in a group it says who made it. */
export function signed(
  body: RichText,
  { chat, voice, userName }: Pick<CommandCall, 'chat' | 'voice' | 'userName'>,
): RichText {
  if (chat.kind === 'private') return body;
  return join([body, changedBy(userName, voice)], '\n');
}

/** What else a setting changes that was set outside of the topics of a chat: nothing, or a line about them. */
export function topicsNote(
  chat: Chat,
  { topicId }: Address,
  { speak }: Pick<Voice, 'speak'>,
): RichText[] {
  const hasTopics =
    chat.topics !== undefined || chat.subscriptions.some((one) => one.topicId !== undefined);
  return topicId === undefined && hasTopics ? [speak('reply-topics-follow')] : [];
}

const GROUP = 'group';

/** `/level group` in a topic: as the group has it. The word of the chat's language is understood too. */
export function meansGroup(word: string, { chat, address, voice }: CommandPlace): boolean {
  const known = [GROUP, voice.speak('reply-group-word').text.toLowerCase()];
  return isTopic(chat, address) && known.includes(word.toLowerCase());
}

/** What a change means for topics. `follows`: the topic has it as its group has it again. */
export function notes(follows: boolean, { chat, address, voice }: CommandPlace): RichText[] {
  return follows ? [voice.speak('reply-group-followed')] : topicsNote(chat, address, voice);
}

export function changedBy(name: string, { speak }: Pick<Voice, 'speak'>): RichText {
  return speak('reply-changed-by', { who: oneLine(excerpt(name, MAX_NAME_UNITS)) });
}
