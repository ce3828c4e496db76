// Approvals on the web: what waits, what became of it and how, and deciding.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Approval } from '../../approvals/approval.ts';
import { approvalJson, approvalWithAudit } from '../../approvals/approval-json.ts';
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import type { Decide, Decision } from '../../approvals/decide.ts';
import type { Members } from '../../audience/members.ts';
import type { Clock } from '../../clock.ts';
import { type Caller, maySee } from '../auth.ts';
import { voterOf } from '../caller-voter.ts';
import { type Admit, callerOf } from '../gate.ts';
import { parseInput } from '../parsed.ts';
import { NOT_FOUND, sendProblem, sendProblemWith } from '../problem.ts';
import { id, limit, parseQuery } from '../query.ts';

interface Deps {
  readonly admit: Admit;
  readonly approvals: ApprovalStore;
  readonly decide: Decide;
  readonly members: Pick<Members, 'all'>;
  readonly clock: Pick<Clock, 'token'>;
}

interface Path {
  readonly Params: { readonly id: string };
}

const STATUSES = ['pending', 'approved', 'denied', 'expired', 'canceled'] as const;
const STATUS = `expected one of ${STATUSES.join(', ')}, like status=pending`;
const DECISION = 'expected "approve" or "deny", like {"decision":"deny","reason":"not today"}';
const REASON = 'expected text of up to 1000 characters, like "not before the release"';
/** So many of the newest are looked through for those that a caller may see. */
const LOOKED_THROUGH = 5_000;
const TOKEN_BYTES = 9;

const approvalsQuery = z.object({
  status: z.enum(STATUSES, STATUS).optional(),
  project_id: id('project_id=acme/shop').optional(),
  job_id: id('job_id=j-1').optional(),
  limit,
});

const decisionBody = z.object(
  {
    decision: z.enum(['approve', 'deny'], DECISION),
    reason: z.string(REASON).max(1_000, REASON).optional(),
  },
  DECISION,
);

export function registerApprovals(app: FastifyInstance, deps: Deps): void {
  const { admit, approvals } = deps;

  app.get('/api/v1/approvals', { onRequest: admit('read') }, async (request, reply) => {
    const query = parseQuery(approvalsQuery, request.query);
    if (query.kind === 'wrong') return sendProblem(reply, query.problem);
    const { status, limit: most } = query.value;
    const found =
      status === 'pending' ? await approvals.pending() : await approvals.recent(LOOKED_THROUGH);
    const caller = callerOf(request);
    const shown = found.filter((approval) => isWanted(approval, query.value, caller));
    return { approvals: shown.slice(0, most).map(approvalJson) };
  });

  app.get<Path>('/api/v1/approvals/:id', { onRequest: admit('read') }, async (request, reply) => {
    const approval = await visible(request.params.id, callerOf(request), deps);
    if (approval === undefined) return sendProblem(reply, NOT_FOUND);
    return approvalWithAudit(approval, await approvals.audit(approval.request.id));
  });

  const options = { onRequest: admit('decide') };
  app.post<Path>('/api/v1/approvals/:id/decision', options, async (request, reply) => {
    const caller = callerOf(request);
    const approval = await visible(request.params.id, caller, deps);
    if (approval === undefined) return sendProblem(reply, NOT_FOUND);
    const body = parseInput(decisionBody, request.body, { status: 422, whole: 'body' });
    if (body.kind === 'wrong') return sendProblem(reply, body.problem);
    const { decision: verdict, reason } = body.value;
    const key = request.headers['idempotency-key'];
    const decision = await deps.decide({
      approvalId: approval.request.id,
      verdict,
      voter: await voterOf(caller, deps.members),
      ...(reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() }),
      attempt: `web:${caller.name}:${typeof key === 'string' ? key : deps.clock.token(TOKEN_BYTES)}`,
      from: `token ${caller.name}`,
    });
    return answer(reply, decision);
  });
}

async function visible(
  approvalId: string,
  caller: Caller,
  { approvals }: Pick<Deps, 'approvals'>,
): Promise<Approval | undefined> {
  const approval = await approvals.get(approvalId);
  return approval !== undefined && maySee(caller, approval.request) ? approval : undefined;
}

function isWanted(
  { request, outcome }: Approval,
  { status, project_id, job_id }: z.infer<typeof approvalsQuery>,
  caller: Caller,
): boolean {
  return (
    maySee(caller, request) &&
    (status === undefined || status === (outcome?.status ?? 'pending')) &&
    (project_id === undefined || request.projectId === project_id) &&
    (job_id === undefined || request.jobId === job_id)
  );
}

/** 200 for the one that decides, 202 for a vote that is not the last, 409 for any later one. */
function answer(reply: FastifyReply, decision: Decision): FastifyReply {
  switch (decision.kind) {
    case 'decided':
      return reply.send(approvalJson(decision.approval));
    case 'voted':
      return reply.code(202).send(approvalJson(decision.approval));
    case 'already':
      return sendProblemWith(reply, ALREADY, { approval: approvalJson(decision.approval) });
    case 'forbidden':
      return sendProblem(reply, decision.why === 'self' ? OWN_REQUEST : NO_APPROVER);
    case 'reason_needed':
      return sendProblem(reply, REASON_NEEDED);
    case 'unknown':
      return sendProblem(reply, NOT_FOUND);
  }
}

const ALREADY = {
  status: 409,
  code: 'already_decided',
  detail: 'This was decided before, and that stands; see approval.outcome.',
};

const NO_APPROVER = {
  status: 403,
  code: 'not_approver',
  detail:
    'The holder of this token is none of those who may decide this; expected a token of one of its approvers, see approvers.',
};

const OWN_REQUEST = {
  status: 403,
  code: 'self_approval',
  detail:
    'Who asked may not approve; expected the token of somebody else. Denying is possible, like {"decision":"deny"}.',
};

const REASON_NEEDED = {
  status: 422,
  code: 'reason_needed',
  detail: 'This needs a reason; expected one, like {"decision":"deny","reason":"not today"}.',
};
