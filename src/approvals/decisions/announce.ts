// The events that jobwire itself publishes about a request: the decision, and what all such events share.

import type { z } from 'zod';
import { aggregateOf } from '../../event/aggregate.ts';
import type { CanonicalEvent, Own } from '../../event/canonical-event.ts';
import { stableUuid } from '../../event/event-id.ts';
import { announcedAs } from '../../event/event-types.ts';
import { defined } from '../../runtime/defined.ts';
import type { Approval, ApprovalRequest, Outcome } from '../approval.ts';
import type { decisionDataSchema, expiryDataSchema } from './decision-data.ts';

type DecisionData = z.infer<typeof decisionDataSchema | typeof expiryDataSchema>;

/** `undefined` for a withdrawal, because whoever withdrew has already announced it. */
export function announce(
  approval: Pick<Approval, 'request' | 'votes'>,
  outcome: Outcome,
): CanonicalEvent | undefined {
  const type = announcedAs(outcome.status);
  if (type === undefined) return undefined;
  const { request } = approval;
  return {
    ...ownEvent(request, { writesGate: request.isGate === true }),
    // Includes decider and time, so nobody can publish under this id beforehand.
    id: stableUuid(JSON.stringify([request.key, outcome])),
    type,
    time: outcome.at,
    data: decisionData(approval, outcome),
  };
}

/** The base of an event by jobwire itself, caused by a request and visible to whoever may see it. */
export function ownEvent(
  request: ApprovalRequest,
  own: Own,
): Omit<CanonicalEvent, 'id' | 'type' | 'time' | 'data'> {
  const { projectId, sessionId, jobId, stage } = request;
  return {
    source: { component: 'jobwire' },
    ...defined({ projectId, sessionId, jobId, stage }),
    aggregate: aggregateOf(request),
    causationId: request.eventId,
    visibility: request.visibility,
    recipients: 'all',
    dialect: 'televibe',
    own,
  };
}

/** Identifies the request to its producer. */
export function subjectData({ id, scope, action, stage }: ApprovalRequest) {
  return { approval_id: id, scope, action, ...defined({ stage }) };
}

function decisionData(
  { request, votes }: Pick<Approval, 'request' | 'votes'>,
  { status, by, reason, at }: Outcome,
): DecisionData {
  const common = subjectData(request);
  if (status === 'expired') return { ...common, expired_at: at };
  const approvers = votes.filter(({ verdict }) => verdict === 'approve').map((vote) => vote.by);
  return {
    ...common,
    decision: status,
    ...(by === undefined ? {} : { decided_by: { id: by.id, name: by.name, via: by.via } }),
    ...defined({ reason }),
    decided_at: at,
    approvers: approvers.map((approver) => ({ id: approver.id, name: approver.name })),
  };
}
