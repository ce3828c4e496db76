// Contract of the spine's memory: what one route step changes, committed in one atomic step together
// with the router's position. Kept by redis/routing/route-store.
import type { ApprovalRequest, Outcome } from '../approvals/approval.ts';
import type { Statement } from '../approvals/requests/statement.ts';
import type { Address } from '../audience/chat-book.ts';
import type { WindowEntry } from '../batch/window.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { JobKey } from '../jobs/job-key.ts';
import type { JobChange, JobsBefore } from '../jobs/job-table.ts';
import type { Position } from '../journal/journal.ts';

/** What follows from an event: the step's last one where no position says which. */
interface Cause {
  readonly position?: Position;
}

export type Effect =
  /** Chats are to hear of an event in their next message. */
  | {
      readonly kind: 'gather';
      readonly addresses: readonly Address[];
      readonly entry: WindowEntry;
    }
  /** A request is to be shown, with buttons, in these places at once. */
  | (Cause & {
      readonly kind: 'ask';
      readonly request: ApprovalRequest;
      /** The job that asks. */
      readonly job?: JobKey;
      readonly copies: readonly { readonly address: Address; readonly token: string }[];
    })
  /** A message on the bus says that a request was settled. */
  | (Cause & { readonly kind: 'settle'; readonly statement: Statement; readonly job?: JobKey })
  /** A job gave a sign of life: what was decided for it before `position` is picked up. */
  | {
      readonly kind: 'alive';
      readonly job: JobKey;
      readonly position: Position;
      /** RFC 3339 UTC. */
      readonly at: string;
    }
  /** A job ended: whatever it still asks for is canceled. */
  | (Cause & { readonly kind: 'withdraw'; readonly job: JobKey; readonly outcome: Outcome })
  | (Cause & { readonly kind: 'job' } & JobChange)
  /** The entry there can't be routed. */
  | { readonly kind: 'dead_letter'; readonly position: Position; readonly reason: string };

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
  /**
   * `wake`: chats with something to send and when, in milliseconds from now. `failed`: events with an
   * effect that Redis refused. They are dead letters now; whatever else the step changes is done.
   */
  | {
      readonly kind: 'committed';
      readonly wake: readonly Wake[];
      readonly failed: readonly FailedEvent[];
    }
  /** The lease, the position or the audience is not what this step assumed; nothing was written. */
  | { readonly kind: 'stale' };

export interface Wake {
  readonly chatId: number;
  readonly delayMs: number;
}

export interface FailedEvent {
  readonly position: Position;
  /** For people: which effect, and what Redis said. */
  readonly reason: string;
}

/** An entry of the journal as it is kept, before anybody parsed it. */
export interface StoredEntry {
  readonly position: Position;
  /** The event as JSON. */
  readonly text: string;
}

export interface RouteStore {
  /** Position after the last committed step. */
  position(): Promise<Position>;
  /**
   * Entries after `after`, the oldest first, as many as there are within `maxBytes` of text; the first
   * one in any case.
   */
  read(after: Position, maxBytes: number): Promise<StoredEntry[]>;
  /** Waits up to `waitMs` for the first entry after `after`. */
  waitForEntry(after: Position, waitMs: number): Promise<StoredEntry[]>;
  /** The jobs that these events may be about, as they stand. */
  jobs(events: readonly CanonicalEvent[]): Promise<JobsBefore>;
  /**
   * Commits a step: all of it, but for effects that fail by themselves. Throws `unavailable`, with nothing
   * written, when Redis refuses the whole, as it does where a key that every step needs is of a wrong type.
   */
  commit(step: RouteStep): Promise<CommitResult>;
}
