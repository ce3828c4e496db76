// Contract: the copies of a request in chats: their state, and adding further ones. Implemented by
// redis/approvals/copies.
import type { Address } from '../audience/chat-book.ts';
import type { Shown } from './shown.ts';

export interface CopyState {
  readonly address: Address;
  /** Absent: not sent yet. */
  readonly messageId?: number;
  readonly shown?: Shown;
  /** Consecutive failures to send it. */
  readonly failedTries: number;
}

export interface Copies {
  of(approvalId: string): Promise<CopyState[]>;
  /**
   * Shows a pending request at an address where somebody asked for it: in full if it is not shown there yet, with
   * `token` for its buttons, else as a reply to the message that shows it.
   */
  open(approvalId: string, address: Address, token: string): Promise<void>;
  /**
   * Shows a pending request at further addresses, each with a token for its buttons; where it is shown already,
   * nothing changes. `insteadOf` is the chat that could not show it.
   */
  showElsewhere(
    approvalId: string,
    insteadOf: { readonly address: Address; readonly title: string },
    further: readonly { readonly address: Address; readonly token: string }[],
  ): Promise<void>;
}
