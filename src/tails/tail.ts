// Contract of `/tail`: a job's log in one message that changes in place.
import type { Address } from '../audience/chat-book.ts';

export interface Tail {
  readonly address: Address;
  readonly jobId: string;
  /** Newest lines to show; 1 to 200. */
  readonly lines: number;
  readonly locale: string;
  /** When it was asked for, epoch milliseconds: each opening is shown in a message of its own. */
  readonly openedAt: number;
}

export interface Tails {
  /** Starts, or starts anew with other lines. Resolves when it will survive a crash. */
  open(request: Tail): Promise<void>;
  /** Ends the tails of this address (of one job, or all); answers the job ids that ended. */
  close(address: Address, jobId?: string): Promise<string[]>;
}
