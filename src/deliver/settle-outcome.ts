// What becomes of an item after Telegram's answer.
import type { ChatBook } from '../audience/chat-book.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { createBackoff } from './backoff.ts';
import type { SendOutcome } from './channel.ts';
import type { OutboxItem, OutboxStore, Visit, Waker } from './outbox-store.ts';
import type { Pace } from './pace.ts';

interface Deps {
  readonly store: OutboxStore;
  readonly pace: Pace;
  readonly chatBook: ChatBook;
  readonly waker: Waker;
  readonly clock: Clock;
  readonly log: Logger;
  /** Moves everything a group had to the supergroup that it became. */
  readonly moveChat: (from: number, to: number) => Promise<void>;
}

export interface Sent {
  readonly visit: Visit;
  readonly item: OutboxItem;
  /** How many messages the whole item is. */
  readonly parts: number;
}

/** How a visit goes on: at once, after a pause, or not at all. */
export type GoOn =
  | { readonly kind: 'on' }
  | { readonly kind: 'pause'; readonly ms: number }
  | { readonly kind: 'over' };

export type SettleOutcome = (sent: Sent, outcome: SendOutcome) => Promise<GoOn>;

const UNAUTHORIZED_MS = 60_000;

export function createSettleOutcome(deps: Deps): SettleOutcome {
  const { store, log } = deps;
  const backoff = createBackoff(deps.clock);

  return async (sent, outcome) => {
    const { chatId } = sent.visit;
    const fields = { chatId, item: sent.item.kind };
    switch (outcome.kind) {
      case 'sent':
        backoff.succeeded(chatId);
        return record(sent, outcome.messageId);
      case 'flood': {
        const who = await deps.pace.flooded(chatId, outcome.retryAfterMs);
        log.warn({ ...fields, who, waitMs: outcome.retryAfterMs }, 'telegram_flood');
        return { kind: 'pause', ms: outcome.retryAfterMs };
      }
      case 'unavailable':
      case 'unknown':
        log.warn({ ...fields, outcome: outcome.kind, reason: outcome.reason }, 'send_failed');
        return { kind: 'pause', ms: backoff.failed(chatId) };
      case 'unauthorized':
        return { kind: 'pause', ms: UNAUTHORIZED_MS };
      case 'unreachable':
        return leave(chatId, outcome.reason);
      case 'migrated':
        await deps.moveChat(chatId, outcome.to);
        deps.waker.wake(outcome.to, 0);
        return { kind: 'over' };
      case 'gone':
      case 'refused':
      case 'no-topic':
        log.error({ ...fields, outcome: outcome.kind }, 'message_refused');
        return record(sent, undefined);
    }
  };

  async function record({ visit, item, parts }: Sent, messageId?: number): Promise<GoOn> {
    const sentNow = item.kind === 'window' ? item.partsSent + 1 : parts;
    const ours =
      sentNow < parts
        ? await store.partDone(visit, item, sentNow)
        : await store.done(visit, item, messageId);
    return ours ? { kind: 'on' } : { kind: 'over' };
  }

  async function leave(chatId: number, reason: string): Promise<GoOn> {
    await deps.chatBook.deactivate(chatId, reason);
    log.info({ chatId, reason }, 'chat_inactive');
    await store.clear(chatId);
    return { kind: 'over' };
  }
}
