// Contract: stores approvals and what is decided on them. Implemented by redis/approvals/approval-store. Opening
// one is part of the route step (routing/route-store.ts), because the two must be atomic.
import { z } from 'zod';
import type { Address } from '../audience/chat-book.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { jsonObjectSchema } from '../event/event-shape.ts';
import { createDecoder } from '../runtime/stored/decoder.ts';
import type { Approval, Outcome, Vote } from './approval.ts';
import type { EndOfStanding, StandingApproval } from './standing/standing.ts';

/** One step of an approval: a vote, an outcome, or both; or a comment, which leaves it unchanged. */
export interface ApprovalStep {
  /** Key of the request. */
  readonly approvalId: string;
  /**
   * Idempotency key: the same one again (a repeated tap, a command resent because its answer was lost)
   * changes nothing and returns the first result.
   */
  readonly attempt: string;
  /** For the audit trail: where it came from, e.g. `chat 1001`. */
  readonly from?: string;
  /** The revision that the step is based on; the step is refused if it is no longer current. Absent: any. */
  readonly revision?: number;
  /** Absent if `votes` only drops some. */
  readonly vote?: Vote;
  /** All votes after this step, including `vote`. Absent: unchanged. */
  readonly votes?: readonly Vote[];
  readonly outcome?: Outcome;
  /** For the audit trail, in addition to the vote and the outcome. */
  readonly entries?: readonly AuditEntry[];
  /** Published on the bus and appended to the journal in the same atomic step. */
  readonly announcement?: CanonicalEvent;
  /** Refused until the request's deadline has passed, by the store's clock. */
  readonly whenOverdue?: boolean;
  /** Standing approvals that this step gives, uses and ends. */
  readonly standing?: StandingStep;
}

export interface StandingStep {
  /** Given with the vote. */
  readonly gives?: StandingApproval;
  /** Id of the one that casts the vote. */
  readonly uses?: string;
  /** Ids of all that votes rest on; unless each is in force, the step is refused as `changed`. */
  readonly restsOn: readonly string[];
  readonly ends: { readonly ids: readonly string[]; readonly ending: EndOfStanding };
}

export type StepResult =
  /** This step was made, now or by an earlier call with the same `attempt`. */
  | { readonly kind: 'made'; readonly approval: Approval }
  /** There already is an outcome, see `approval`. */
  | { readonly kind: 'already'; readonly approval: Approval }
  /** It has changed since `revision`: read it again. */
  | { readonly kind: 'changed' }
  /** For a vote: the deadline has passed, but the timeout has not been settled yet. */
  | { readonly kind: 'overdue'; readonly approval: Approval }
  /** With `whenOverdue`: the deadline has not passed. */
  | { readonly kind: 'early' }
  | { readonly kind: 'unknown' };

/** A copy of a request in a chat, as identified by a tap on its buttons. */
export interface Copy {
  readonly approvalId: string;
  readonly address: Address;
}

/** A question for a reason; the answer decides, with its text as the reason. */
export interface ReasonQuestion {
  readonly kind: 'question';
  /** Key and version of the request that was shown. */
  readonly approvalId: string;
  readonly version: number;
  readonly verdict: 'approve' | 'deny';
  /** The Telegram user who was asked; answers of others decide nothing. Absent in questions of former versions. */
  readonly userId?: number;
}

/** What a message of ours is about, for replies to it. */
export type MessageSubject =
  | ReasonQuestion
  /** It shows a request or reminds of one: a reply to it decides nothing. */
  | {
      readonly kind: 'request';
      readonly approvalId: string;
      /** Absent if unknown. */
      readonly version?: number;
    };

const auditSchema = z
  .object({
    /**
     * asked, asked_again, asked_by_another, changed, vote, vote_dropped, comment, approved, denied, expired,
     * canceled, refused, reminded, escalated, picked_up, unheard, standing_given, standing_ended. `by` or `id`
     * is who, `from` is where from, `why` or `reason` is why.
     */
    what: z.string(),
    /** RFC 3339 UTC. */
    at: z.string(),
  })
  .readonly()
  .and(jsonObjectSchema);
export type AuditEntry = z.infer<typeof auditSchema>;

export const decodeAuditEntry = createDecoder('audit entry', auditSchema);

export interface ReminderStep {
  readonly approvalId: string;
  /** Which reminder it is, from 1. */
  readonly count: number;
}

/** Kept of one person on one request: whoever may not decide can't fill the memory by trying. */
export const MAX_REFUSALS = 100;

export interface ApprovalStore {
  /** By its key. */
  get(key: string): Promise<Approval | undefined>;
  /**
   * By the producer's id or by its key. Returns the newest of each project, so several if more than one project
   * uses the id. The caller must filter by visibility before anything else.
   */
  find(id: string): Promise<Approval[]>;
  /** All pending approvals, oldest first. */
  pending(): Promise<Approval[]>;
  /** Newest first, whatever their status; at most `limit`. */
  recent(limit: number): Promise<Approval[]>;
  /** Ids of pending approvals whose deadline is at or before `now` (epoch milliseconds). */
  overdue(now: number): Promise<string[]>;
  /**
   * One atomic step: vote, outcome, bus event, audit entry, and every copy marked for an update if votes or
   * outcome are given. Only an outcome waits for the job's acknowledgement, and is republished if it is missing.
   */
  step(step: ApprovalStep): Promise<StepResult>;
  /** The copy that a button's token belongs to; `undefined` for a token that was never issued. */
  copyOf(token: string): Promise<Copy | undefined>;
  /** The token of the buttons in one chat; `undefined` if the request was never shown there. */
  tokenFor(copy: Copy): Promise<string | undefined>;
  /** What a message of ours is about; `undefined` if it is about no request. */
  subjectOfMessage(chatId: number, messageId: number): Promise<MessageSubject | undefined>;
  /**
   * Registers a message with live buttons that delivery does not know of (Telegram's answer was lost): from now
   * on it is updated with the other copies.
   */
  adopt(copy: Copy, messageId: number): Promise<void>;
  /** The first of these requests for which this attempt was made; `undefined` if for none. */
  attempted(keys: readonly string[], attempt: string): Promise<Approval | undefined>;
  /** Oldest first. */
  audit(approvalId: string): Promise<AuditEntry[]>;
  /**
   * Adds a refused attempt to the audit trail: once, however often the same is refused to the same person again, and of
   * each person the first MAX_REFUSALS.
   */
  note(approvalId: string, entry: AuditEntry, attempt: string): Promise<void>;
  /** Reminders that are due at or before `now`. */
  remindersDue(now: number): Promise<ReminderStep[]>;
  /**
   * Reminds every address that has the request, and shows it at `further` addresses; does nothing if it is
   * settled or this reminder was already sent. `token`: identifies the buttons at an address.
   */
  remind(
    reminder: ReminderStep,
    further: readonly { readonly address: Address; readonly token: string }[],
  ): Promise<void>;
  /** Shows a request that was held back for a standing approval, if it is pending in this version; absent: in any. */
  release(key: string, version?: number): Promise<void>;
  /** Updates all copies, because their buttons change. */
  refresh(key: string): Promise<void>;
  /** Decisions that should have been acknowledged by their job at or before `now`. */
  unacknowledged(now: number): Promise<string[]>;
  /** Republishes a decision on its channel and marks its acknowledgement as missing; once per decision. */
  repeat(approvalId: string): Promise<void>;
}
