// Builds a request from its event.

import { idsOfPublisher } from '../../audience/person.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { catalogued } from '../../event/event-types.ts';
import { defined } from '../../runtime/defined.ts';
import type { ApprovalRequest } from '../approval.ts';
import type { PolicySet } from '../policy/policy.ts';
import { policyFor } from '../policy/policy-for.ts';
import { standingTermsOf } from '../standing/standing-terms.ts';
import { approvalKey } from './approval-key.ts';
import { requestContext } from './asked-context.ts';
import { displayText, personField, textField } from './event-fields.ts';
import { termsUnder } from './request-terms.ts';

const GATE = 'gate.pause';

/**
 * The request of an event (`job.approval_needed`, `gate.pause`), on the terms of the policy that applies.
 * `arrivedAt`: epoch milliseconds by jobwire's clock; the producer's clock is ignored.
 */
export function requestOf(
  event: CanonicalEvent,
  policies: PolicySet,
  arrivedAt: number,
): ApprovalRequest {
  const asked = catalogued(event.type) === GATE ? gateOf(event) : actionOf(event);
  const { data, projectId, sessionId, jobId, stage, publishedBy } = event;
  const requestedBy = personField(data.requested_by);
  const id = requestId(event);
  const request = {
    key: approvalKey(event, id),
    id,
    version: 1,
    eventId: event.id,
    ...defined({ projectId, sessionId, jobId, stage }),
    visibility: event.visibility,
    ...asked,
    context: requestContext(data),
    ...defined({ requestedBy }),
    ...(publishedBy === undefined ? {} : { publishedBy: idsOfPublisher(publishedBy) }),
    ...(publishedBy === undefined ? {} : { source: `token:${publishedBy.tokenId}` }),
    ...(isGateOfEngine(event) ? ({ isGate: true } as const) : {}),
    requestedAt: new Date(arrivedAt).toISOString(),
  };
  const policy = policyFor(policies, request);
  const { terms, ...more } = termsUnder(policy, event, arrivedAt);
  const standing = standingTermsOf(policy, request);
  return { ...request, ...more, terms: { ...terms, ...defined({ standing }) } };
}

/** The producer's id for it. */
export function requestId({ id, data }: Pick<CanonicalEvent, 'id' | 'data'>): string {
  return textField(data.approval_id) ?? id;
}

/** A token limited to projects can't speak for the engine, and no other system has gates. */
function isGateOfEngine({ type, dialect, stage, publishedBy }: CanonicalEvent): boolean {
  const isGate = catalogued(type) === GATE && dialect === 'pipeline' && stage !== undefined;
  return isGate && publishedBy?.isLimited !== true;
}

type RequestedAction = Pick<ApprovalRequest, 'scope' | 'action' | 'reason'>;

function actionOf({ data }: CanonicalEvent): RequestedAction {
  return {
    scope: displayText(data.scope) ?? '',
    action: displayText(data.action) ?? '',
    reason: displayText(data.reason) ?? '',
  };
}

/** A gate asks whether the job may go on after its stage. */
function gateOf({ data, stage = '', extensions }: CanonicalEvent): RequestedAction {
  return {
    scope: displayText(data.scope) ?? 'gate',
    action: displayText(data.action) ?? stage,
    reason: displayText(data.reason) ?? textField(extensions?.message) ?? '',
  };
}
