// Contract: where approvals are kept and settled. Kept by redis/approval-store. Opening one belongs
// to the route step (flow-store.ts), because it must be atomic with it.
import type { Address } from '../audience/chat-book.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { Approval, Outcome } from './approval.ts';

export interface Settlement {
  readonly approvalId: string;
  readonly outcome: Outcome;
  /**
   * Identity of this attempt: the same key again (a repeated tap, a command sent twice because its
   * answer was lost) gets the same answer as the first time.
   */
  readonly attempt: string;
  /** Goes on the bus and into the journal in the same atomic step. */
  readonly announcement: CanonicalEvent | undefined;
}

export type SettleResult =
  /** This attempt settled it. */
  | { readonly kind: 'settled'; readonly approval: Approval }
  /** Somebody else was first; `approval` shows what stands. */
  | { readonly kind: 'already'; readonly approval: Approval }
  | { readonly kind: 'unknown' };

/** A copy of a request in a chat, as a tap on it tells. */
export interface Copy {
  readonly approvalId: string;
  readonly address: Address;
}

export interface ApprovalStore {
  get(approvalId: string): Promise<Approval | undefined>;
  /** All pending ones, oldest first. */
  pending(): Promise<Approval[]>;
  /** Ids of pending ones whose deadline is at or before `now` (epoch milliseconds). */
  overdue(now: number): Promise<string[]>;
  /** One atomic step: outcome, bus event, audit entry, and every copy marked for change. */
  settle(settlement: Settlement): Promise<SettleResult>;
  /** The copy that a button's token belongs to; `undefined` for one that was never given out. */
  copyOf(token: string): Promise<Copy | undefined>;
  /** The token of the buttons in one chat; `undefined` when the request was never shown there. */
  tokenFor(copy: Copy): Promise<string | undefined>;
  /**
   * A message with live buttons that delivery does not know of (its answer was lost): from now on
   * it changes with the other copies.
   */
  adopt(copy: Copy, messageId: number): Promise<void>;
  /** Writes down an attempt that was refused. */
  audit(approvalId: string, entry: Readonly<Record<string, string>>): Promise<void>;
}
