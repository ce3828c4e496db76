// Contract of the queue behind the outbox: one visit to a chat at a time, across replicas; what was
// taken is kept until it is recorded as done. Kept by redis/outbox/outbox-store.
import type { MessageSubject } from '../approvals/approval-store.ts';
import type { Address } from '../audience/chat-book.ts';
import type { Window } from '../batch/window.ts';
import type { Message } from '../message/message.ts';
import type { Urgency } from './pace.ts';
import type { Shown } from './shown.ts';

export type OutboxItem =
  /** What was gathered for an address; `partsSent` messages of it are out already. */
  | {
      readonly kind: 'window';
      readonly address: Address;
      readonly window: Window;
      readonly partsSent: number;
    }
  /** A copy of a request, to be shown as the request stands now. */
  | {
      readonly kind: 'approval';
      readonly name: string;
      readonly address: Address;
      readonly approvalId: string;
      /** The message to change; absent: it was not shown yet. */
      readonly messageId?: number;
      /** The message shows a former version of the request, which has a message of its own now. */
      readonly isSuperseded?: true;
      readonly shown?: Shown;
      /** Of the request, as the copy showed it last; absent where that is not known. */
      readonly version?: number;
      /** A message beside the one that was recorded, of which the same parts were sent. */
      readonly isStray: boolean;
      /** The chat that was to show it and could not. */
      readonly insteadOf?: string;
      /** How often in a row it could not be sent, or changed. */
      readonly failedTries: number;
    }
  /** Says again that a request waits, in answer to the message that shows it. */
  | {
      readonly kind: 'reminder';
      readonly name: string;
      readonly address: Address;
      readonly approvalId: string;
      readonly replyTo?: number;
      /** What that message shows, and which version of the request. */
      readonly shown?: Shown;
      readonly version?: number;
      readonly messageId?: undefined;
    }
  /** One message; with `messageId`, the change of that one. */
  | {
      readonly kind: 'reply' | 'live';
      readonly name: string;
      /** As it was queued. */
      readonly payload: string;
      readonly address: Address;
      readonly message: Message;
      readonly messageId?: number;
      /** What an answer to it decides. */
      readonly asks?: MessageSubject;
    };

export type Next =
  /** One call for it is granted by the pace, and counted. */
  | { readonly kind: 'item'; readonly item: OutboxItem }
  /** Nothing may be sent now and the visit is over; something of that urgency will be in `nextMs`. */
  | { readonly kind: 'idle'; readonly nextMs: number | undefined; readonly urgency: Urgency }
  /** What was taken can't be read, by a mistake of ours or since a newer version queued it. */
  | {
      readonly kind: 'unreadable';
      readonly name: string;
      /** What was queued with it; may be empty. */
      readonly payload: string;
      readonly reason: string;
    }
  /** The visit is no longer ours. */
  | { readonly kind: 'lost' };

export interface UnshownCopy {
  readonly approvalId: string;
  readonly address: Address;
}

/** Fencing number of a visit. */
export type Visit = { readonly chatId: number; readonly fence: string };

export type Begin =
  | { readonly kind: 'open'; readonly visit: Visit }
  /** Another visit is open; unless something is heard of it, it is over in `forMs`. */
  | { readonly kind: 'taken'; readonly forMs: number };

/** A visit holds for more than three times as long, and outlasts a pause of a second. */
export const RENEW_EVERY_MS = 500;

/** Chats that wait for a visit, and what the store's clock says (epoch milliseconds). */
export interface Overdue {
  readonly chats: readonly number[];
  readonly clockMs: number;
}

export interface OutboxStore {
  /** Opens a visit, if none is open. One that nothing is heard of ends by itself. */
  begin(chatId: number): Promise<Begin>;
  /**
   * Takes what goes first, if the pace allows a call for it; else the visit is over. An active chat also
   * gets the copies that it is owed since it could not be reached.
   */
  next(visit: Visit, chat?: { readonly isActive: boolean }): Promise<Next>;
  /** Keeps the visit open while Telegram takes its time; to be called every HOLD_EVERY_MS. */
  renew(visit: Visit): Promise<void>;
  /** The item is out (with this message id), or given up; answers false when not ours. */
  done(
    visit: Visit,
    item: OutboxItem,
    result?: { readonly messageId?: number; readonly shown?: Shown },
  ): Promise<boolean>;
  /** There was nothing to say: the call for the item was not made. Answers false when not ours. */
  unused(visit: Visit, item: OutboxItem): Promise<boolean>;
  /** Forgets an item that can't be read. */
  discard(visit: Visit, name: string): Promise<boolean>;
  /** A part is out: so many messages of a window, or so much of a request. */
  partDone(visit: Visit, item: OutboxItem, part: number | Shown): Promise<boolean>;
  /**
   * The item could not be sent: it is tried again after a pause that grows with each failure, up to
   * `maxMs`, and nothing waits for it. Answers how often it failed in a row; `undefined` when not ours.
   */
  putAside(
    visit: Visit,
    item: OutboxItem,
    pause: { readonly maxMs: number; readonly share: number },
  ): Promise<{ readonly tries: number; readonly ms: number } | undefined>;
  /** Ends the visit; the chat is due again in `ms`. */
  pause(visit: Visit, ms: number): Promise<void>;
  /** News of the chat wait for so long; what is urgent does not. */
  rest(chatId: number, ms: number): Promise<void>;
  /**
   * Forgets all that waits for a chat, but for the copies of requests, which it gets when it is active
   * again. Answers those of which it has no message.
   */
  clear(chatId: number): Promise<UnshownCopy[]>;
  /** Requests that wait for a chat and of which it has no message; the first hundred. */
  unshown(chatId: number): Promise<UnshownCopy[]>;
  /** Chats that should have been visited `lateMs` ago: somebody's wake-up was lost. */
  overdue(lateMs: number, limit: number): Promise<Overdue>;
}

/**
 * Contract: has a chat visited after `delayMs`, by this or another replica. May be lost. Visits for what
 * is urgent (by default those without delay) go first.
 */
export interface Waker {
  wake(chatId: number, delayMs: number, urgency?: Urgency): void;
}
