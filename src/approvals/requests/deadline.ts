// How long a request stays open, and what happens then. Pure; durations count from the arrival of the request,
// instants are epoch milliseconds by jobwire's own clock.
import type { ApprovalRequest } from '../approval.ts';
import type { Policy } from '../policy/policy.ts';

type OnTimeout = ApprovalRequest['onTimeout'];

/** What the producer asked for, as far as it could be parsed (request-terms.ts). */
export interface RequestedTime {
  readonly endsAt?: number;
  readonly onTimeout: OnTimeout;
}

export interface Deadline {
  /** Absent: never. */
  readonly expiresAt?: number;
  readonly onTimeout: OnTimeout;
}

/**
 * A request may shorten the policy's time but never extend it, and may ask to be denied on timeout if the policy
 * leaves that open. Only a policy can approve on timeout, and only after its full time. A request that had
 * expired before it arrived, so that nobody could decide, expires.
 */
export function deadlineOf(
  policy: Pick<Policy, 'expiresAfterMs' | 'onTimeout'>,
  requested: RequestedTime,
  arrivedAt: number,
): Deadline {
  const { endsAt: requestedEnd = Number.POSITIVE_INFINITY } = requested;
  if (requestedEnd <= arrivedAt) return { expiresAt: arrivedAt, onTimeout: 'expire' };
  const { expiresAfterMs = Number.POSITIVE_INFINITY } = policy;
  const policyEnd = arrivedAt + expiresAfterMs;
  const wanted = policy.onTimeout ?? (requested.onTimeout === 'deny' ? 'deny' : 'expire');
  const hasFullTime = Number.isFinite(policyEnd) && policyEnd <= requestedEnd;
  const onTimeout = wanted === 'approve' && !hasFullTime ? 'expire' : wanted;
  const expiresAt = Math.min(policyEnd, requestedEnd);
  return Number.isFinite(expiresAt) ? { expiresAt, onTimeout } : { onTimeout };
}

/** When to remind: ascending, without duplicates, after the arrival and before the end. */
export function reminderTimes(
  { remind }: Pick<Policy, 'remind'>,
  arrivedAt: number,
  expiresAt: number,
): number[] {
  const times = remind.map((reminder) =>
    reminder.kind === 'share'
      ? Math.round(arrivedAt + reminder.share * (expiresAt - arrivedAt))
      : expiresAt - reminder.ms,
  );
  const inside = times.filter((time) => time > arrivedAt && time < expiresAt);
  return [...new Set(inside)].sort((a, b) => a - b);
}
