// Reads the request that an event makes.
import type { CanonicalEvent, JsonValue } from '../event/canonical-event.ts';
import { catalogued } from '../event/event-types.ts';
import type { ApprovalRequest, Terms } from './approval.ts';
import { approvalKey } from './approval-key.ts';
import { isObject, personOf, textOf } from './event-fields.ts';
import { idsOfPublisher } from './person.ts';
import { deadlineOf, type Policy, policyFor, reminderTimes } from './policy.ts';

const GATE = 'gate.pause';
/** A gate's own engine may say what its time made of it; it gets a moment to do so. */
const GATE_GRACE_MS = 2_000;

/**
 * The request that an event makes (`job.approval_needed`, `gate.pause`), on the terms of the first
 * policy that matches. Its identity: `approval_id`, else the event id.
 */
export function requestOf(event: CanonicalEvent, policies: readonly Policy[]): ApprovalRequest {
  const asked = catalogued(event.type) === GATE ? gateOf(event) : actionOf(event);
  const { data, projectId, sessionId, jobId, stage, publishedBy } = event;
  const requestedBy = personOf(data.requested_by);
  const id = textOf(data.approval_id) ?? event.id;
  const request = {
    key: approvalKey(projectId, id),
    id,
    version: 1,
    eventId: event.id,
    ...(projectId === undefined ? {} : { projectId }),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(jobId === undefined ? {} : { jobId }),
    ...(stage === undefined ? {} : { stage }),
    visibility: event.visibility,
    ...asked,
    context: isObject(data.context) ? data.context : {},
    ...(requestedBy === undefined ? {} : { requestedBy }),
    ...(publishedBy === undefined ? {} : { publishedBy: idsOfPublisher(publishedBy) }),
    ...(publishedBy?.isLimited === true ? ({ isLimited: true } as const) : {}),
    requestedAt: event.time,
  };
  return { ...request, ...onTermsOf(event, request, policies) };
}

type Asked = Pick<ApprovalRequest, 'scope' | 'action' | 'reason'>;

function actionOf({ data }: CanonicalEvent): Asked {
  return {
    scope: textOf(data.scope) ?? '',
    action: textOf(data.action) ?? '',
    reason: textOf(data.reason) ?? '',
  };
}

/** A gate asks whether the job may go on behind its stage. */
function gateOf({ data, stage = '', extensions }: CanonicalEvent): Asked {
  return {
    scope: textOf(data.scope) ?? 'gate',
    action: textOf(data.action) ?? stage,
    reason: textOf(data.reason) ?? textOf(extensions?.message) ?? '',
  };
}

function onTermsOf(
  event: CanonicalEvent,
  request: Omit<ApprovalRequest, 'terms' | 'expiresAt' | 'onTimeout'>,
  policies: readonly Policy[],
): Pick<ApprovalRequest, 'terms' | 'expiresAt' | 'onTimeout'> {
  const policy = policyFor(policies, request);
  const ownEnd = endOf(event);
  const { expiresAt, onTimeout } = deadlineOf(policy, {
    requestedAt: request.requestedAt,
    ...(ownEnd === undefined ? {} : { expiresAt: ownEnd }),
    onTimeout: onTimeoutOf(event.data.on_timeout),
  });
  const { required, denyRequired, selfApproval, reasonRequired, escalateTo, approvers } = policy;
  const asked = Date.parse(request.requestedAt);
  const terms: Terms = {
    ...(approvers === undefined ? {} : { approvers }),
    ...{ required, denyRequired, selfApproval, reasonRequired, escalateTo },
    remindAt: expiresAt === undefined ? [] : reminderTimes(policy, asked, Date.parse(expiresAt)),
  };
  return { ...(expiresAt === undefined ? {} : { expiresAt }), onTimeout, terms };
}

function endOf({ type, data, time }: CanonicalEvent): string | undefined {
  const seconds = data.timeout_seconds;
  const ends = [
    typeof data.expires_at === 'string' ? Date.parse(data.expires_at) : Number.NaN,
    typeof seconds === 'number' ? Date.parse(time) + seconds * 1_000 : Number.NaN,
  ].filter((ms) => Number.isFinite(ms) && Math.abs(ms) < 8.64e15);
  if (ends.length === 0) return undefined;
  const graceMs = type === GATE && data.on_timeout === undefined ? GATE_GRACE_MS : 0;
  return new Date(Math.min(...ends) + graceMs).toISOString();
}

function onTimeoutOf(value: JsonValue | undefined): ApprovalRequest['onTimeout'] {
  return value === 'deny' || value === 'approve' ? value : 'expire';
}
