// A visit to one chat: sends what is ready, one call at a time, and records each answer. Whatever
// happens, an item stays queued until Telegram's answer to it is recorded.
import type { ApprovalStore } from '../approvals/approval-store.ts';
import type { Address, ChatBook } from '../audience/chat-book.ts';
import type { Clock } from '../clock.ts';
import type { Journal } from '../journal/journal.ts';
import type { Message } from '../message/message.ts';
import type { Render } from '../message/render.ts';
import type { Channel, SendOutcome } from './channel.ts';
import { compose } from './compose.ts';
import { holding } from './holding.ts';
import type { OutboxItem, OutboxStore, Visit, Waker } from './outbox-store.ts';
import type { Pace, Urgency } from './pace.ts';
import type { GoOn, SettleOutcome } from './settle-outcome.ts';

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

  return async (chatId) => {
    const visit = await store.begin(chatId);
    if (visit === undefined) return;
    let go: GoOn = { kind: 'on' };
    while (go.kind === 'on') go = await sendNext(visit);
  };

  async function sendNext(visit: Visit): Promise<GoOn> {
    const next = await store.next(visit);
    if (next.kind === 'item') return pause(visit, await handle(visit, next.item));
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

  async function handle(visit: Visit, item: OutboxItem): Promise<GoOn> {
    const chat = await deps.chatBook.get(visit.chatId);
    if (chat?.inactive !== undefined && item.kind !== 'reply') {
      await store.clear(visit.chatId);
      return { kind: 'over' };
    }
    const messages = await compose(item, chat?.locale ?? deps.defaultLocale, {
      ...deps,
      now: deps.clock.now,
    });
    const message = messages[item.kind === 'window' ? item.partsSent : 0];
    if (message === undefined) {
      return (await store.done(visit, item)) ? { kind: 'on' } : { kind: 'over' };
    }
    const permit = await deps.pace.take(visit.chatId, URGENCY[item.kind]);
    if (permit.kind === 'wait') return { kind: 'pause', ms: permit.ms };
    const outcome = await holding(() => deliver(item, message), { visit, ...deps });
    return deps.settleOutcome({ visit, item, parts: messages.length }, outcome);
  }

  async function deliver(item: OutboxItem, message: Message): Promise<SendOutcome> {
    const outcome = await send(item, item.address, message);
    if (outcome.kind !== 'no-topic') return outcome;
    // The topic is gone or closed; the chat itself still gets it.
    return send(item, { chatId: item.address.chatId }, message);
  }

  async function send(item: OutboxItem, to: Address, message: Message): Promise<SendOutcome> {
    const messageId = item.kind === 'window' ? undefined : item.messageId;
    if (messageId === undefined) return deps.channel.send(to, message);
    const outcome = await deps.channel.edit(to, messageId, message);
    return outcome.kind === 'gone' ? deps.channel.send(to, message) : outcome;
  }
}
