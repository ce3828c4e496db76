// An approval as the web and the command line show it. Pure.
import { z } from 'zod';
import { jsonObjectSchema } from '../event/event-shape.ts';
import { defined } from '../runtime/defined.ts';
import {
  type Approval,
  approversSchema,
  deciderSchema,
  type JobAcknowledgement,
  outcomeSchema,
  problemSchema,
  STANDING_SCOPES,
  type StandingTerms,
  settledSchema,
  type Terms,
  type Vote,
} from './approval.ts';
import type { AuditEntry } from './approval-store.ts';

/** What readers of the API know the states of an acknowledgement by. */
const RECEPTION = { pending: 'awaited', picked_up: 'picked_up', missing: 'unheard' } as const;

export const APPROVAL_STATUSES = ['pending', ...settledSchema.options] as const;

const textOrNull = z.string().nullable();

const termsAnswer = z.object({
  required: z.int().meta({ description: 'How many people have to approve.' }),
  deny_required: z.int().meta({ description: 'How many people have to deny.' }),
  self_approval: z.boolean().meta({ description: 'Whether the requester may approve.' }),
  reason_required: z.enum(['deny', 'both', 'none']),
  approvers: approversSchema
    .exactOptional()
    .meta({ description: 'Who may decide; without it, whoever has the role.' }),
  also_approvers: z
    .array(approversSchema)
    .readonly()
    .exactOptional()
    .meta({ description: 'Whoever decides has to be in each of these as well.' }),
  standing: z
    .object({
      for_seconds: z.number(),
      within: z.enum(STANDING_SCOPES),
      pattern: z.string().exactOptional(),
    })
    .exactOptional()
    .meta({ description: 'It may be approved together with later ones like it.' }),
});

const voteAnswer = z.object({
  verdict: z.enum(['approve', 'deny']),
  by: deciderSchema,
  reason: z.string().exactOptional(),
  at: z.iso.datetime(),
});

/** A request for approval, as machines get it. */
export const approvalAnswer = z
  .object({
    id: z.string().meta({ description: 'Given by its producer; several projects may use it.' }),
    key: z.string().meta({ description: 'Unique; accepted wherever the id is.' }),
    version: z.int().meta({ description: 'Grows each time the open request is changed.' }),
    changed_at: z.iso.datetime().exactOptional(),
    status: z.enum(APPROVAL_STATUSES),
    event_id: z.string(),
    project_id: textOrNull,
    session_id: textOrNull,
    job_id: textOrNull,
    stage: z.string().exactOptional().meta({ description: 'The stage whose gate this is.' }),
    title: z.string().exactOptional().meta({ description: 'What its job is for.' }),
    scope: z.string(),
    action: z.string().meta({ description: 'What is to be approved.' }),
    reason: z.string(),
    context: jsonObjectSchema,
    requested_by: z
      .object({ id: z.string().exactOptional(), name: z.string().exactOptional() })
      .readonly()
      .nullable(),
    requested_at: z.iso.datetime(),
    expires_at: textOrNull.meta({ description: 'null: never.' }),
    on_timeout: z.enum(['expire', 'deny', 'approve']),
    ...termsAnswer.shape,
    problems: z
      .array(problemSchema)
      .readonly()
      .exactOptional()
      .meta({ description: 'Parts of the request that were not honoured.' }),
    votes: z.array(voteAnswer).meta({ description: 'The latest vote of each person.' }),
    outcome: outcomeSchema.nullable().meta({ description: 'null while it is pending.' }),
    reception: z
      .object({ kind: z.enum(Object.values(RECEPTION)), at: z.string().exactOptional() })
      .exactOptional()
      .meta({ description: 'Whether the job has picked the decision up.' }),
    you: z
      .object({
        may_approve: z.boolean(),
        may_deny: z.boolean(),
        voted: z.enum(['approve', 'deny']).exactOptional(),
      })
      .exactOptional()
      .meta({
        description: 'Of open requests, for whoever has the scope decide: what they may do.',
      }),
  })
  .meta({ id: 'Approval', description: 'A request for approval with its votes and its outcome.' });

export const auditedApprovalAnswer = approvalAnswer
  .extend({
    audit: z
      .array(z.looseObject({ what: z.string(), at: z.iso.datetime() }))
      .readonly()
      .meta({ description: 'Everything that happened to it; who and why differ by `what`.' }),
  })
  .meta({ id: 'AuditedApproval', description: 'A request for approval with its audit trail.' });

export type ApprovalAnswer = z.infer<typeof approvalAnswer>;

export function approvalJson(approval: Approval): ApprovalAnswer {
  const { request, votes, outcome, acknowledgement } = approval;
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

function receptionJson(acknowledgement: JobAcknowledgement): ApprovalAnswer['reception'] {
  return { ...acknowledgement, kind: RECEPTION[acknowledgement.kind] };
}

export function approvalWithAudit(
  approval: Approval,
  audit: readonly AuditEntry[],
): z.infer<typeof auditedApprovalAnswer> {
  return { ...approvalJson(approval), audit };
}

function voteJson({ verdict, by, reason, at }: Vote): z.infer<typeof voteAnswer> {
  return { verdict, by, ...defined({ reason }), at };
}

function termsJson(terms: Terms): z.infer<typeof termsAnswer> {
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
