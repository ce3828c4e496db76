// The terms of a request: the policy's, of which its producer may only shorten the time or ask to be denied on
// timeout.

import type { CanonicalEvent, JsonValue } from '../../event/canonical-event.ts';
import { readInstantMs, readSecondsMs } from '../../event/instant.ts';
import { defined } from '../../runtime/defined.ts';
import type { ApprovalRequest, RequestProblem, Terms } from '../approval.ts';
import { readDuration } from '../policy/duration.ts';
import type { Policy } from '../policy/policy.ts';
import { deadlineOf, type RequestedTime, reminderTimes } from './deadline.ts';

/** The engine may announce the timeout of its gate itself, and gets a moment to do so. */
const GATE_GRACE_MS = 2_000;
/** The end of the year 9999, the last that RFC 3339 can express. */
const MAX_INSTANT_MS = 253_402_300_799_999;

type RequestTerms = Pick<ApprovalRequest, 'terms' | 'expiresAt' | 'onTimeout' | 'problems'>;

/** `arrivedAt`: epoch milliseconds by jobwire's clock; durations count from it. */
export function termsUnder(policy: Policy, event: CanonicalEvent, arrivedAt: number): RequestTerms {
  const requested = requestedTimeOf(event, arrivedAt);
  const { expiresAt, onTimeout } = deadlineOf(policy, requested, arrivedAt);
  const problems = [...requested.problems];
  if (requested.endsAt !== undefined && requested.endsAt <= arrivedAt)
    problems.push('over_on_arrival');
  if (requested.onTimeout === 'approve' && policy.onTimeout !== 'approve') {
    problems.push('approval_by_silence_refused');
  }
  return {
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
    onTimeout,
    terms: termsOf(policy, arrivedAt, expiresAt),
    ...(problems.length === 0 ? {} : { problems }),
  };
}

function termsOf(policy: Policy, arrivedAt: number, expiresAt: number | undefined): Terms {
  const { approvers, alsoApprovers, required, denyRequired } = policy;
  const { selfApproval, reasonRequired, escalateTo, decidedElsewhere } = policy;
  return {
    ...defined({ approvers, alsoApprovers }),
    ...{ required, denyRequired, selfApproval, reasonRequired, escalateTo, decidedElsewhere },
    remindAt: expiresAt === undefined ? [] : reminderTimes(policy, arrivedAt, expiresAt),
  };
}

interface ParsedTime extends RequestedTime {
  readonly problems: readonly RequestProblem[];
}

function requestedTimeOf({ type, data }: CanonicalEvent, arrivedAt: number): ParsedTime {
  const { expires_at: end, timeout_seconds: timeout, on_timeout: onTimeout } = data;
  const problems: RequestProblem[] = [];
  const ends: number[] = [];
  const readEnd = readInstantMs(end);
  if (readEnd !== undefined) ends.push(readEnd);
  else if (isGiven(end)) problems.push('expires_at_unreadable');
  const timeoutMs = durationMs(timeout);
  if (timeoutMs !== undefined && arrivedAt + timeoutMs <= MAX_INSTANT_MS)
    ends.push(arrivedAt + timeoutMs);
  else if (isGiven(timeout)) problems.push('timeout_unreadable');
  const graceMs = type.startsWith('gate.') && onTimeout === undefined ? GATE_GRACE_MS : 0;
  return {
    ...(ends.length === 0 ? {} : { endsAt: Math.min(...ends) + graceMs }),
    onTimeout: onTimeout === 'deny' || onTimeout === 'approve' ? onTimeout : 'expire',
    problems,
  };
}

function isGiven(value: JsonValue | undefined): boolean {
  return typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null;
}

/** Accepts seconds, as a number or a string, and durations such as `10m`. */
function durationMs(value: JsonValue | undefined): number | undefined {
  const seconds = readSecondsMs(value);
  if (seconds !== undefined || typeof value !== 'string') return seconds;
  return readDuration(value.trim());
}
