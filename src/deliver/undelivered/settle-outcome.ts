// Decides what happens to an item after Telegram's answer. An item is done only once it was sent.
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import type { ChatBook } from '../../audience/chat-book.ts';
import { arrivalMs } from '../../journal/position.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { SendOutcome } from '../channel.ts';
import { type MessageOrigins, messageOrigin } from '../origins.ts';
import type { OutboxItem, OutboxStore, Visit, Waker } from '../outbox-store.ts';
import type { Pace } from '../pace.ts';
import { mayApprove } from '../shown.ts';
import type { GiveUp } from './give-up.ts';
import { continueIf, createPutAside, type SendAttempt, type VisitStatus } from './put-aside.ts';
import { MAX_REQUEST_WAIT_MS, type ShowElsewhere } from './show-elsewhere.ts';

interface Deps {
  readonly store: OutboxStore;
  readonly pace: Pace;
  readonly approvals: Pick<ApprovalStore, 'adopt'>;
  readonly chatBook: ChatBook;
  readonly origins: Pick<MessageOrigins, 'note'>;
  readonly waker: Waker;
  readonly giveUp: Pick<GiveUp, 'undelivered'>;
  readonly clock: Pick<Clock, 'random' | 'monotonic' | 'now'>;
  readonly metrics: Pick<Metrics, 'putAside' | 'messageSent' | 'flooded'>;
  readonly log: Logger;
  readonly showElsewhere: ShowElsewhere;
  /** Moves everything a group had to the supergroup that it became. */
  readonly moveChat: (from: number, to: number) => Promise<void>;
}

export interface SettleOutcome {
  /** After a call to Telegram, whether it was answered or not. */
  answered(sent: SendAttempt, outcome: SendOutcome): Promise<VisitStatus>;
  /** The item could not be composed. */
  failed(visit: Visit, item: OutboxItem, reason: string): Promise<VisitStatus>;
}

/** Upper bound for what Telegram's answer may pause a chat. */
const MAX_FLOOD_MS = 3_600_000;

export function createSettleOutcome(deps: Deps): SettleOutcome {
  const { store, log } = deps;
  const putAside = createPutAside(deps);

  async function answered(sent: SendAttempt, outcome: SendOutcome): Promise<VisitStatus> {
    const { chatId } = sent.visit;
    switch (outcome.kind) {
      case 'sent':
        putAside.sent();
        deps.metrics.messageSent(sentMessage(sent, outcome.messageId, deps.clock));
        return continueIf(await recordSent(sent, outcome.messageId, deps));
      case 'flood': {
        const ms = Math.min(outcome.retryAfterMs, MAX_FLOOD_MS);
        const who = await deps.pace.flooded(chatId, ms);
        deps.metrics.flooded(who);
        log.warn({ chatId, item: sent.item.kind, who, waitMs: ms }, 'telegram_flood');
        if (ms > MAX_REQUEST_WAIT_MS) await putAside.elsewhere(sent.item);
        return 'on';
      }
      case 'unreachable':
        return deactivate(chatId, outcome.reason);
      case 'migrated':
        if (outcome.to === chatId) return putAside.refused(sent, outcome);
        await deps.moveChat(chatId, outcome.to);
        deps.waker.wake(outcome.to, 0);
        return 'over';
      case 'unavailable':
      case 'unknown':
      case 'unauthorized':
        return putAside.unavailable(sent, outcome);
      case 'not-allowed':
      case 'gone':
      case 'refused':
      case 'no-topic':
        if (sent.item.kind === 'list') return forgetList(sent);
        return putAside.refused(sent, outcome);
    }
  }

  return { answered, failed: putAside.failed };

  /** Its message is gone, or can't be changed any more; /approvals shows all anew. */
  async function forgetList({ visit, item }: SendAttempt): Promise<VisitStatus> {
    return continueIf(await store.done(visit, item, { ends: true }));
  }

  async function deactivate(chatId: number, reason: string): Promise<VisitStatus> {
    await deps.chatBook.deactivate(chatId, reason);
    log.info({ chatId, reason }, 'chat_inactive');
    for (const { approvalId, address } of await store.clear(chatId)) {
      await deps.showElsewhere(approvalId, address);
    }
    return 'over';
  }
}

function isEditOf(item: OutboxItem, messageId: number): boolean {
  return 'messageId' in item && item.messageId === messageId;
}

/** What the metrics count. A window is counted with the first of its messages. */
function sentMessage(
  { item, composed }: SendAttempt,
  messageId: number,
  clock: Pick<Clock, 'now'>,
) {
  const sent = { item: item.kind, isEdit: isEditOf(item, messageId), mergedEvents: 0 };
  if (item.kind !== 'window' || composed.sent > 0) return sent;
  const { entries, overflow } = item.window;
  const events = [...overflow.values()].reduce((sum, count) => sum + count, entries.length);
  const [oldest] = entries;
  return {
    ...sent,
    mergedEvents: Math.max(0, events - composed.messages.length),
    // What was held back for quiet hours was not late.
    ...(oldest === undefined || item.isSummary
      ? {}
      : { waitedSeconds: Math.max(0, clock.now() - arrivalMs(oldest.position)) / 1_000 }),
  };
}

/** Where the origin can't be noted, nobody can be told why the message came; that it was sent counts all the same. */
async function recordSent(
  sent: SendAttempt,
  messageId: number,
  deps: Pick<Deps, 'store' | 'approvals' | 'origins' | 'log'>,
): Promise<boolean> {
  const isOurs = await record(sent, messageId, deps);
  const { visit, item, composed } = sent;
  const isEdit = isEditOf(item, messageId);
  const origin = isEdit ? undefined : messageOrigin(item, composed);
  if (origin === undefined) return isOurs;
  await deps.origins.note(visit.chatId, messageId, origin).catch((error: unknown) => {
    deps.log.debug({ chatId: visit.chatId, reason: messageOf(error) }, 'origin_not_noted');
  });
  return isOurs;
}

/** Returns whether the visit is still ours. */
async function record(
  { visit, item, composed, message }: SendAttempt,
  messageId: number,
  { store, approvals }: Pick<Deps, 'store' | 'approvals'>,
): Promise<boolean> {
  const { messages, shown } = composed;
  const sent = composed.sent + 1;
  const position = composed.reported?.[composed.sent];
  const reported = position === undefined ? undefined : { position, messageId };
  if (sent < messages.length) {
    const part = reported === undefined ? sent : { sent, reported };
    return store.partDone(visit, item, shown === undefined ? part : { ...shown, sent });
  }
  const ends = composed.isOver === true;
  if (shown === undefined) {
    const { listed, list } = composed;
    const isOurs = await store.done(visit, item, {
      messageId,
      ends,
      ...defined({ reported, listed, list }),
    });
    // A reminder with buttons is a copy from now on: it shows the outcome, too, and loses them.
    if (item.kind === 'reminder' && mayApprove(message)) await approvals.adopt(item, messageId);
    return isOurs;
  }
  return store.done(visit, item, {
    messageId,
    shown: { ...shown, sent: composed.sent, isWhole: mayApprove(message) },
  });
}
