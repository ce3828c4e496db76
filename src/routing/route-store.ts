// Contract: commits what one route step changes, atomically with the router's position. Implemented by
// redis/routing/route-store.
import type { ApprovalRequest, Outcome } from '../approvals/approval.ts';
import type { ReportedOutcome } from '../approvals/requests/reported-outcome.ts';
import type { Statement } from '../approvals/requests/statement.ts';
import type { EndOfStanding, Within } from '../approvals/standing/standing.ts';
import type { Address } from '../audience/chat-book.ts';
import type { WindowEntry } from '../batch/window.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { JobKey } from '../jobs/job-key.ts';
import type { JobChange, JobsBefore } from '../jobs/job-table.ts';
import type { Position } from '../journal/journal.ts';
import type { RelatedFailure } from './related-failures.ts';

/** The event that caused an effect; absent: the step's last one. */
interface Cause {
  readonly position?: Position;
}

/** Something that the card of its job shows. */
export interface ShownOnCard {
  readonly address: Address;
  readonly entry: WindowEntry;
  /** The address hears nothing of the job. */
  readonly isMuted?: boolean;
}

export type Effect =
  /** An event goes into the next message of these chats. */
  | {
      readonly kind: 'gather';
      readonly addresses: readonly Address[];
      readonly entry: WindowEntry;
      /** Where a message there reports a failure that it is one matter with, that message reports both. */
      readonly related?: RelatedFailure;
    }
  /**
   * The live cards of a job show its newest state: at the addresses `shown`, where one is begun if there is none yet,
   * and all that there are if `everywhere`. Where too many wait to be begun, `entry` goes into the next message
   * instead. Where its job is muted, the card waits for the end of that.
   */
  | (Cause & {
      readonly kind: 'card';
      readonly job: JobKey;
      readonly shown: readonly ShownOnCard[];
      readonly everywhere: boolean;
    })
  /** The same for an event that reports an outcome, but for chats that show the request: they see it there. */
  | {
      readonly kind: 'report';
      readonly addresses: readonly Address[];
      readonly entry: WindowEntry;
      readonly reported: ReportedOutcome;
      readonly job?: JobKey;
    }
  /** Something failed that may succeed later: `names` of its job, and of the task in its project. */
  | { readonly kind: 'failure'; readonly position: Position; readonly names: readonly string[] }
  /** What has these names succeeded, at `at` (RFC 3339 UTC): failures of it are fixed. */
  | (Cause & { readonly kind: 'fixed'; readonly names: readonly string[]; readonly at: string })
  /** A request is shown in these chats at once, with buttons. */
  | (Cause & {
      readonly kind: 'ask';
      readonly request: ApprovalRequest;
      /** The job that asks. */
      readonly job?: JobKey;
      readonly copies: readonly { readonly address: Address; readonly token: string }[];
    })
  /** A message on the bus settles a request. */
  | (Cause & { readonly kind: 'settle'; readonly statement: Statement; readonly job?: JobKey })
  /** A job gave a sign of life: it has picked up what was decided before `position`. */
  | {
      readonly kind: 'alive';
      readonly job: JobKey;
      readonly position: Position;
      /** RFC 3339 UTC. */
      readonly at: string;
    }
  /** A job ended: its pending requests are canceled. */
  | (Cause & { readonly kind: 'withdraw'; readonly job: JobKey; readonly outcome: Outcome })
  /** A session or job ended: so do the standing approvals that were given for it. */
  | (Cause & {
      readonly kind: 'end_standing';
      readonly within: readonly Within[];
      readonly ending: EndOfStanding;
    })
  | (Cause & { readonly kind: 'job' } & JobChange)
  /** A job has to give its next sign of life within `limitMs`; 0: none is expected of it now. */
  | (Cause & {
      readonly kind: 'expect_sign';
      readonly job: JobKey;
      readonly limitMs: number;
      /** RFC 3339 UTC of its newest sign, or of what made this known. */
      readonly at: string;
      readonly isSign: boolean;
    })
  /** The entry there can't be routed. */
  | { readonly kind: 'dead_letter'; readonly position: Position; readonly reason: string };

export interface RouteStep {
  /** Fencing number of the lease that it was composed under. */
  readonly fence: number;
  /** Revision of the audience that it is based on. */
  readonly revision: number;
  readonly from: Position;
  readonly to: Position;
  readonly effects: readonly Effect[];
}

export type CommitResult =
  /**
   * `wake`: chats that have something to send, and when, in milliseconds from now. `failed`: events with
   * an effect that Redis refused; they are dead letters now, and everything else is committed.
   */
  | {
      readonly kind: 'committed';
      readonly wake: readonly Wake[];
      readonly failed: readonly FailedEvent[];
    }
  /** Lease, position or audience have changed; nothing was written. */
  | { readonly kind: 'stale' };

export interface Wake {
  readonly chatId: number;
  readonly delayMs: number;
}

export interface FailedEvent {
  readonly position: Position;
  /** For people: which effect, and the error of Redis. */
  readonly reason: string;
}

/** An unparsed entry of the journal. */
export interface StoredEntry {
  readonly position: Position;
  /** The event as JSON. */
  readonly text: string;
}

export interface RouteStore {
  /** Position after the last committed step. */
  position(): Promise<Position>;
  /**
   * Entries after `after`, the oldest first, as many as fit `maxBytes` of text, but at least one if there
   * is any.
   */
  read(after: Position, maxBytes: number): Promise<StoredEntry[]>;
  /** Waits up to `waitMs` for the first entry after `after`. */
  waitForEntry(after: Position, waitMs: number): Promise<StoredEntry[]>;
  /** The current jobs that these events may be about. */
  jobs(events: readonly CanonicalEvent[]): Promise<JobsBefore>;
  /**
   * Commits a step, except for effects that Redis refuses. Throws `unavailable`, with nothing written, if
   * Redis refuses the whole, for instance because a key that every step needs has a wrong type.
   */
  commit(step: RouteStep): Promise<CommitResult>;
}
