// A visit to one chat: sends what is ready, one call at a time, and records each answer. An item stays queued until
// Telegram's answer to it is recorded.
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import type { StandingStore } from '../../approvals/standing/standing-store.ts';
import type { Chat, ChatBook } from '../../audience/chat-book.ts';
import type { FileRoute } from '../../audience/file-route.ts';
import type { JobBoard } from '../../jobs/job-board.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Message } from '../../message/message.ts';
import type { Render } from '../../message/render/render.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { AlertStore } from '../alert-store.ts';
import type { LastLines } from '../alerts.ts';
import type { Channel } from '../channel.ts';
import { type Composed, type ComposedItem, compose, goneFrom } from '../compose.ts';
import { heldIn, holdAt } from '../held.ts';
import type { OutboxItem, OutboxStore, Visit, Waker } from '../outbox-store.ts';
import type { Urgency } from '../pace.ts';
import type { TitleEvents } from '../titled-events.ts';
import type { GiveUp } from '../undelivered/give-up.ts';
import { continueIf, type VisitStatus } from '../undelivered/put-aside.ts';
import type { SettleOutcome } from '../undelivered/settle-outcome.ts';
import type { ShowElsewhere } from '../undelivered/show-elsewhere.ts';
import { createDeliverMessage } from './deliver-message.ts';
import type { EvenOut } from './even-out.ts';
import { createNoteTopic } from './note-topic.ts';
import { composeList, type OpenLists } from './open-lists.ts';
import { renewVisit } from './renew-visit.ts';
import { createRevisit } from './revisit.ts';
import type { SendLogs } from './send-logs.ts';
import { createWaitForTurn } from './wait-for-turn.ts';

interface Deps {
  readonly store: OutboxStore;
  readonly channel: Channel;
  readonly chatBook: ChatBook;
  readonly journal: Journal;
  readonly approvals: ApprovalStore;
  readonly titleEvents: TitleEvents;
  readonly standings: Pick<StandingStore, 'get'>;
  readonly render: Render;
  readonly waker: Waker;
  readonly evenOut: EvenOut;
  readonly giveUp: GiveUp;
  readonly settleOutcome: SettleOutcome;
  readonly showElsewhere: ShowElsewhere;
  readonly board: Pick<JobBoard, 'get'>;
  readonly alerts: Pick<AlertStore, 'get'>;
  readonly lastLines: LastLines;
  readonly lists: OpenLists;
  readonly sendLogs: Pick<SendLogs, 'begin'>;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
  readonly defaultLocale: string;
  readonly clock: Pick<Clock, 'after' | 'now'>;
}

/** Visits a chat until nothing is ready; resolves at once if another visit to it is open. */
export type VisitChat = (chatId: number) => Promise<void>;

/** Until a chat is visited again after a visit failed. */
const PAUSE_AFTER_ERROR_MS = 1_000;

const URGENCY: Readonly<Record<OutboxItem['kind'], Urgency>> = {
  approval: 'urgent',
  bundle: 'urgent',
  reminder: 'urgent',
  reply: 'urgent',
  log: 'urgent',
  window: 'news',
  live: 'news',
  card: 'news',
  alert: 'news',
  list: 'news',
};

/** A live message that is not there yet answers somebody. */
function urgencyOf(item: OutboxItem): Urgency {
  return item.kind === 'live' && item.messageId === undefined ? 'urgent' : URGENCY[item.kind];
}

/**
 * One visit at a time from here. Where this process stood still for longer than a visit holds, it would grant itself
 * another one, and both would send the same. Whoever comes meanwhile has the chat visited once more.
 */
export function createVisitChat(deps: Deps): VisitChat {
  const visit = createVisit(deps);
  const open = new Map<number, { isWanted: boolean }>();
  return async (chatId) => {
    const begun = open.get(chatId);
    if (begun !== undefined) {
      begun.isWanted = true;
      return;
    }
    const mine = { isWanted: true };
    open.set(chatId, mine);
    try {
      while (mine.isWanted) {
        mine.isWanted = false;
        await visit(chatId);
      }
    } finally {
      open.delete(chatId);
    }
  };
}

function createVisit(deps: Deps): VisitChat {
  const { store, waker } = deps;
  const deliver = createDeliverMessage(deps.channel, createNoteTopic(deps));
  const revisit = createRevisit(deps);
  const waitForTurn = createWaitForTurn(deps);

  return async (chatId) => {
    const begin = await store.begin(chatId);
    if (begin.kind === 'taken') return revisit(chatId, begin.forMs);
    try {
      let status: VisitStatus = 'on';
      while (status === 'on') status = await sendNext(begin.visit);
    } catch (error) {
      // Otherwise nobody could visit the chat until this visit has expired.
      await store.pause(begin.visit, PAUSE_AFTER_ERROR_MS).catch(() => undefined);
      waker.wake(chatId, PAUSE_AFTER_ERROR_MS, 'urgent');
      throw error;
    }
  };

  async function sendNext(visit: Visit): Promise<VisitStatus> {
    const chat = await deps.chatBook.get(visit.chatId);
    const held = heldIn(chat, deps.clock.now());
    const next = await store.next(visit, { isActive: chat?.inactive === undefined, held });
    switch (next.kind) {
      case 'item':
        return handle(visit, next.item, chat);
      case 'idle':
        await waitForTurn(visit.chatId, next, Object.keys(held).length > 0);
        return 'over';
      case 'lost':
        return 'over';
      case 'unreadable':
        return continueIf(await deps.giveUp.unreadable(visit, next));
    }
  }

  async function handle(visit: Visit, item: OutboxItem, chat?: Chat): Promise<VisitStatus> {
    if (chat?.inactive !== undefined && item.kind !== 'reply') return clear(visit, deps);
    if (item.kind === 'log') return deps.sendLogs.begin(visit, item, chat);
    const composed = await composeSafely(item, chat, deps);
    if (typeof composed === 'string') return deps.settleOutcome.failed(visit, item, composed);
    const message = muffled(composed.messages[composed.sent], { item, chat, ...deps });
    if (!message || composed.isIncomplete) return sendNone(visit, { item, composed }, deps);
    const isLast = composed.sent === composed.messages.length - 1;
    const editing = isLast && item.kind !== 'window' ? item.messageId : undefined;
    const call = async () => {
      await deps.evenOut(urgencyOf(item));
      return deliver(item, message, { chat, editing, isOver: composed.isOver === true });
    };
    const outcome = await renewVisit(call, { visit, ...deps });
    return deps.settleOutcome.answered({ visit, item, composed, message }, outcome);
  }
}

/** An inactive chat gets nothing; its requests are shown elsewhere. */
async function clear(
  { chatId }: Visit,
  { store, showElsewhere }: Pick<Deps, 'store' | 'showElsewhere'>,
): Promise<VisitStatus> {
  for (const { approvalId, address } of await store.clear(chatId)) {
    await showElsewhere(approvalId, address);
  }
  return 'over';
}

/** In quiet hours requests make no sound either. */
function muffled(
  message: Message | undefined,
  { item, chat, clock }: { item: OutboxItem; chat: Chat | undefined } & Pick<Deps, 'clock'>,
): Message | undefined {
  const isQuiet = holdAt(chat, item.address, clock.now())?.isQuiet === true;
  return message && isQuiet ? { ...message, silent: true } : message;
}

/** The reason, if it can't be composed. */
function composeSafely(
  item: ComposedItem | Extract<OutboxItem, { kind: 'list' }>,
  chat: Chat | undefined,
  deps: Deps,
) {
  if (item.kind === 'list') return composeList(item, deps.lists).catch(messageOf);
  const readers = { locale: chat?.locale ?? deps.defaultLocale, chat };
  return compose(item, readers, { ...deps, now: deps.clock.now }).catch(messageOf);
}

/**
 * A window starts over without the events that are gone: a part that was sent may come once more, but none is
 * skipped.
 */
async function sendNone(
  visit: Visit,
  { item, composed }: { readonly item: OutboxItem; readonly composed: Composed },
  { store, journal }: Pick<Deps, 'store' | 'journal'>,
): Promise<VisitStatus> {
  if (item.kind === 'bundle' && composed.leaving !== undefined) {
    return continueIf(await store.leaveBundle(visit, item, composed.leaving));
  }
  if (item.kind !== 'window' || !composed.isIncomplete)
    return continueIf(await store.unused(visit, item, composed));
  return continueIf(await store.onlyCount(visit, item, await goneFrom(item.window, journal)));
}
