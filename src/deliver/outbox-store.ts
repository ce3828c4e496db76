// Contract of the queue behind the outbox: one visit to a chat at a time, across replicas; what was
// taken is kept until it is recorded as done. Kept by redis/outbox-store.
import type { Address } from '../audience/chat-book.ts';
import type { Window } from '../batch/window.ts';
import type { Message } from '../message/message.ts';
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
      /** What that message shows. */
      readonly shown?: Shown;
      readonly messageId?: undefined;
    }
  /** One message; with `messageId`, the change of that one. */
  | {
      readonly kind: 'reply' | 'live';
      readonly name: string;
      readonly address: Address;
      readonly message: Message;
      readonly messageId?: number;
    };

export type Next =
  | { readonly kind: 'item'; readonly item: OutboxItem }
  /** Nothing is ready and the visit is over; something will be in `nextMs`. */
  | { readonly kind: 'idle'; readonly nextMs: number | undefined }
  /** The visit is no longer ours. */
  | { readonly kind: 'lost' };

export interface UnshownCopy {
  readonly approvalId: string;
  readonly address: Address;
}

/** Fencing number of a visit. */
export type Visit = { readonly chatId: number; readonly fence: string };

export const HOLD_EVERY_MS = 1_500;

export interface OutboxStore {
  /** Opens a visit; `undefined` while another is open. One that nothing is heard of ends by itself. */
  begin(chatId: number): Promise<Visit | undefined>;
  /** An active chat also gets the copies that it is owed since it could not be reached. */
  next(visit: Visit, chat?: { readonly isActive: boolean }): Promise<Next>;
  /** Keeps the visit open while Telegram takes its time; to be called every HOLD_EVERY_MS. */
  hold(visit: Visit): Promise<void>;
  /** The item is out (with this message id) or needs no sending; answers false when not ours. */
  done(
    visit: Visit,
    item: OutboxItem,
    result?: { readonly messageId?: number; readonly shown?: Shown },
  ): Promise<boolean>;
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
  /**
   * Forgets all that waits for a chat, but for the copies of requests, which it gets when it is active
   * again. Answers those of which it has no message.
   */
  clear(chatId: number): Promise<UnshownCopy[]>;
  /** Chats that should have been visited `lateMs` ago: somebody's wake-up was lost. */
  overdue(lateMs: number, limit: number): Promise<number[]>;
}

/** Contract: has a chat visited after `delayMs`, by this or another replica. May be lost. */
export interface Waker {
  wake(chatId: number, delayMs: number): void;
}
