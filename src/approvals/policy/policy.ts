// What a policy is, and which one applies if no rule matches.
import type { Address } from '../../audience/chat-book.ts';
import type { ApprovalRequest, ApproverList, StandingTerms } from '../approval.ts';

/** Globs (glob.ts) over normalised strings (normalise.ts); an absent list matches everything. */
export interface PolicyMatch {
  readonly project?: readonly string[];
  readonly scope?: readonly string[];
  readonly action?: readonly string[];
}

/** When to send a reminder that a request waits. */
export type Reminder =
  /** After this share of the time, between 0 and 1. */
  | { readonly kind: 'share'; readonly share: number }
  /** This long before the end. */
  | { readonly kind: 'before'; readonly ms: number };

export interface Policy {
  readonly match: PolicyMatch;
  /** Absent: whoever may decide by their role. */
  readonly approvers?: ApproverList;
  /** Voters have to be in each of these too. Only if several policies apply. */
  readonly alsoApprovers?: readonly ApproverList[];
  /** How many people have to approve; at least 1. */
  readonly required: number;
  /** How many people have to deny; at least 1. */
  readonly denyRequired: number;
  /** Whether the requester may approve. */
  readonly selfApproval: boolean;
  readonly reasonRequired: 'deny' | 'both' | 'none';
  /** From the arrival of the request; absent: only the request may set a time. */
  readonly expiresAfterMs?: number;
  /** Absent: see deadline.ts. */
  readonly onTimeout?: ApprovalRequest['onTimeout'];
  readonly remind: readonly Reminder[];
  /** Chats that get the reminders besides those that have the request. */
  readonly escalateTo: readonly Address[];
  /** Whether a decision that another system announces on the Redis bus settles the request. */
  readonly decidedElsewhere: 'settle' | 'ignore';
  /** Whether people may approve later requests like it too. A combination of policies never allows that. */
  readonly standing?: Pick<StandingTerms, 'forMs' | 'scope'>;
}

/** All policies for requests. */
export type PolicySet =
  | { readonly kind: 'no_file' }
  | {
      readonly kind: 'file';
      /** In the file's order: the first match applies. */
      readonly rules: readonly Policy[];
      /** If none matches. */
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

/** If there is no policy file. */
export const POLICY_WITHOUT_FILE: Policy = PLAIN;

/** If no rule of the file matches, and for fields that its `default` omits. */
export const STRICT_POLICY: Policy & Required<Pick<Policy, 'approvers' | 'expiresAfterMs'>> = {
  ...PLAIN,
  approvers: { roles: ['approver', 'admin'], users: [] },
  expiresAfterMs: 24 * 60 * 60_000,
  onTimeout: 'expire',
};
