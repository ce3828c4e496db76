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
export function announce(
  approval: Pick<Approval, 'request' | 'votes'>,
  outcome: Outcome,
): CanonicalEvent | undefined {
  const type = TYPES[outcome.status];
  if (type === undefined) return undefined;
  const { request } = approval;
  const { projectId, sessionId, jobId, stage } = request;
  return {
    // With who and when in it, so that nobody says something under this id before.
    id: stableUuid(JSON.stringify([request.key, outcome])),
    type,
    time: outcome.at,
    source: { component: 'jobwire' },
    ...(projectId === undefined ? {} : { projectId }),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(jobId === undefined ? {} : { jobId }),
    ...(stage === undefined ? {} : { stage }),
    aggregate: aggregateOf(request),
    causationId: request.eventId,
    visibility: request.visibility,
    recipients: 'all',
    data: decisionData(approval, outcome),
    dialect: 'televibe',
    own: { writesGate: request.isGate === true },
  };
}

function decisionData(
  { request, votes }: Pick<Approval, 'request' | 'votes'>,
  { status, by, reason, at }: Outcome,
): JsonObject {
  const { id, scope, action, stage } = request;
  const common = { approval_id: id, scope, action, ...(stage === undefined ? {} : { stage }) };
  if (status === 'expired') return { ...common, expired_at: at };
  const approvers = votes.filter(({ verdict }) => verdict === 'approve').map((vote) => vote.by);
  return {
    ...common,
    decision: status,
    ...(by === undefined ? {} : { decided_by: { id: by.id, name: by.name, via: by.via } }),
    ...(reason === undefined ? {} : { reason }),
    decided_at: at,
    approvers: approvers.map((approver) => ({ id: approver.id, name: approver.name })),
  };
}
