// Subscribes a chat, or one topic, to a project, session or job. A subscription may be for something
// that does not exist yet, so a prefix never stands for another id: if it fits others, the person is asked.

import { maySee } from '../../../audience/access.ts';
import type { Chat, Subscription } from '../../../audience/chat-book.ts';
import { isShownAt } from '../../../audience/chat-scope.ts';
import { idText } from '../../../message/locale/voice.ts';
import type { Button, Message } from '../../../message/message.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import { type Narrowing, subscribeButton } from '../command/choices.ts';
import type { ChatCommandDeps, CommandCall } from '../command/command.ts';
import { speakHere } from '../command/place.ts';
import { type Viewer, visibleJobs, visibleRequests } from '../command/visibility.ts';
import {
  effectiveSubscriptions,
  everythingOf,
  subscriptionList,
  subscriptionText,
} from './chat-summary.ts';
import { mayAdd, mayRemove, signed } from './group-changes.ts';
import { askWhetherOnly, type KnownProjects, narrowedTo, widerThan } from './narrow.ts';

export interface SubscriptionTarget {
  readonly kind: Subscription['kind'];
  readonly id: string;
  /** Chosen from the buttons: it stands for nothing but itself. */
  readonly isExact: boolean;
  /** What the person answered when they were asked whether they mean only this. */
  readonly narrowing?: Narrowing;
}

export type SubscribingChat = Viewer & Pick<CommandCall, 'userId' | 'userName' | 'voice'>;

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;

export interface Subscribed extends Pick<Message, 'body' | 'buttons'> {
  /** `kept`: the person did not mean to change anything. */
  readonly kind: 'subscribed' | 'kept' | 'asked' | 'refused';
}

const MAX_CHOICES = 5;

export async function subscribeTo(
  target: SubscriptionTarget,
  who: SubscribingChat,
  deps: Deps,
): Promise<Subscribed> {
  const { voice } = who;
  const projects = await visibleProjects(target, who, deps);
  const isAllowed = target.kind !== 'project' || isProjectVisible(target.id, who);
  if (projects === undefined && !target.isExact) {
    const others = await otherIdsWithPrefix(target, who, deps);
    const choices = buttonsFor(target, isAllowed ? [target.id, ...others] : others, who);
    if (others.length > 0 && choices.length > 0) return askWhich(target, choices, who);
  }
  if (!isAllowed) {
    return { kind: 'refused', body: voice.speak('reply-no-project', { id: idText(target.id) }) };
  }
  const wanted = subscriptionsFor(target, projects ?? [], who);
  if (!(await mayAdd(who, wanted))) {
    return { kind: 'refused', body: voice.speak('reply-change-forbidden') };
  }
  return carryOut({ target, projects, wanted }, who, deps);
}

interface Wish {
  readonly target: SubscriptionTarget;
  /** As in `visibleProjects`. */
  readonly projects: KnownProjects;
  readonly wanted: readonly Subscription[];
}

/** Of a person who may subscribe the chat to it. */
async function carryOut(wish: Wish, who: SubscribingChat, deps: Deps): Promise<Subscribed> {
  const { target, projects, wanted } = wish;
  const { voice, chat, address } = who;
  if (target.narrowing === 'only') return narrow(wish, who, deps);
  const here = await effectiveSubscriptions(chat, address, deps);
  if (target.narrowing === 'keep') {
    const now = subscriptionList(here, voice);
    return { kind: 'kept', body: speakHere('reply-not-narrowed', who, { now }) };
  }
  const { members } = await deps.chatBook.audience();
  if (widerThan(target, projects, { here, members }).length > 0) {
    return { kind: 'asked', ...askWhetherOnly(target, here, who) };
  }
  await deps.chatBook.update(chat.id, (stored = chat) => withAll(stored, wanted));
  return { kind: 'subscribed', body: signed(subscribedText(target, projects, who), who) };
}

async function narrow(
  { target, wanted }: Wish,
  who: SubscribingChat,
  deps: Deps,
): Promise<Subscribed> {
  const { voice, chat, address } = who;
  const lost = chat.subscriptions.filter(({ topicId }) => isShownAt(chat, address, topicId));
  if (!(await mayRemove(who, lost, deps))) {
    return { kind: 'refused', body: voice.speak('reply-change-forbidden') };
  }
  await deps.chatBook.update(chat.id, (stored = chat) => narrowedTo(stored, wanted, address));
  const what = subscriptionText(target, voice);
  return { kind: 'subscribed', body: signed(speakHere('reply-narrowed', who, { what }), who) };
}

/** Buttons for projects that may be shown here, those with the newest jobs first. */
export async function projectChoices(who: SubscribingChat, deps: Deps): Promise<Button[]> {
  const ids = (await visibleItems(who, deps)).flatMap(({ projectId }) => projectId ?? []);
  return [...new Set(ids)]
    .slice(0, MAX_CHOICES)
    .map((id) => subscribeButton(id, 'project', id))
    .filter((one) => one !== undefined);
}

/** Projects outside the person's role are treated as nonexistent. */
function isProjectVisible(projectId: string, { member }: Viewer): boolean {
  return maySee(member, { projectId, visibility: 'public' });
}

/**
 * The projects (`undefined` among them: none) in which the person may see something with exactly this
 * id; `undefined` if there is nothing.
 */
async function visibleProjects(
  { kind, id }: SubscriptionTarget,
  who: SubscribingChat,
  deps: Deps,
): Promise<KnownProjects> {
  if (kind === 'everything') return [];
  const found = kind === 'job' ? await deps.jobs.find(id) : await visibleInPrivate(who, deps);
  const visible = found.filter(
    (one) => maySee(who.member, one) && (kind === 'job' || idsOf(kind, one) === id),
  );
  return visible.length === 0 ? undefined : [...new Set(visible.map((one) => one.projectId))];
}

/** As in a private chat: what a person names need not be in the group's scope. */
function visibleInPrivate(who: SubscribingChat, deps: Deps) {
  return visibleItems({ ...who, chat: { ...who.chat, kind: 'private' } }, deps);
}

async function visibleItems(viewer: Viewer, deps: Deps) {
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

/** Other ids with this prefix, among what may be shown here. */
async function otherIdsWithPrefix(
  { kind, id }: SubscriptionTarget,
  who: SubscribingChat,
  deps: Deps,
): Promise<string[]> {
  if (kind === 'everything') return [];
  const ids =
    kind === 'job'
      ? (await visibleJobs(who, deps)).map((job) => job.id)
      : (await visibleItems(who, deps)).flatMap((one) => idsOf(kind, one) ?? []);
  return [...new Set(ids)].filter((other) => other !== id && other.startsWith(id));
}

/** None if the id as typed is too long for a button: then it is used as typed. */
function buttonsFor(
  target: SubscriptionTarget,
  ids: readonly string[],
  { voice }: SubscribingChat,
): Button[] {
  const buttons = ids.slice(0, MAX_CHOICES).map((id) => {
    const label = id === target.id ? voice.speak('reply-as-typed', { id }).text : id;
    return subscribeButton(label, target.kind, id);
  });
  return buttons[0] === undefined ? [] : buttons.filter((one) => one !== undefined);
}

function askWhich(
  target: SubscriptionTarget,
  choices: readonly Button[],
  { voice }: SubscribingChat,
): Subscribed {
  const body = voice.speak('reply-subscribe-which', { id: idText(target.id) });
  return { kind: 'asked', body, buttons: choices.map((one) => [one]) };
}

/** For known ids one per project, so that no other project's job of the same id is included. */
function subscriptionsFor(
  { kind, id }: SubscriptionTarget,
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
  { kind, id }: SubscriptionTarget,
  projects: readonly unknown[] | undefined,
  who: SubscribingChat,
): RichText {
  const key = projects === undefined ? 'reply-subscribed-ahead' : 'reply-subscribed';
  const followed = { kind, id, ...(kind === 'everything' ? everythingOf([who.member]) : {}) };
  return speakHere(key, who, { what: subscriptionText(followed, who.voice) });
}
