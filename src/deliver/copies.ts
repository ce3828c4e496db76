// Contract: the copies of a request in chats, where each stands, and further ones. Kept by redis/approvals/copies.
import type { Address } from '../audience/chat-book.ts';
import type { Shown } from './shown.ts';

export interface CopyState {
  readonly address: Address;
  /** Absent: no message shows it yet. */
  readonly messageId?: number;
  readonly shown?: Shown;
  /** How often in a row it could not be sent. */
  readonly failedTries: number;
}

export interface Copies {
  of(approvalId: string): Promise<CopyState[]>;
  /**
   * Shows a pending request in a place whose reader wants to see it: in full where it is not shown yet,
   * with `token` for its buttons, else again in answer to the message that shows it.
   */
  open(approvalId: string, address: Address, token: string): Promise<void>;
  /**
   * Shows a pending request in further places, each under a token for its buttons; where it is shown
   * already nothing changes. `insteadOf.title` names the chat that could not.
   */
  showElsewhere(
    approvalId: string,
    insteadOf: { readonly address: Address; readonly title: string },
    places: readonly { readonly address: Address; readonly token: string }[],
  ): Promise<void>;
}
