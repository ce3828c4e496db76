// What a policy is, and what counts where no rule says anything.
import type { Address } from '../../audience/chat-book.ts';
import type { ApprovalRequest, ApproverList } from '../approval.ts';

/** Globs (glob.ts) over normalised texts (normalise.ts); an absent list is met by everything. */
export interface PolicyMatch {
  readonly project?: readonly string[];
  readonly scope?: readonly string[];
  readonly action?: readonly string[];
}

/** When to say again that a request waits. */
export type Reminder =
  /** After this share of the time, between 0 and 1. */
  | { readonly kind: 'share'; readonly share: number }
  /** This long before the end. */
  | { readonly kind: 'before'; readonly ms: number };

export interface Policy {
  readonly match: PolicyMatch;
  /** Absent: whoever may decide on the request by their role. */
  readonly approvers?: ApproverList;
  /** Who decides has to be in each of these too. Only where several policies count. */
  readonly alsoApprovers?: readonly ApproverList[];
  /** How many people have to approve; at least 1. */
  readonly required: number;
  /** How many people have to deny; at least 1. */
  readonly denyRequired: number;
  /** Whether who asked may approve. */
  readonly selfApproval: boolean;
  readonly reasonRequired: 'deny' | 'both' | 'none';
  /** Counted from the arrival of the request; absent: only the request sets a time. */
  readonly expiresAfterMs?: number;
  /** Absent: see deadline.ts. */
  readonly onTimeout?: ApprovalRequest['onTimeout'];
  readonly remind: readonly Reminder[];
  /** Chats that hear the reminders besides those that have the request. */
  readonly escalateTo: readonly Address[];
  /** Whether a decision that somebody else announces on the Redis bus settles the request. */
  readonly decidedElsewhere: 'settle' | 'ignore';
}

/** What decides on which terms a request is asked. */
export type PolicySet =
  | { readonly kind: 'no_file' }
  | {
      readonly kind: 'file';
      /** In the file's order: the first that matches counts. */
      readonly rules: readonly Policy[];
      /** Where none matches. */
      readonly fallback: Policy;
    };

const PLAIN: Policy = {
  match: {},
  required: 1,
  denyRequired: 1,
  selfApproval: false,
  reasonRequired: 'none',
  remind: [],
  escalateTo: [],
  decidedElsewhere: 'settle',
};

/** Nobody wrote any policy. */
export const POLICY_WITHOUT_FILE: Policy = PLAIN;

/** Of a file that says nothing of the request, and of a `default` that says nothing of a field. */
export const STRICT_POLICY: Policy & Required<Pick<Policy, 'approvers' | 'expiresAfterMs'>> = {
  ...PLAIN,
  approvers: { roles: ['approver', 'admin'], users: [] },
  expiresAfterMs: 24 * 60 * 60_000,
  onTimeout: 'expire',
};
