// What a policy is, which one counts for a request, and what it makes of the request's time. Pure.
import type { Role } from '../audience/access.ts';
import type { Address } from '../audience/chat-book.ts';
import { matchesSome } from '../audience/glob.ts';
import type { ApprovalRequest } from './approval.ts';

export type OnTimeout = ApprovalRequest['onTimeout'];

/** Globs (glob.ts); an absent list is met by everything. */
export interface PolicyMatch {
  readonly project?: readonly string[];
  readonly scope?: readonly string[];
  readonly action?: readonly string[];
}

/** Whoever is in one of the lists may decide; with both empty nobody may. */
export interface Approvers {
  readonly roles: readonly Role[];
  /** Ids of people: the Telegram one, or the one a producer knows them by (person.ts). */
  readonly users: readonly string[];
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
  readonly approvers?: Approvers;
  /** How many people have to approve; at least 1. */
  readonly required: number;
  /** How many people have to deny; at least 1. */
  readonly denyRequired: number;
  /** Whether who asked may approve. */
  readonly selfApproval: boolean;
  readonly reasonRequired: 'deny' | 'both' | 'none';
  /** Counted from the request; absent: only the request sets a time. */
  readonly expiresAfterMs?: number;
  /** Absent: see `deadlineOf`. */
  readonly onTimeout?: OnTimeout;
  readonly remind: readonly Reminder[];
  /** Chats that hear the reminders besides those that have the request. */
  readonly escalateTo: readonly Address[];
}

/** For a request that no policy of the file matches. Known by identity: never copy it. */
export const DEFAULT_POLICY: Policy = {
  match: {},
  required: 1,
  denyRequired: 1,
  selfApproval: false,
  reasonRequired: 'none',
  remind: [],
  escalateTo: [],
};

type Asked = Pick<ApprovalRequest, 'projectId' | 'scope' | 'action'>;

/** The first that matches. A request without a project is one whose project's name is empty. */
export function policyFor(policies: readonly Policy[], asked: Asked): Policy {
  return policies.find(({ match }) => covers(match, asked)) ?? DEFAULT_POLICY;
}

function covers({ project, scope, action }: PolicyMatch, asked: Asked): boolean {
  return (
    matchesSome(project, asked.projectId ?? '') &&
    matchesSome(scope, asked.scope) &&
    matchesSome(action, asked.action)
  );
}

export interface Deadline {
  /** RFC 3339 UTC; absent: it waits for ever. */
  readonly expiresAt?: string;
  readonly onTimeout: OnTimeout;
}

/**
 * The time that a request has and what happens at its end. The request may shorten the policy's
 * time, never lengthen it. It may have itself approved by silence only where no policy of the file
 * matched; else what it says counts only where the policy says nothing.
 */
export function deadlineOf(
  policy: Policy,
  request: Pick<ApprovalRequest, 'requestedAt' | 'expiresAt' | 'onTimeout'>,
): Deadline {
  const ends: number[] = [];
  if (request.expiresAt !== undefined) ends.push(Date.parse(request.expiresAt));
  if (policy.expiresAfterMs !== undefined) {
    ends.push(Date.parse(request.requestedAt) + policy.expiresAfterMs);
  }
  const onTimeout = policy.onTimeout ?? ownOnTimeout(policy, request.onTimeout);
  if (ends.length === 0) return { onTimeout };
  return { expiresAt: new Date(Math.min(...ends)).toISOString(), onTimeout };
}

function ownOnTimeout(policy: Policy, wanted: OnTimeout): OnTimeout {
  return wanted === 'approve' && policy !== DEFAULT_POLICY ? 'expire' : wanted;
}

/** When to remind, in epoch milliseconds: rising, each once, after the request and before its end. */
export function reminderTimes(
  { remind }: Pick<Policy, 'remind'>,
  requestedAtMs: number,
  expiresAtMs: number,
): number[] {
  const times = remind.map((reminder) =>
    reminder.kind === 'share'
      ? Math.round(requestedAtMs + reminder.share * (expiresAtMs - requestedAtMs))
      : expiresAtMs - reminder.ms,
  );
  const inside = times.filter((time) => time > requestedAtMs && time < expiresAtMs);
  return [...new Set(inside)].sort((a, b) => a - b);
}
