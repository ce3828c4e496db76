// Renders an item in the chat's language at the moment it is sent: a request in its current state, a window with
// everything that has arrived until then.

import type { Approval } from '../approvals/approval.ts';
import type { ApprovalStore } from '../approvals/approval-store.ts';
import type { Listed, ShownList } from '../approvals/selections.ts';
import { decidingStanding } from '../approvals/standing/standing.ts';
import type { StandingStore } from '../approvals/standing/standing-store.ts';
import type { Chat, ChatBook } from '../audience/chat-book.ts';
import type { FileRoute } from '../audience/file-route.ts';
import { type DigestPlan, planDigest } from '../batch/digest.ts';
import type { Window } from '../batch/window.ts';
import { writeRange } from '../batch/window-range.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import type { Journal, JournalEntry, Position } from '../journal/journal.ts';
import { comparePositions } from '../journal/position.ts';
import type { Message } from '../message/message.ts';
import type { DigestGroup, Notice, TitledEvent } from '../message/notice.ts';
import type { Render } from '../message/render/render.ts';
import { defined } from '../runtime/defined.ts';
import type { AlertStore } from './alert-store.ts';
import { alertOf, type LastLines, mayShowAlert, withoutParts } from './alerts.ts';
import { bundleOf } from './bundle.ts';
import { cardOf } from './card.ts';
import type { Leaving, OutboxItem, OutboxStore } from './outbox-store.ts';
import { digestOf, type Shown } from './shown.ts';
import { summarizeHeld } from './summary.ts';
import type { TitleEvents } from './titled-events.ts';

interface Deps {
  readonly approvals: ApprovalStore;
  readonly store: Pick<OutboxStore, 'open'>;
  readonly standings: Pick<StandingStore, 'get'>;
  readonly journal: Journal;
  readonly titleEvents: TitleEvents;
  readonly render: Render;
  readonly board: Pick<JobBoard, 'get'>;
  readonly alerts: Pick<AlertStore, 'get'>;
  readonly lastLines: LastLines;
  readonly chatBook: Pick<ChatBook, 'audience'>;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
  readonly now: () => number;
}

/** Who reads it. */
export interface Readership {
  readonly locale: string;
  /** Absent for a chat that only the policy file names. */
  readonly chat: Chat | undefined;
}

export interface Composed {
  /** In order; empty if there is nothing left to say. */
  readonly messages: readonly Message[];
  /** How many of them have been sent. */
  readonly sent: number;
  /** Of a request: what has been shown so far. */
  readonly shown?: Shown;
  /** An event of a window is gone, so that `sent` may count other messages. */
  readonly isIncomplete?: boolean;
  /** A card that stays as it is for so long; infinite: until somebody says so. */
  readonly stillMs?: number;
  /** A card that does not change any more. */
  readonly isOver?: boolean;
  /** The failures that the messages report, one each. */
  readonly reported?: readonly Position[];
  /** The requests that a bundle shows whole. */
  readonly listed?: readonly Listed[];
  /** The list that the message shows. */
  readonly list?: ShownList;
  /** These have to leave the bundle before it can be sent. */
  readonly leaving?: Leaving;
}

/** A whole log is no message to compose; a list is composed by whoever made it (visits/open-lists.ts). */
export type ComposedItem = Exclude<OutboxItem, { kind: 'log' | 'list' }>;

export async function compose(
  item: ComposedItem,
  { locale, chat }: Readership,
  deps: Deps,
): Promise<Composed> {
  switch (item.kind) {
    case 'reply':
    case 'live':
      return { messages: [item.message], sent: 0, ...defined({ list: item.list }) };
    case 'window':
      if (item.isSummary) return summarize(item, { locale, chat }, deps);
      return item.isAlerts ? alertsOf(item, { locale, chat }, deps) : newsOf(item, locale, deps);
    case 'alert':
      return changedAlert(item, { locale, chat }, deps);
    case 'card': {
      const { address, job: key, messageId } = item;
      const card = await cardOf(key, { address, chat }, deps);
      if (card === undefined) return NOTHING;
      if ('stillMs' in card) return { ...NOTHING, ...card };
      // What ended before its card was begun has a message of its own.
      if (card.isOver && messageId === undefined) return NOTHING;
      const messages = deps.render({ kind: 'card', key, ...card, now: deps.now() }, locale);
      return { messages, sent: 0, isOver: card.isOver };
    }
    case 'reminder':
      return { messages: await reminderOf(item, locale, deps), sent: 0 };
    case 'approval':
      return requestOf(item, locale, deps);
    case 'bundle':
      return { sent: 0, ...(await bundleOf(item, locale, deps)) };
  }
}

const NOTHING: Composed = { messages: [], sent: 0 };

type Item<Kind extends OutboxItem['kind']> = Extract<OutboxItem, { kind: Kind }>;

async function newsOf(item: Item<'window'>, locale: string, deps: Deps): Promise<Composed> {
  const plan = planDigest(item.window);
  const entries = await deps.journal.get(plan.groups.flatMap((group) => group.positions));
  const notice = noticeOf(plan, await titled(entries, deps), showAllOf(item));
  const messages = notice === undefined ? [] : deps.render(notice, locale);
  return { messages, sent: item.partsSent, isIncomplete: entries.includes(undefined) };
}

async function summarize(
  item: Item<'window'>,
  { locale, chat }: Readership,
  deps: Deps,
): Promise<Composed> {
  const place = { address: item.address, chat };
  // Failures and news were gathered apart.
  const entries = item.window.entries.toSorted((a, b) => comparePositions(a.position, b.position));
  const whole = { ...item, window: { ...item.window, entries } };
  const { notice, isIncomplete } = await summarizeHeld(whole, place, deps);
  const showAll = showAllOf(whole);
  const messages = notice && deps.render({ ...notice, ...defined({ showAll }) }, locale);
  return { messages: messages ?? [], sent: item.partsSent, isIncomplete };
}

/** Up to so many failures have a message each. */
const MAX_APART = 3;
/** Of more, each is on a line of its own, also those that belong together. */
const MAX_LOOKED_AT = 2 * MAX_APART;

async function alertsOf(
  { address, window, partsSent: sent }: Item<'window'>,
  { locale, chat }: Readership,
  deps: Deps,
): Promise<Composed> {
  const entries = await deps.journal.get(window.entries.map(({ position }) => position));
  const found = entries.filter((entry) => entry !== undefined);
  const kept = found.length > MAX_LOOKED_AT ? found : await withoutParts(found, deps);
  const more = [...window.overflow.values()].reduce((sum, count) => sum + count, 0);
  const isIncomplete = entries.length > found.length;
  if (kept.length + more === 0) return { messages: [], sent, isIncomplete };
  if (kept.length > MAX_APART || more > 0) {
    const events = await deps.titleEvents(kept.map(({ event }) => event));
    return { messages: deps.render({ kind: 'alerts', events, more }, locale), sent, isIncomplete };
  }
  const apart = await Promise.all(kept.map((entry) => alertOf(entry, { address, chat }, deps)));
  const messages = apart.flatMap((alert) => deps.render(alert, locale));
  return { messages, sent, isIncomplete, reported: kept.map(({ position }) => position) };
}

async function changedAlert(
  { address, position, messageId }: Item<'alert'>,
  { locale, chat }: Readership,
  deps: Deps,
): Promise<Composed> {
  const place = { address, chat };
  const [entry] = await deps.journal.get([position]);
  if (entry === undefined) return NOTHING;
  if (!(await mayShowAlert(entry.event, place, deps))) return NOTHING;
  const alert = await alertOf(entry, place, deps);
  // One that somebody deleted, or that a group had before it became a supergroup, is sent again if it says more.
  if (messageId === undefined && alert.parts.length === 0) return NOTHING;
  return { messages: deps.render(alert, locale), sent: 0, isOver: alert.parts.length === 0 };
}

/** Has the request's buttons if the message it answers shows the whole request in its current version. */
async function reminderOf(
  { approvalId, address, replyTo, shown }: Item<'reminder'>,
  locale: string,
  { approvals, render, now }: Deps,
): Promise<Message[]> {
  const approval = await approvals.get(approvalId);
  if (approval === undefined || approval.outcome !== undefined) return [];
  const isSeen =
    replyTo !== undefined && shown?.isWhole === true && shown.version === versionOf(approval);
  const token = isSeen ? await approvals.tokenFor({ approvalId, address }) : undefined;
  const buttons = defined({ token });
  const messages = render({ kind: 'reminder', approval, now: now(), ...buttons }, locale);
  return messages.map((message) => (replyTo === undefined ? message : { ...message, replyTo }));
}

/** The messages before the one with the buttons are repeated only if they have changed. */
async function requestOf(
  item: Item<'approval'>,
  locale: string,
  { approvals, standings, render, now }: Deps,
): Promise<Composed> {
  const { approvalId, address, shown, insteadOf, messageId, isStray } = item;
  const [approval, token] = await Promise.all([
    approvals.get(approvalId),
    approvals.tokenFor({ approvalId, address }),
  ]);
  if (approval === undefined || token === undefined) return NOTHING;
  if (item.isSuperseded) {
    return { messages: render({ kind: 'superseded', approval }, locale), sent: 0 };
  }
  const stops = await stoppableIn(approval, standings);
  const acceptsFiles = shown?.acceptsFiles ?? true;
  const messages = render(
    {
      kind: 'approval',
      approval,
      token,
      now: now(),
      withoutFiles: !acceptsFiles,
      isRepeat: isStray,
      ...defined({ insteadOf, stops }),
    },
    locale,
  );
  const before = messages.slice(0, -1);
  const digest = digestOf(before);
  const version = versionOf(approval);
  const isSame = shown?.digest === digest && shown.version === version;
  const sentBefore = isSame ? Math.min(shown.sent, before.length) : 0;
  const sent = isStray ? before.length : sentBefore;
  const reply = defined({ replyTo: messageId });
  return {
    messages: [...before.map((message) => ({ ...message, ...reply })), ...messages.slice(-1)],
    sent,
    shown: { version, digest, sent, isWhole: false, acceptsFiles },
  };
}

/** The standing approval that decided it, while that is in force. */
async function stoppableIn(
  approval: Approval,
  standings: Deps['standings'],
): Promise<string | undefined> {
  const id = decidingStanding(approval);
  const inForce = id === undefined ? undefined : await standings.get(id);
  return inForce?.standing.id;
}

function versionOf({ request }: Approval): number {
  return request.version ?? 1;
}

/** Positions of a window's events that the journal no longer keeps. */
export async function goneFrom({ entries }: Window, journal: Journal): Promise<Position[]> {
  const positions = entries.map(({ position }) => position);
  const kept = await journal.get(positions);
  return positions.filter((_, at) => kept[at] === undefined);
}

/** In the same order; `undefined` for an event that is gone. */
async function titled(
  entries: readonly (JournalEntry | undefined)[],
  { titleEvents }: Pick<Deps, 'titleEvents'>,
): Promise<(TitledEvent | undefined)[]> {
  const kept = entries.flatMap((entry) => (entry === undefined ? [] : [entry.event]));
  const found = await titleEvents(kept);
  let at = 0;
  return entries.map((entry) => (entry === undefined ? undefined : found[at++]));
}

/** Callback data of the button that shows all events of a window. */
function showAllOf({ window: { entries }, address: { topicId } }: Item<'window'>) {
  const [from, to] = [entries[0]?.position, entries.at(-1)?.position];
  if (from === undefined || to === undefined) return undefined;
  return writeRange({ from, to, ...defined({ topicId }) });
}

function noticeOf(
  plan: DigestPlan,
  entries: readonly (TitledEvent | undefined)[],
  showAll: string | undefined,
): Notice | undefined {
  const { alert } = plan;
  const [only] = entries;
  if (plan.single !== undefined && only !== undefined) {
    return { kind: 'event', ...only, alert };
  }
  let [at, moreEvents] = [0, plan.moreEvents];
  const groups: DigestGroup[] = [];
  for (const { positions, more } of plan.groups) {
    const events = entries.slice(at, at + positions.length).filter((entry) => entry !== undefined);
    at += positions.length;
    const left = more + positions.length - events.length;
    if (events.length > 0) groups.push({ events, more: left });
    else moreEvents += left;
  }
  if (groups.length === 0 && moreEvents === 0) return undefined;
  return { kind: 'digest', groups, moreEvents, alert, ...defined({ showAll }) };
}
