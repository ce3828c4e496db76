// The terms on which a request is asked: the policy's, within which its producer may only ask for less
// time, or to be denied at its end.

import type { CanonicalEvent, JsonValue } from '../../event/canonical-event.ts';
import { readInstantMs, readSecondsMs } from '../../event/instant.ts';
import { defined } from '../../runtime/defined.ts';
import type { ApprovalRequest, RequestProblem, Terms } from '../approval.ts';
import { readDuration } from '../policy/duration.ts';
import type { Policy } from '../policy/policy.ts';
import { deadlineOf, type OwnTime, reminderTimes } from './deadline.ts';

/** A gate's own engine may say what its time made of it; it gets a moment to do so. */
const GATE_GRACE_MS = 2_000;
/** The end of the year 9999: later ones have no RFC 3339 form. */
const MAX_END_MS = 253_402_300_799_999;

type OnTerms = Pick<ApprovalRequest, 'terms' | 'expiresAt' | 'onTimeout' | 'problems'>;

/** `arrivedAt`: epoch milliseconds by jobwire's clock; all times count from it. */
export function termsUnder(policy: Policy, event: CanonicalEvent, arrivedAt: number): OnTerms {
  const own = ownTimeOf(event, arrivedAt);
  const { expiresAt, onTimeout } = deadlineOf(policy, own, arrivedAt);
  const problems = [...own.problems];
  if (own.endsAt !== undefined && own.endsAt <= arrivedAt) problems.push('over_on_arrival');
  if (own.onTimeout === 'approve' && policy.onTimeout !== 'approve') {
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

interface ReadTime extends OwnTime {
  readonly problems: readonly RequestProblem[];
}

function ownTimeOf({ type, data }: CanonicalEvent, arrivedAt: number): ReadTime {
  const { expires_at: end, timeout_seconds: timeout, on_timeout: onTimeout } = data;
  const problems: RequestProblem[] = [];
  const ends: number[] = [];
  const readEnd = readInstantMs(end);
  if (readEnd !== undefined) ends.push(readEnd);
  else if (isGiven(end)) problems.push('expires_at_unreadable');
  const lasting = lengthMs(timeout);
  if (lasting !== undefined && arrivedAt + lasting <= MAX_END_MS) ends.push(arrivedAt + lasting);
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

/** Of seconds, also as text, and of `10m`. */
function lengthMs(value: JsonValue | undefined): number | undefined {
  const seconds = readSecondsMs(value);
  if (seconds !== undefined || typeof value !== 'string') return seconds;
  return readDuration(value.trim());
}
