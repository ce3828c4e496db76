// Subscribes a chat, or one topic, to a project, session or job. It is set for the future, so a
// beginning is never taken for another id: where others begin like it, the person is asked.

import { maySee } from '../../../audience/access.ts';
import type { Chat, Subscription } from '../../../audience/chat-book.ts';
import { idText } from '../../../message/locale/voice.ts';
import type { Button, Message } from '../../../message/message.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import { subscribeButton } from '../command/choices.ts';
import type { ChatCommandDeps, CommandCall } from '../command/command.ts';
import { type Viewer, visibleJobs, visibleRequests } from '../command/visibility.ts';
import { subscriptionText } from './chat-summary.ts';
import { mayAdd, signed } from './group-changes.ts';

export interface Wish {
  readonly kind: Subscription['kind'];
  readonly id: string;
  /** Chosen from the buttons: it is meant as it stands. */
  readonly isExact: boolean;
}

export type SubscribingChat = Viewer & Pick<CommandCall, 'userId' | 'userName' | 'voice'>;

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;

export interface Subscribed extends Pick<Message, 'body' | 'buttons'> {
  readonly kind: 'subscribed' | 'asked' | 'refused';
}

const MAX_CHOICES = 5;

export async function subscribeTo(
  wish: Wish,
  who: SubscribingChat,
  deps: Deps,
): Promise<Subscribed> {
  const { voice, chat } = who;
  const projects = await projectsSeen(wish, who, deps);
  const isWithinRole = wish.kind !== 'project' || isWithin(wish.id, who);
  if (projects === undefined && !wish.isExact) {
    const alike = await startingLike(wish, who, deps);
    const choices = buttonsFor(wish, isWithinRole ? [wish.id, ...alike] : alike, who);
    if (alike.length > 0 && choices.length > 0) return asked(wish, choices, who);
  }
  if (!isWithinRole) {
    return { kind: 'refused', body: voice.speak('reply-no-project', { id: idText(wish.id) }) };
  }
  const wanted = subscriptionsFor(wish, projects ?? [], who);
  if (!(await mayAdd(who, wanted))) {
    return { kind: 'refused', body: voice.speak('reply-change-forbidden') };
  }
  await deps.chatBook.update(chat.id, (stored) => withAll(stored ?? chat, wanted));
  return { kind: 'subscribed', body: signed(subscribedText(wish, projects, who), who) };
}

/** A project that the person's role does not reach is as unknown as one that is not. */
function isWithin(projectId: string, { member }: Viewer): boolean {
  return maySee(member, { projectId, visibility: 'public' });
}

/**
 * The projects (absent: none) in which the person may see what has exactly this id; `undefined`
 * when nothing is known of it.
 */
async function projectsSeen(
  { kind, id }: Wish,
  who: SubscribingChat,
  deps: Deps,
): Promise<readonly (string | undefined)[] | undefined> {
  if (kind === 'everything') return [];
  const found = kind === 'job' ? await deps.jobs.find(id) : await everythingSeen(who, deps);
  const fitting = found.filter(
    (one) => maySee(who.member, one) && (kind === 'job' || idsOf(kind, one) === id),
  );
  return fitting.length === 0 ? undefined : [...new Set(fitting.map((one) => one.projectId))];
}

/** As the person sees it in private: what they name is not looked for in the group's scope. */
function everythingSeen(who: SubscribingChat, deps: Deps) {
  return shownTo({ ...who, chat: { ...who.chat, kind: 'private' } }, deps);
}

async function shownTo(viewer: Viewer, deps: Deps) {
  const [jobs, requests] = await Promise.all([
    visibleJobs(viewer, deps),
    visibleRequests(viewer, deps),
  ]);
  return [...jobs, ...requests.map(({ request }) => request)];
}

function idsOf(
  kind: 'project' | 'session',
  one: { readonly projectId?: string; readonly sessionId?: string },
): string | undefined {
  return kind === 'project' ? one.projectId : one.sessionId;
}

/** Other ids that begin so, among what may be shown here. */
async function startingLike(
  { kind, id }: Wish,
  who: SubscribingChat,
  deps: Deps,
): Promise<string[]> {
  if (kind === 'everything') return [];
  const ids =
    kind === 'job'
      ? (await visibleJobs(who, deps)).map((job) => job.id)
      : (await shownTo(who, deps)).flatMap((one) => idsOf(kind, one) ?? []);
  return [...new Set(ids)].filter((other) => other !== id && other.startsWith(id));
}

/** None when the id as typed is too long for a button: then it is meant as it stands. */
function buttonsFor(wish: Wish, ids: readonly string[], { voice }: SubscribingChat): Button[] {
  const buttons = ids.slice(0, MAX_CHOICES).map((id) => {
    const label = id === wish.id ? voice.speak('reply-as-typed', { id }).text : id;
    return subscribeButton(label, wish.kind, id);
  });
  return buttons[0] === undefined ? [] : buttons.filter((one) => one !== undefined);
}

function asked(wish: Wish, choices: readonly Button[], { voice }: SubscribingChat): Subscribed {
  const body = voice.speak('reply-subscribe-which', { id: idText(wish.id) });
  return { kind: 'asked', body, buttons: choices.map((one) => [one]) };
}

/** What is known is bound to its projects, so that another project's job of that id is not meant. */
function subscriptionsFor(
  { kind, id }: Wish,
  projects: readonly (string | undefined)[],
  { address, userId }: SubscribingChat,
): Subscription[] {
  const { topicId } = address;
  const plain: Subscription = {
    kind,
    id,
    ...defined({ topicId }),
    by: userId,
  };
  if (kind === 'project' || projects.length === 0) return [plain];
  return projects.map((projectId) => (projectId === undefined ? plain : { ...plain, projectId }));
}

function withAll(chat: Chat, wanted: readonly Subscription[]): Chat {
  const others = chat.subscriptions.filter(
    (one) =>
      !wanted.some(
        ({ kind, id, topicId, by }) =>
          kind === one.kind && id === one.id && topicId === one.topicId && by === one.by,
      ),
  );
  return { ...chat, subscriptions: [...others, ...wanted] };
}

function subscribedText(
  { kind, id }: Wish,
  projects: readonly unknown[] | undefined,
  { voice, userId }: SubscribingChat,
): RichText {
  const key = projects === undefined ? 'reply-subscribed-ahead' : 'reply-subscribed';
  return voice.speak(key, { what: subscriptionText({ kind, id, by: userId }, voice) });
}
