// Combines the policies of an action that is under several into one that is at least as strict as each. Pure.

import { addressKey } from '../../audience/chat-book.ts';
import { defined } from '../../runtime/defined.ts';
import type { ApproverList } from '../approval.ts';
import type { Policy } from './policy.ts';

/** What an absent `approvers` means. */
const BY_ROLE: ApproverList = { roles: ['approver', 'admin'], users: [] };
const REASONS = ['none', 'deny', 'both'] as const;

/** Returns `first` itself if the others are the same policy. */
export function strictestOf(first: Policy, others: readonly Policy[]): Policy {
  return [...new Set(others)].reduce(stricter, first);
}

function stricter(one: Policy, other: Policy): Policy {
  if (one === other) return one;
  const times = [one.expiresAfterMs ?? [], other.expiresAfterMs ?? []].flat();
  const onTimeout = timeoutOf(one, other);
  return {
    match: {},
    ...approversOf(one, other),
    required: Math.max(one.required, other.required),
    denyRequired: Math.min(one.denyRequired, other.denyRequired),
    selfApproval: one.selfApproval && other.selfApproval,
    reasonRequired: reasonOf(one, other),
    ...(times.length === 0 ? {} : { expiresAfterMs: Math.min(...times) }),
    ...defined({ onTimeout }),
    remind: [...one.remind, ...other.remind],
    escalateTo: distinct([...one.escalateTo, ...other.escalateTo], addressKey),
    decidedElsewhere:
      one.decidedElsewhere === other.decidedElsewhere ? one.decidedElsewhere : 'ignore',
  };
}

function approversOf(one: Policy, other: Policy): Pick<Policy, 'approvers' | 'alsoApprovers'> {
  const lists = [one, other].flatMap(({ approvers = BY_ROLE, alsoApprovers = [] }) => [
    approvers,
    ...alsoApprovers,
  ]);
  const [approvers = BY_ROLE, ...alsoApprovers] = distinct(lists, (list) => JSON.stringify(list));
  return { approvers, ...(alsoApprovers.length === 0 ? {} : { alsoApprovers }) };
}

function reasonOf(one: Policy, other: Policy): Policy['reasonRequired'] {
  return (
    REASONS[Math.max(...[one, other].map((of) => REASONS.indexOf(of.reasonRequired)))] ?? 'both'
  );
}

/** A timeout approves only if both say so, after the same time. */
function timeoutOf(one: Policy, other: Policy): Policy['onTimeout'] {
  const both = [one.onTimeout, other.onTimeout];
  if (both.includes('deny')) return 'deny';
  if (both.includes('expire')) return 'expire';
  if (both.includes(undefined)) return undefined;
  return one.expiresAfterMs === other.expiresAfterMs ? 'approve' : 'expire';
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
