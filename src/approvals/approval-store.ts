// Contract: where approvals are kept and decided. Kept by redis/approvals/approval-store. Opening one belongs to
// the route step (routing/route-store.ts), because it must be atomic with it.
import { z } from 'zod';
import type { Address } from '../audience/chat-book.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { jsonObjectSchema } from '../event/event-shape.ts';
import { createDecoder } from '../runtime/stored/decoder.ts';
import type { Approval, Outcome, Vote } from './approval.ts';

/** One step of an approval: a vote, an outcome, or both; or a comment, which changes nothing of it. */
export interface ApprovalStep {
  /** Key of the request. */
  readonly approvalId: string;
  /**
   * Identity of this attempt: the same key again (a repeated tap, a command sent twice because its
   * answer was lost) changes nothing and gets the same answer as the first time.
   */
  readonly attempt: string;
  /** For the audit: where it came from, like `chat 1001`. */
  readonly from?: string;
  /** The approval as the step was made for it; another one refuses the step. Absent: any. */
  readonly revision?: number;
  /** Absent with `votes` alone: some of them fall. */
  readonly vote?: Vote;
  /** All votes after this step, `vote` among them. Absent: they stay as they are. */
  readonly votes?: readonly Vote[];
  readonly outcome?: Outcome;
  /** For the audit, beside what vote and outcome say. */
  readonly entries?: readonly AuditEntry[];
  /** Goes on the bus and into the journal in the same atomic step. */
  readonly announcement?: CanonicalEvent;
  /** Only once the request's time is over, by the clock of the store. */
  readonly whenOverdue?: boolean;
}

export type StepResult =
  /** This step was made, now or when the same attempt came before. */
  | { readonly kind: 'made'; readonly approval: Approval }
  /** There is an outcome; `approval` shows what stands. */
  | { readonly kind: 'already'; readonly approval: Approval }
  /** It changed since `revision`. Look again. */
  | { readonly kind: 'changed' }
  /** For a vote: the time is over, and nobody has settled it so yet. */
  | { readonly kind: 'overdue'; readonly approval: Approval }
  /** With `whenOverdue`: it is not. */
  | { readonly kind: 'early' }
  | { readonly kind: 'unknown' };

/** A copy of a request in a chat, as a tap on it tells. */
export interface Copy {
  readonly approvalId: string;
  readonly address: Address;
}

/** A question to which the answer decides, with what it says as the reason. */
export interface AskedReason {
  readonly kind: 'question';
  /** Key and version of the request that was shown. */
  readonly approvalId: string;
  readonly version: number;
  readonly verdict: 'approve' | 'deny';
  /** Who was asked, in Telegram: what others answer is talk. Absent in questions of former versions. */
  readonly userId?: number;
}

/** What a message is about that may be replied to. */
export type Asked =
  | AskedReason
  /** It shows a request, or reminds of it: a reply to it is talk. */
  | {
      readonly kind: 'request';
      readonly approvalId: string;
      /** Absent where it is not known which version the message shows. */
      readonly version?: number;
    };

const auditSchema = z
  .object({
    /**
     * asked, asked_again, asked_by_another, changed, vote, vote_dropped, comment, approved, denied, expired,
     * canceled, refused, reminded, escalated, picked_up, unheard. With `by` or `id`, who; with `from`, from
     * where; with `why` or `reason`, why.
     */
    what: z.string(),
    /** RFC 3339 UTC. */
    at: z.string(),
  })
  .readonly()
  .and(jsonObjectSchema);
export type AuditEntry = z.infer<typeof auditSchema>;

export const decodeAuditEntry = createDecoder('entry of a trail', auditSchema);

export interface ReminderStep {
  readonly approvalId: string;
  /** Its number, from 1. */
  readonly count: number;
}

export interface ApprovalStore {
  /** By its key. */
  get(key: string): Promise<Approval | undefined>;
  /**
   * By what people call it: its producer's id, or its key. The newest of each project, so several when
   * more than one project uses the id. Whoever asks filters what may be seen before anything else.
   */
  find(id: string): Promise<Approval[]>;
  /** All pending ones, oldest first. */
  pending(): Promise<Approval[]>;
  /** The newest first, whatever became of them; at most `limit`. */
  recent(limit: number): Promise<Approval[]>;
  /** Ids of pending ones whose deadline is at or before `now` (epoch milliseconds). */
  overdue(now: number): Promise<string[]>;
  /**
   * One atomic step: vote, outcome, bus event, audit entry, and every copy marked for change where votes or
   * outcome are given. Only an outcome is awaited by the job, and published again when it gives no sign.
   */
  step(step: ApprovalStep): Promise<StepResult>;
  /** The copy that a button's token belongs to; `undefined` for one that was never given out. */
  copyOf(token: string): Promise<Copy | undefined>;
  /** The token of the buttons in one chat; `undefined` when the request was never shown there. */
  tokenFor(copy: Copy): Promise<string | undefined>;
  /** What a message of ours is about; `undefined` for one that is about no request. */
  askedIn(chatId: number, messageId: number): Promise<Asked | undefined>;
  /**
   * A message with live buttons that delivery does not know of (its answer was lost): from now on
   * it changes with the other copies.
   */
  adopt(copy: Copy, messageId: number): Promise<void>;
  /** Oldest first. */
  audit(approvalId: string): Promise<AuditEntry[]>;
  /** Writes down an attempt that was refused. */
  note(approvalId: string, entry: AuditEntry): Promise<void>;
  /** Reminders that are due at or before `now`. */
  remindersDue(now: number): Promise<ReminderStep[]>;
  /**
   * Reminds every place that has the request, and shows it in `further` places; nothing when it is
   * settled or was reminded already. `token`: what the buttons of a place are known by.
   */
  remind(
    reminder: ReminderStep,
    further: readonly { readonly address: Address; readonly token: string }[],
  ): Promise<void>;
  /** Decisions of which no job gave a sign of life until `now`. */
  unacknowledged(now: number): Promise<string[]>;
  /** Says the decision on its channel once more, and that it is unheard; once for each. */
  repeat(approvalId: string): Promise<void>;
}
