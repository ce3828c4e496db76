// Contract of the queue behind the outbox: one visit to a chat at a time, across replicas; what was
// taken is kept until it is recorded as done. Kept by redis/outbox-store.
import type { Address } from '../audience/chat-book.ts';
import type { Window } from '../batch/window.ts';
import type { Message } from '../message/message.ts';

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
    }
  /** Says again that a request waits, in answer to the message that shows it. */
  | {
      readonly kind: 'reminder';
      readonly name: string;
      readonly address: Address;
      readonly approvalId: string;
      readonly replyTo?: number;
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
  /** Nothing is ready and the visit is over; the next window closes in `nextMs`. */
  | { readonly kind: 'idle'; readonly nextMs: number | undefined }
  /** The visit is no longer ours. */
  | { readonly kind: 'lost' };

/** Fencing number of a visit. */
export type Visit = { readonly chatId: number; readonly fence: string };

export const HOLD_EVERY_MS = 1_500;

export interface OutboxStore {
  /** Opens a visit; `undefined` while another is open. One that nothing is heard of ends by itself. */
  begin(chatId: number): Promise<Visit | undefined>;
  next(visit: Visit): Promise<Next>;
  /** Keeps the visit open while Telegram takes its time; to be called every HOLD_EVERY_MS. */
  hold(visit: Visit): Promise<void>;
  /** The item is out (with this message id) or needs no sending; answers false when not ours. */
  done(visit: Visit, item: OutboxItem, messageId?: number): Promise<boolean>;
  /** `parts` messages of this window are out. */
  partDone(visit: Visit, item: OutboxItem, parts: number): Promise<boolean>;
  /** Ends the visit; the chat is due again in `ms`. */
  pause(visit: Visit, ms: number): Promise<void>;
  /** Forgets all that waits for a chat. */
  clear(chatId: number): Promise<void>;
  /** Chats that should have been visited `lateMs` ago: somebody's wake-up was lost. */
  overdue(lateMs: number, limit: number): Promise<number[]>;
}

/** Contract: has a chat visited after `delayMs`, by this or another replica. May be lost. */
export interface Waker {
  wake(chatId: number, delayMs: number): void;
}
