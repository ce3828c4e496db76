// An approval as the web and the command line show it. Pure.
import { defined } from '../runtime/defined.ts';
import type { Approval, JobAcknowledgement, StandingTerms, Terms, Vote } from './approval.ts';
import type { AuditEntry } from './approval-store.ts';

export function approvalJson({ request, votes, outcome, acknowledgement }: Approval) {
  const { id, key, version, changedAt } = request;
  const { eventId, projectId, sessionId, jobId, stage, requestedBy, expiresAt } = request;
  return {
    id,
    key,
    version,
    ...defined({ changed_at: changedAt }),
    status: outcome?.status ?? 'pending',
    event_id: eventId,
    project_id: projectId ?? null,
    session_id: sessionId ?? null,
    job_id: jobId ?? null,
    ...defined({ stage, title: request.title }),
    scope: request.scope,
    action: request.action,
    reason: request.reason,
    context: request.context,
    requested_by: requestedBy ?? null,
    requested_at: request.requestedAt,
    expires_at: expiresAt ?? null,
    on_timeout: request.onTimeout,
    ...termsJson(request.terms),
    ...defined({ problems: request.problems }),
    votes: votes.map(voteJson),
    outcome: outcome ?? null,
    ...defined({ reception: acknowledgement && receptionJson(acknowledgement) }),
  };
}

/** What readers of the API know these states by. */
const RECEPTION = { pending: 'awaited', picked_up: 'picked_up', missing: 'unheard' } as const;

function receptionJson(acknowledgement: JobAcknowledgement) {
  return { ...acknowledgement, kind: RECEPTION[acknowledgement.kind] };
}

export function approvalWithAudit(approval: Approval, audit: readonly AuditEntry[]) {
  return { ...approvalJson(approval), audit };
}

function voteJson({ verdict, by, reason, at }: Vote) {
  return { verdict, by, ...defined({ reason }), at };
}

function termsJson(terms: Terms) {
  const { required, denyRequired, selfApproval, reasonRequired, approvers, alsoApprovers } = terms;
  const standing = terms.standing && standingJson(terms.standing);
  return {
    required,
    deny_required: denyRequired,
    self_approval: selfApproval,
    reason_required: reasonRequired,
    ...defined({ approvers, also_approvers: alsoApprovers, standing }),
  };
}

function standingJson({ forMs, scope, pattern }: StandingTerms) {
  return { for_seconds: forMs / 1_000, within: scope, ...defined({ pattern }) };
}
