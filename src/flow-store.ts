// Contract of the spine's memory: what one route step changes, committed in one atomic step together
// with the router's position. Kept by redis/flow-store.
import type { ApprovalRequest, Outcome } from './approvals/approval.ts';
import type { Told } from './approvals/request.ts';
import type { Address } from './audience/chat-book.ts';
import type { WindowEntry } from './batch/window.ts';
import type { Job } from './jobs/job-board.ts';
import type { JournalEntry, Position } from './journal/journal.ts';

export type Effect =
  /** A chat is to hear of an event in its next message. */
  | { readonly kind: 'gather'; readonly address: Address; readonly entry: WindowEntry }
  /** A request is to be shown, with buttons, in these places at once. */
  | {
      readonly kind: 'ask';
      readonly request: ApprovalRequest;
      readonly copies: readonly { readonly address: Address; readonly token: string }[];
    }
  /** A request was settled elsewhere on the bus. */
  | ({ readonly kind: 'settle' } & Told)
  /** A job gave a sign of life: what was decided for it before `position` is picked up. */
  | {
      readonly kind: 'alive';
      readonly jobId: string;
      /** Requests of other projects are not meant. */
      readonly projectId?: string;
      readonly position: Position;
      /** RFC 3339 UTC. */
      readonly at: string;
    }
  /** A job ended: whatever it still asks for is canceled. */
  | {
      readonly kind: 'withdraw';
      readonly jobId: string;
      /** Requests of other projects are not meant. */
      readonly projectId?: string;
      readonly outcome: Outcome;
    }
  | { readonly kind: 'job'; readonly job: Job };

export interface RouteStep {
  /** Fencing number of the lease under which this step was made. */
  readonly fence: number;
  /** Revision of the audience that it was made with. */
  readonly revision: number;
  readonly from: Position;
  readonly to: Position;
  readonly effects: readonly Effect[];
}

export type CommitResult =
  /** `wake`: chats with something to send and when, in milliseconds from now. */
  | { readonly kind: 'committed'; readonly wake: readonly Wake[] }
  /** The lease, the position or the audience is not what this step assumed; nothing was written. */
  | { readonly kind: 'stale' };

export interface Wake {
  readonly chatId: number;
  readonly delayMs: number;
}

export interface FlowStore {
  /** Position after the last committed step. */
  position(): Promise<Position>;
  /** Waits up to `waitMs` for entries after `after`; at most `limit`. */
  read(after: Position, options: { limit: number; waitMs: number }): Promise<JournalEntry[]>;
  /** The jobs of these ids as they stand. */
  jobs(jobIds: readonly string[]): Promise<Map<string, Job>>;
  commit(step: RouteStep): Promise<CommitResult>;
}
