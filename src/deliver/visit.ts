// A visit to one chat: sends what is ready, one call at a time, and records each answer. Whatever
// happens, an item stays queued until Telegram's answer to it is recorded.
import type { ApprovalStore } from '../approvals/approval-store.ts';
import type { Chat, ChatBook } from '../audience/chat-book.ts';
import type { Clock } from '../clock.ts';
import type { Journal } from '../journal/journal.ts';
import type { Render } from '../message/render.ts';
import type { Channel } from './channel.ts';
import { compose } from './compose.ts';
import { createDeliverMessage } from './deliver-message.ts';
import { holding } from './holding.ts';
import type { OutboxItem, OutboxStore, Visit, Waker } from './outbox-store.ts';
import type { Pace, Urgency } from './pace.ts';
import { type GoOn, goOn } from './put-aside.ts';
import type { SettleOutcome } from './settle-outcome.ts';
import type { ShowElsewhere } from './show-elsewhere.ts';

interface Deps {
  readonly store: OutboxStore;
  readonly pace: Pace;
  readonly channel: Channel;
  readonly chatBook: ChatBook;
  readonly journal: Journal;
  readonly approvals: ApprovalStore;
  readonly render: Render;
  readonly waker: Waker;
  readonly settleOutcome: SettleOutcome;
  readonly showElsewhere: ShowElsewhere;
  readonly defaultLocale: string;
  readonly clock: Pick<Clock, 'after' | 'now'>;
}

/** Visits a chat until nothing is ready; resolves at once while another visit to it is open. */
export type VisitChat = (chatId: number) => Promise<void>;

const URGENCY: Record<OutboxItem['kind'], Urgency> = {
  approval: 'urgent',
  reminder: 'urgent',
  reply: 'urgent',
  window: 'news',
  live: 'live',
};

export function createVisitChat(deps: Deps): VisitChat {
  const { store, waker } = deps;
  const deliver = createDeliverMessage(deps.channel);

  return async (chatId) => {
    const visit = await store.begin(chatId);
    if (visit === undefined) return;
    let go: GoOn = { kind: 'on' };
    while (go.kind === 'on') go = await sendNext(visit);
  };

  async function sendNext(visit: Visit): Promise<GoOn> {
    const chat = await deps.chatBook.get(visit.chatId);
    const next = await store.next(visit, { isActive: chat?.inactive === undefined });
    if (next.kind === 'item') return pause(visit, await handle(visit, next.item, chat));
    if (next.kind === 'idle' && next.nextMs !== undefined) waker.wake(visit.chatId, next.nextMs);
    return { kind: 'over' };
  }

  async function pause(visit: Visit, go: GoOn): Promise<GoOn> {
    if (go.kind === 'pause') {
      await store.pause(visit, go.ms);
      waker.wake(visit.chatId, go.ms);
    }
    return go;
  }

  async function handle(visit: Visit, item: OutboxItem, chat: Chat | undefined): Promise<GoOn> {
    if (chat?.inactive !== undefined && item.kind !== 'reply') return clear(visit);
    const composed = await compose(item, chat?.locale ?? deps.defaultLocale, {
      ...deps,
      now: deps.clock.now,
    });
    const message = composed.messages[composed.sent];
    if (message === undefined) {
      return goOn(await store.done(visit, item));
    }
    const permit = await deps.pace.take(visit.chatId, URGENCY[item.kind]);
    if (permit.kind === 'wait') return { kind: 'pause', ms: permit.ms };
    const isLast = composed.sent === composed.messages.length - 1;
    const editing = isLast && item.kind !== 'window' ? item.messageId : undefined;
    const outcome = await holding(() => deliver(item, message, editing), { visit, ...deps });
    return deps.settleOutcome({ visit, item, composed, message }, outcome);
  }

  /** Nothing goes to a chat that can't be reached; what was asked there is asked elsewhere. */
  async function clear({ chatId }: Visit): Promise<GoOn> {
    for (const { approvalId, address } of await store.clear(chatId)) {
      await deps.showElsewhere(approvalId, address);
    }
    return { kind: 'over' };
  }
}
