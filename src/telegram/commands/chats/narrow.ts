// Somebody subscribes a chat to what it follows already as part of more. They may mean that it shall follow only that,
// so they are asked, and nothing looks as if it had been narrowed.
import { maySee, type Rights } from '../../../audience/access.ts';
import type { Address, Chat, Subscription } from '../../../audience/chat-book.ts';
import { isShownAt } from '../../../audience/chat-scope.ts';
import { idText } from '../../../message/locale/voice.ts';
import type { Message } from '../../../message/message.ts';
import { excerpt } from '../../../message/text/excerpt.ts';
import { narrowButtons } from '../command/choices.ts';
import { type CommandPlace, speakHere } from '../command/place.ts';
import { subscriptionList } from './chat-summary.ts';

const MAX_LABEL_UNITS = 40;

type Named = Pick<Subscription, 'kind' | 'id'>;
/** Projects in which something is known, `undefined` among them for none; `undefined` if it is known in none. */
export type KnownProjects = readonly (string | undefined)[] | undefined;

/** Those of `here` that bring everything that `target` would; what is not known yet may turn out to be in any project. */
export function widerThan(
  { kind, id }: Named,
  projects: KnownProjects,
  { here, members }: Here,
): Subscription[] {
  if (kind === 'everything') return [];
  const of = kind === 'project' ? [id] : (projects ?? []);
  return here.filter((one) => {
    const person = members.get(one.by);
    const seesAll = of.every((projectId) => maySee(person, { projectId, visibility: 'public' }));
    if (one.kind === 'everything') return seesAll;
    return one.kind === 'project' && kind !== 'project' && isOnlyOf(of, one.id) && seesAll;
  });
}

interface Here {
  /** The effective subscriptions of an address. */
  readonly here: readonly Subscription[];
  readonly members: ReadonlyMap<number, Rights>;
}

function isOnlyOf(projects: readonly (string | undefined)[], projectId: string): boolean {
  return projects.length > 0 && projects.every((one) => one === projectId);
}

/** Without buttons if the id is too long for one: then it says how. */
export function askWhetherOnly(
  target: Named,
  here: readonly Subscription[],
  place: CommandPlace,
): Pick<Message, 'body' | 'buttons'> {
  const { voice } = place;
  const { speak } = voice;
  const args = { now: subscriptionList(here, voice), id: idText(target.id) };
  const labels = {
    only: speak('reply-narrow-only', { id: excerpt(target.id, MAX_LABEL_UNITS) }).text,
    keep: speak('reply-narrow-keep').text,
  };
  const buttons = narrowButtons(target, labels);
  if (buttons.length === 0) return { body: speakHere('reply-narrow-by-hand', place, args) };
  return { body: speakHere('reply-narrow', place, args), buttons: buttons.map((one) => [one]) };
}

/** The chat, which follows only these at their address. */
export function narrowedTo(chat: Chat, wanted: readonly Subscription[], at: Address): Chat {
  const others = chat.subscriptions.filter(({ topicId }) => !isShownAt(chat, at, topicId));
  return { ...chat, subscriptions: [...others, ...wanted] };
}
