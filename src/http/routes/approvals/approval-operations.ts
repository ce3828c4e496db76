// What the routes of approvals take and answer.
import { z } from 'zod';
import {
  APPROVAL_STATUSES,
  approvalAnswer,
  auditedApprovalAnswer,
} from '../../../approvals/approval-json.ts';
import { readDuration } from '../../../approvals/policy/duration.ts';
import type { Operation } from '../../documents/operation.ts';
import { DECISION_REFUSALS } from '../../publishing/decision-reply.ts';
import { candidateAnswer, decisionAnswer } from '../../reading/known-approval.ts';
import { jobParam, limit, pathId, projectParam } from '../../reading/query.ts';

const STATUS = `expected one of ${APPROVAL_STATUSES.join(', ')}, like status=pending`;
const DECISION = 'expected "approve" or "deny", like {"decision":"deny","reason":"not today"}';
const DECISION_FIELDS =
  'expected only decision, reason, version and standing, like {"decision":"approve","version":1}; the project belongs in the address, like ?project_id=shop';
const REASON = 'expected text of up to 1000 characters, like "not before the release"';
const VERSION = 'expected the version of the request that is decided on, like 1';
const STANDING = 'expected true to approve later requests like it too, where the policy allows it';
const WAIT = 'expected how long to wait, from 1s to 60s, like wait=30s';
export const MAX_WAIT_MS = 60_000;

export const approvalsQuery = z.object({
  status: z
    .enum(APPROVAL_STATUSES, STATUS)
    .optional()
    .meta({ description: 'Only those in this state.', examples: ['pending'] }),
  project_id: projectParam,
  job_id: jobParam,
  limit,
});

const ofProject = projectParam.meta({ description: 'Where several projects use the id.' });

export const oneQuery = z.object({
  project_id: ofProject,
  wait: z
    .string(WAIT)
    .meta({
      description: 'How long the answer may wait until it is settled, from `1s` to `60s`.',
      examples: ['30s'],
    })
    .transform(waitMs)
    .optional(),
});

export const decisionBody = z
  .strictObject(
    {
      decision: z.enum(['approve', 'deny'], DECISION),
      reason: z.string(REASON).max(1_000, REASON).optional(),
      version: z
        .int(VERSION)
        .min(1, VERSION)
        .optional()
        .meta({ description: 'The version that was read; without it, the current one.' }),
      standing: z
        .boolean(STANDING)
        .optional()
        .meta({ description: 'Approves later ones like it too, where the policy allows that.' }),
    },
    { error: ({ code }) => (code === 'unrecognized_keys' ? DECISION_FIELDS : DECISION) },
  )
  .meta({
    examples: [{ decision: 'approve' }, { decision: 'deny', reason: 'not today', version: 1 }],
  });

const onePath = z.object({ id: pathId('The id or the key of the request.', 'deploy-42') });
const ofCandidates = { approvals: z.array(candidateAnswer) };
const approvalsAnswer = z.object({ approvals: z.array(approvalAnswer) });

export const LIST_APPROVALS: Operation = {
  id: 'listApprovals',
  tag: 'approvals',
  summary: 'List requests for approval',
  description: 'The newest come first.',
  query: approvalsQuery,
  answers: { 200: { description: 'Requests.', content: { 'application/json': approvalsAnswer } } },
};

export const GET_APPROVAL: Operation = {
  id: 'getApproval',
  tag: 'approvals',
  summary: 'Get one request with its audit trail',
  description:
    'With `wait` it answers as soon as the request is settled, else once that time is over.',
  path: onePath,
  query: oneQuery,
  answers: {
    200: { description: 'The request.', content: { 'application/json': auditedApprovalAnswer } },
  },
  refusals: { id_ambiguous: ofCandidates },
};

export const DECIDE_APPROVAL: Operation = {
  id: 'decideApproval',
  tag: 'approvals',
  summary: 'Approve or deny',
  description:
    'Counts as the vote of the person whom the token belongs to. Only one decision counts: any later one gets 409 with the outcome.',
  path: onePath,
  query: z.object({ project_id: ofProject }),
  headers: z.object({
    'idempotency-key': z
      .string()
      .optional()
      .meta({
        description: 'Makes it safe to send the same decision again.',
        examples: ['7f9c2ba4-e88f'],
      }),
  }),
  body: { 'application/json': decisionBody },
  answers: {
    200: { description: 'It is settled.', content: { 'application/json': decisionAnswer } },
    202: {
      description: 'The vote counts; more people have to vote.',
      content: { 'application/json': decisionAnswer },
    },
  },
  refusals: {
    ...DECISION_REFUSALS,
    id_ambiguous: ofCandidates,
    not_found: {},
  },
};

function waitMs(text: string, context: z.RefinementCtx): number {
  const ms = readDuration(text);
  if (ms !== undefined && ms <= MAX_WAIT_MS) return ms;
  context.addIssue({ code: 'custom', message: WAIT });
  return z.NEVER;
}
