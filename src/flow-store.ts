// Contract of the spine's memory: what one route step changes, committed in one atomic step together
// with the router's position. Kept by redis/flow-store.
import type { ApprovalRequest, Outcome } from './approvals/approval.ts';
import type { Statement } from './approvals/statement.ts';
import type { Address } from './audience/chat-book.ts';
import type { WindowEntry } from './batch/window.ts';
import type { CanonicalEvent } from './event/canonical-event.ts';
import type { JobKey } from './jobs/job-key.ts';
import type { JobChange, JobsBefore } from './jobs/job-table.ts';
import type { JournalEntry, Position } from './journal/journal.ts';

export type Effect =
  /** A chat is to hear of an event in its next message. */
  | { readonly kind: 'gather'; readonly address: Address; readonly entry: WindowEntry }
  /** A request is to be shown, with buttons, in these places at once. */
  | {
      readonly kind: 'ask';
      readonly request: ApprovalRequest;
      /** The job that asks. */
      readonly job?: JobKey;
      readonly copies: readonly { readonly address: Address; readonly token: string }[];
    }
  /** Somebody on the bus says that a request was settled. */
  | { readonly kind: 'settle'; readonly statement: Statement; readonly job?: JobKey }
  /** A job gave a sign of life: what was decided for it before `position` is picked up. */
  | {
      readonly kind: 'alive';
      readonly job: JobKey;
      readonly position: Position;
      /** RFC 3339 UTC. */
      readonly at: string;
    }
  /** A job ended: whatever it still asks for is canceled. */
  | { readonly kind: 'withdraw'; readonly job: JobKey; readonly outcome: Outcome }
  | ({ readonly kind: 'job' } & JobChange);

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
  /** The jobs that these events may be about, as they stand. */
  jobs(events: readonly CanonicalEvent[]): Promise<JobsBefore>;
  commit(step: RouteStep): Promise<CommitResult>;
}
