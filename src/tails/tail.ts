// Contract of `/tail`: a job's log in one message that changes in place.
import type { Address } from '../audience/chat-book.ts';

export interface Tail {
  readonly address: Address;
  readonly jobId: string;
  /** Of the job that it was opened for. */
  readonly projectId?: string;
  /** Telegram id of who opened it: it lasts as long as they may see the job. */
  readonly by: number;
  /** Newest lines to show; 1 to 200. */
  readonly lines: number;
  readonly locale: string;
  /** When it was asked for, epoch milliseconds: each opening is shown in a message of its own. */
  readonly openedAt: number;
}

export interface Tails {
  /**
   * Starts, or starts anew with other lines. Resolves when it will survive a crash; `full`: too
   * many run already, and this one does not.
   */
  open(request: Tail): Promise<'opened' | 'full'>;
  /** Those of exactly this address. */
  running(address: Address): Promise<readonly Tail[]>;
  /** Ends these, and says so in their messages. */
  close(tails: readonly Tail[]): Promise<void>;
}
