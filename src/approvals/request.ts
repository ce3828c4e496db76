// Reads what an event says about approvals: a request, or a decision made elsewhere.
import type { CanonicalEvent, JsonObject, JsonValue } from '../event/canonical-event.ts';
import type { ApprovalRequest, Decider, Outcome, SettledStatus } from './approval.ts';
import type { PolicySet } from './policy.ts';
import { policyFor } from './policy-for.ts';
import { termsUnder } from './request-terms.ts';

const GATE = 'gate.pause';

/**
 * The request that an event makes (`job.approval_needed`, `gate.pause`), on the terms of the policy
 * that counts. Its identity: `approval_id`, else the event id. `arrivedAt`: epoch milliseconds by
 * jobwire's clock; what its producer's clock says counts for nothing.
 */
export function requestOf(
  event: CanonicalEvent,
  policies: PolicySet,
  arrivedAt: number,
): ApprovalRequest {
  const asked = event.type === GATE ? gateOf(event) : actionOf(event);
  const { data, projectId, sessionId, jobId, stage } = event;
  const requestedBy = personOf(data.requested_by);
  const request = {
    id: textOf(data.approval_id) ?? event.id,
    eventId: event.id,
    ...(projectId === undefined ? {} : { projectId }),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(jobId === undefined ? {} : { jobId }),
    ...(stage === undefined ? {} : { stage }),
    visibility: event.visibility,
    ...asked,
    context: isObject(data.context) ? data.context : {},
    ...(requestedBy === undefined ? {} : { requestedBy }),
    requestedAt: new Date(arrivedAt).toISOString(),
  };
  return { ...request, ...termsUnder(policyFor(policies, request), event, arrivedAt) };
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

const STATUS: Readonly<Record<string, SettledStatus>> = {
  'job.approved': 'approved',
  'job.denied': 'denied',
  'job.approval_expired': 'expired',
  'job.approval_canceled': 'canceled',
  'job.approval_withdrawn': 'canceled',
  'gate.approved': 'approved',
  'gate.rejected': 'denied',
  'gate.auto_approved': 'approved',
};

/** The outcome that an event tells of, and of which request. */
export interface Told {
  /** Absent: the request of `gate` that is open. */
  readonly approvalId?: string;
  /** The gate of a job's stage. */
  readonly gate?: { readonly jobId: string; readonly stage: string };
  /** Requests of other projects are not meant. */
  readonly projectId?: string;
  /** The component that said so. */
  readonly source: string;
  readonly outcome: Outcome;
}

/** `undefined` for an event that tells of none. */
export function outcomeOf(event: CanonicalEvent): Told | undefined {
  const status = STATUS[event.type];
  const { data, projectId, jobId, stage } = event;
  const approvalId = textOf(data.approval_id) ?? event.causationId;
  const isGate = event.type.startsWith('gate.') && jobId !== undefined && stage !== undefined;
  if (status === undefined || (approvalId === undefined && !isGate)) return undefined;
  return {
    ...(approvalId === undefined ? {} : { approvalId }),
    ...(isGate ? { gate: { jobId, stage } } : {}),
    ...(projectId === undefined ? {} : { projectId }),
    source: event.source.component,
    outcome: { status, ...circumstancesOf(event, status), at: event.time },
  };
}

function circumstancesOf(event: CanonicalEvent, status: SettledStatus) {
  const { data, extensions, type, source } = event;
  const by =
    type === 'gate.auto_approved'
      ? ({ id: 'timeout', name: 'timeout', via: 'timeout' } as const)
      : deciderOf(data.decided_by ?? data.by, source.component);
  const isGate = type.startsWith('gate.') && type !== 'gate.auto_approved';
  const reason = textOf(data.reason) ?? (isGate ? textOf(extensions?.message) : undefined);
  return {
    ...(status === 'expired' ? {} : { by }),
    ...(reason === undefined ? {} : { reason }),
  };
}

const VIAS = ['telegram', 'web', 'cli', 'timeout', 'policy'] as const;

/** Some name a person by an object, some by a text; without one it is the component that decided. */
function deciderOf(value: JsonValue | undefined, component: string): Decider {
  const named = typeof value === 'string' ? personOf({ id: value, name: value }) : personOf(value);
  const { id, name } = named ?? { id: component };
  const via = isObject(value) ? VIAS.find((known) => known === value.via) : undefined;
  return { id, name: name ?? component, via: via ?? 'web' };
}

function personOf(value: JsonValue | undefined): { id: string; name?: string } | undefined {
  if (!isObject(value)) return undefined;
  const id = textOf(value.id);
  const name = textOf(value.name);
  if (id === undefined) return undefined;
  return name === undefined ? { id } : { id, name };
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
