// Reads what an event says about approvals: a request, or a decision made elsewhere.
import type { CanonicalEvent, JsonObject, JsonValue } from '../event/canonical-event.ts';
import type { ApprovalRequest, Decider, Outcome, SettledStatus } from './approval.ts';

/** The request that a `job.approval_needed` makes. Its identity: `approval_id`, else the event id. */
export function requestOf(event: CanonicalEvent): ApprovalRequest {
  const { data, projectId, sessionId, jobId } = event;
  const requestedBy = personOf(data.requested_by);
  const expiresAt = deadlineOf(event);
  return {
    id: textOf(data.approval_id) ?? event.id,
    eventId: event.id,
    ...(projectId === undefined ? {} : { projectId }),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(jobId === undefined ? {} : { jobId }),
    visibility: event.visibility,
    scope: textOf(data.scope) ?? '',
    action: textOf(data.action) ?? '',
    reason: textOf(data.reason) ?? '',
    context: isObject(data.context) ? data.context : {},
    ...(requestedBy === undefined ? {} : { requestedBy }),
    requestedAt: event.time,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    onTimeout: onTimeoutOf(data.on_timeout),
  };
}

const STATUS: Readonly<Record<string, SettledStatus>> = {
  'job.approved': 'approved',
  'job.denied': 'denied',
  'job.approval_expired': 'expired',
};

/** The outcome that an event tells of, and of which request; `undefined` for any other event. */
export function outcomeOf(
  event: CanonicalEvent,
): { readonly approvalId: string; readonly outcome: Outcome } | undefined {
  const status = STATUS[event.type];
  const { data } = event;
  const approvalId = textOf(data.approval_id) ?? event.causationId;
  if (status === undefined || approvalId === undefined) return undefined;
  const by = deciderOf(data.decided_by, event.source.component);
  const reason = textOf(data.reason);
  return {
    approvalId,
    outcome: {
      status,
      ...(by === undefined || status === 'expired' ? {} : { by }),
      ...(reason === undefined ? {} : { reason }),
      at: event.time,
    },
  };
}

function deadlineOf({ data, time }: CanonicalEvent): string | undefined {
  const seconds = data.timeout_seconds;
  const deadlines = [
    typeof data.expires_at === 'string' ? Date.parse(data.expires_at) : Number.NaN,
    typeof seconds === 'number' ? Date.parse(time) + seconds * 1_000 : Number.NaN,
  ].filter((ms) => Number.isFinite(ms) && Math.abs(ms) < 8.64e15);
  return deadlines.length === 0 ? undefined : new Date(Math.min(...deadlines)).toISOString();
}

function onTimeoutOf(value: JsonValue | undefined): ApprovalRequest['onTimeout'] {
  return value === 'deny' || value === 'approve' ? value : 'expire';
}

const VIAS = ['telegram', 'web', 'cli', 'timeout', 'policy'] as const;

function deciderOf(value: JsonValue | undefined, component: string): Decider | undefined {
  const person = personOf(value);
  if (person === undefined) return undefined;
  const via = isObject(value) ? VIAS.find((known) => known === value.via) : undefined;
  return { id: person.id, name: person.name ?? component, via: via ?? 'web' };
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
