// The time that a request has, and what happens at its end. Pure; every time counts from the arrival of
// the request, in epoch milliseconds by jobwire's own clock.
import type { ApprovalRequest } from '../approval.ts';
import type { Policy } from '../policy/policy.ts';

type OnTimeout = ApprovalRequest['onTimeout'];

/** What the producer wants, as far as it could be understood (request-terms.ts). */
export interface OwnTime {
  readonly endsAt?: number;
  readonly onTimeout: OnTimeout;
}

export interface Deadline {
  /** Absent: it waits for ever. */
  readonly expiresAt?: number;
  readonly onTimeout: OnTimeout;
}

/**
 * A request may shorten the policy's time, never lengthen it, and may ask to be denied at its end where
 * the policy leaves that open. Only the policy approves by silence, and only after its own whole time.
 * A request that was over before it arrived, so that nobody could decide, expires.
 */
export function deadlineOf(
  policy: Pick<Policy, 'expiresAfterMs' | 'onTimeout'>,
  own: OwnTime,
  arrivedAt: number,
): Deadline {
  const { endsAt: ownEnd = Number.POSITIVE_INFINITY } = own;
  if (ownEnd <= arrivedAt) return { expiresAt: arrivedAt, onTimeout: 'expire' };
  const { expiresAfterMs = Number.POSITIVE_INFINITY } = policy;
  const wholeEnd = arrivedAt + expiresAfterMs;
  const wanted = policy.onTimeout ?? (own.onTimeout === 'deny' ? 'deny' : 'expire');
  const hasWholeTime = Number.isFinite(wholeEnd) && wholeEnd <= ownEnd;
  const onTimeout = wanted === 'approve' && !hasWholeTime ? 'expire' : wanted;
  const expiresAt = Math.min(wholeEnd, ownEnd);
  return Number.isFinite(expiresAt) ? { expiresAt, onTimeout } : { onTimeout };
}

/** When to remind: rising, each once, after the arrival and before the end. */
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
