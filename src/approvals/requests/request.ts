// Reads the request that an event makes.

import { idsOfPublisher } from '../../audience/person.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { catalogued } from '../../event/event-types.ts';
import { defined } from '../../runtime/defined.ts';
import type { ApprovalRequest } from '../approval.ts';
import type { PolicySet } from '../policy/policy.ts';
import { policyFor } from '../policy/policy-for.ts';
import { approvalKey } from './approval-key.ts';
import { askedContext } from './asked-context.ts';
import { personField, saidText, textField } from './event-fields.ts';
import { termsUnder } from './request-terms.ts';

const GATE = 'gate.pause';

/**
 * The request that an event makes (`job.approval_needed`, `gate.pause`), on the terms of the policy
 * that counts. `arrivedAt`: epoch milliseconds by jobwire's clock; what its producer's clock says counts for
 * nothing.
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
    context: askedContext(data),
    ...defined({ requestedBy }),
    ...(publishedBy === undefined ? {} : { publishedBy: idsOfPublisher(publishedBy) }),
    ...(publishedBy === undefined ? {} : { source: `token:${publishedBy.tokenId}` }),
    ...(isGateOfEngine(event) ? ({ isGate: true } as const) : {}),
    requestedAt: new Date(arrivedAt).toISOString(),
  };
  return { ...request, ...termsUnder(policyFor(policies, request), event, arrivedAt) };
}

/** What its producer calls it. */
export function requestId({ id, data }: Pick<CanonicalEvent, 'id' | 'data'>): string {
  return textField(data.approval_id) ?? id;
}

/** A token that is limited to projects speaks for no engine, and no other system has gates. */
function isGateOfEngine({ type, dialect, stage, publishedBy }: CanonicalEvent): boolean {
  const isGate = catalogued(type) === GATE && dialect === 'pipeline' && stage !== undefined;
  return isGate && publishedBy?.isLimited !== true;
}

type Asked = Pick<ApprovalRequest, 'scope' | 'action' | 'reason'>;

function actionOf({ data }: CanonicalEvent): Asked {
  return {
    scope: saidText(data.scope) ?? '',
    action: saidText(data.action) ?? '',
    reason: saidText(data.reason) ?? '',
  };
}

/** A gate asks whether the job may go on behind its stage. */
function gateOf({ data, stage = '', extensions }: CanonicalEvent): Asked {
  return {
    scope: saidText(data.scope) ?? 'gate',
    action: saidText(data.action) ?? stage,
    reason: saidText(data.reason) ?? textField(extensions?.message) ?? '',
  };
}
