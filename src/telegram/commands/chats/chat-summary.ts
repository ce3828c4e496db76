// What a chat, or one topic of it, gets.
import type { Rights } from '../../../audience/access.ts';
import type { Address, Chat, Level, Subscription } from '../../../audience/chat-book.ts';
import { isEffective, isShownAt } from '../../../audience/chat-scope.ts';
import { joinList } from '../../../message/locale/list-text.ts';
import { idText, type Voice } from '../../../message/locale/voice.ts';
import { shorten } from '../../../message/text/cut.ts';
import { join, type RichText } from '../../../message/text/rich-text.ts';
import type { ChatCommandDeps } from '../command/command.ts';
import { type CommandPlace, speakHere } from '../command/place.ts';

/** More than this are counted, not listed. */
const MAX_LISTED = 30;
const MAX_PROJECTS = 5;
const MAX_LIST_UNITS = 3_400;

/** What is followed; of everything only what the rights of those who subscribed the chat let through. */
export interface Followed extends Pick<Subscription, 'kind' | 'id'> {
  /** Absent: all projects. */
  readonly only?: readonly string[];
}

/** Subscriptions of an address that still have an effect, each once. */
export async function effectiveSubscriptions(
  chat: Chat,
  address: Address,
  { chatBook }: Pick<ChatCommandDeps, 'chatBook'>,
): Promise<(Subscription & Followed)[]> {
  const { members } = await chatBook.audience();
  const here = chat.subscriptions.filter(
    (one) => isShownAt(chat, address, one.topicId) && isEffective(one, members),
  );
  // Several people may have made the same subscription, each with their own rights.
  return here
    .filter(
      (one, at) => here.findIndex(({ kind, id }) => kind === one.kind && id === one.id) === at,
    )
    .map((one) => {
      if (one.kind !== 'everything') return one;
      const subscribers = here.filter(({ kind }) => kind === 'everything').map(({ by }) => by);
      return { ...one, ...everythingOf(subscribers.map((by) => members.get(by))) };
    });
}

/** What comes of everything to whom people with these rights subscribed it. */
export function everythingOf(people: readonly (Rights | undefined)[]): Pick<Followed, 'only'> {
  const projects = people.flatMap((one) => one?.grants ?? []).map(({ projectId }) => projectId);
  const only = projects.filter((one) => one !== undefined);
  return only.length < projects.length || only.length === 0 ? {} : { only: [...new Set(only)] };
}

export function chatSummary(
  chatLevel: Level,
  subscriptions: readonly Followed[],
  place: CommandPlace,
): RichText {
  const { voice } = place;
  const { speak } = voice;
  const level = speak('reply-level-is', { level: speak(`reply-level-${chatLevel}-posts`) });
  if (subscriptions.length === 0)
    return join([speakHere('reply-nothing-subscribed', place), level], '\n');
  return join(
    [speakHere('reply-gets', place), subscriptionList(subscriptions, voice), level],
    '\n',
  );
}

/** A line for each. */
export function subscriptionList(subscriptions: readonly Followed[], voice: Voice): RichText {
  const listed = subscriptions.slice(0, MAX_LISTED).map((one) => subscriptionText(one, voice));
  const more = subscriptions.length - listed.length;
  const rest = more === 0 ? [] : [voice.speak('reply-more', { count: more })];
  return shorten(join([...listed, ...rest], '\n'), MAX_LIST_UNITS);
}

export function subscriptionText({ kind, id, only }: Followed, voice: Voice): RichText {
  if (only === undefined) return voice.speak(`reply-subscription-${kind}`, { id: idText(id) });
  const projects = joinList(only.slice(0, MAX_PROJECTS).map(idText), voice);
  const more = only.length > MAX_PROJECTS ? only.length - MAX_PROJECTS : undefined;
  return voice.speak('reply-subscription-everything-in', { projects, more });
}
