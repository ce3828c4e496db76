// The event that tells the bus of a decision.
import { aggregateOf } from '../event/aggregate.ts';
import type { CanonicalEvent, JsonObject } from '../event/canonical-event.ts';
import { stableUuid } from '../event/event-id.ts';
import type { Approval, Outcome } from './approval.ts';

const TYPES: Partial<Record<Outcome['status'], string>> = {
  approved: 'job.approved',
  denied: 'job.denied',
  expired: 'job.approval_expired',
};

/** `undefined` for a withdrawal: whoever withdrew has said so already. */
export function announce(approval: Approval, outcome: Outcome): CanonicalEvent | undefined {
  const type = TYPES[outcome.status];
  if (type === undefined) return undefined;
  const { request } = approval;
  const { projectId, sessionId, jobId } = request;
  return {
    id: stableUuid(`${request.id}:${outcome.status}`),
    type,
    time: outcome.at,
    source: { component: 'jobwire' },
    ...(projectId === undefined ? {} : { projectId }),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(jobId === undefined ? {} : { jobId }),
    aggregate: aggregateOf(request),
    causationId: request.eventId,
    visibility: request.visibility,
    recipients: 'all',
    data: decisionData(approval, outcome),
    dialect: 'televibe',
  };
}

function decisionData({ request }: Approval, outcome: Outcome): JsonObject {
  const { by } = outcome;
  const common = { approval_id: request.id, scope: request.scope, action: request.action };
  if (outcome.status === 'expired') return { ...common, expired_at: outcome.at };
  return {
    ...common,
    decision: outcome.status,
    ...(by === undefined ? {} : { decided_by: { id: by.id, name: by.name, via: by.via } }),
    ...(outcome.reason === undefined ? {} : { reason: outcome.reason }),
    decided_at: outcome.at,
    approvers:
      by === undefined || outcome.status !== 'approved' ? [] : [{ id: by.id, name: by.name }],
  };
}
