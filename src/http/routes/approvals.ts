// Approvals over HTTP: listing, one with its audit trail, and deciding.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Approval } from '../../approvals/approval.ts';
import { approvalJson, approvalWithAudit } from '../../approvals/approval-json.ts';
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import type { Decide } from '../../approvals/decisions/decide.ts';
import { resolveId } from '../../approvals/requests/approval-key.ts';
import type { Members } from '../../audience/members.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Caller, callerMaySee } from '../access/auth.ts';
import { voterOf } from '../access/caller-voter.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import { sendDecision } from '../publishing/decision-reply.ts';
import { idParam, limit, parseQuery } from '../reading/query.ts';
import { NOT_FOUND, type Problem, sendProblem, sendProblemWith } from '../request/problem.ts';
import { parseInput } from '../request/validate.ts';

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
const VERSION = 'expected the version of the request that is decided on, like 1';
const STANDING = 'expected true to approve later requests like it too, where the policy allows it';
/** How many of the newest are searched for those that a caller may see. */
const MAX_SCANNED = 5_000;
const TOKEN_BYTES = 9;

const approvalsQuery = z.object({
  status: z.enum(STATUSES, STATUS).optional(),
  project_id: idParam('project_id=acme/shop').optional(),
  job_id: idParam('job_id=j-1').optional(),
  limit,
});

const projectQuery = z.object({ project_id: idParam('project_id=acme/shop').optional() });

const decisionBody = z.object(
  {
    decision: z.enum(['approve', 'deny'], DECISION),
    reason: z.string(REASON).max(1_000, REASON).optional(),
    version: z.int(VERSION).min(1, VERSION).optional(),
    standing: z.boolean(STANDING).optional(),
  },
  DECISION,
);

export function registerApprovals(app: FastifyInstance, deps: Deps): void {
  const { admit, approvals } = deps;

  app.get('/api/v1/approvals', { onRequest: admit('read') }, async (request, reply) => {
    const query = parseQuery(approvalsQuery, request.query);
    if (query.kind === 'invalid') return sendProblem(reply, query.problem);
    const { status, limit: max } = query.value;
    const found =
      status === 'pending' ? await approvals.pending() : await approvals.recent(MAX_SCANNED);
    const caller = callerOf(request);
    const shown = found.filter((approval) => matchesQuery(approval, query.value, caller));
    return { approvals: shown.slice(0, max).map(approvalJson) };
  });

  app.get<Path>('/api/v1/approvals/:id', { onRequest: admit('read') }, async (request, reply) => {
    const approval = await resolveApproval(request, reply, deps);
    if (approval === undefined) return reply;
    return approvalWithAudit(approval, await approvals.audit(approval.request.key));
  });

  const options = { onRequest: admit('decide') };
  app.post<Path>('/api/v1/approvals/:id/decision', options, async (request, reply) => {
    const caller = callerOf(request);
    const approval = await resolveApproval(request, reply, deps);
    if (approval === undefined) return reply;
    const body = parseInput(decisionBody, request.body, { status: 422, whole: 'body' });
    if (body.kind === 'invalid') return sendProblem(reply, body.problem);
    const { decision: verdict, reason, version, standing = false } = body.value;
    const key = request.headers['idempotency-key'];
    const decision = await deps.decide({
      approvalId: approval.request.key,
      version: version ?? approval.request.version,
      verdict,
      voter: await voterOf(caller, deps.members),
      ...(reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() }),
      attempt: `web:${caller.tokenId}:${typeof key === 'string' ? key : deps.clock.token(TOKEN_BYTES)}`,
      from: `token ${caller.name}`,
      ...(standing && verdict === 'approve' ? { standing: 'give' } : {}),
    });
    return sendDecision(reply, decision);
  });
}

type ApprovalHttpRequest = FastifyRequest<Path>;

/**
 * The approval that the path refers to, if the caller may see it; else `undefined`, and the reply has been sent. An
 * id that several visible projects use needs `project_id` or the key.
 */
async function resolveApproval(
  request: ApprovalHttpRequest,
  reply: FastifyReply,
  { approvals }: Pick<Deps, 'approvals'>,
): Promise<Approval | undefined> {
  const query = parseQuery(projectQuery, request.query);
  if (query.kind === 'invalid') {
    sendProblem(reply, query.problem);
    return undefined;
  }
  const { project_id: project } = query.value;
  const caller = callerOf(request);
  const visible = (await approvals.find(request.params.id)).filter(
    (approval) =>
      callerMaySee(caller, approval.request) &&
      (project === undefined || approval.request.projectId === project),
  );
  const found = resolveId(request.params.id, visible);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined) sendProblem(reply, NOT_FOUND);
  else sendProblemWith(reply, AMBIGUOUS, { approvals: found.map(approvalJson) });
  return undefined;
}

const AMBIGUOUS: Problem = {
  code: 'id_ambiguous',
  detail:
    'Several projects have a request with this id; expected the project as well, like ?project_id=shop, or the key of one of approvals.',
};

function matchesQuery(
  { request, outcome }: Approval,
  { status, project_id, job_id }: z.infer<typeof approvalsQuery>,
  caller: Caller,
): boolean {
  return (
    callerMaySee(caller, request) &&
    (status === undefined || status === (outcome?.status ?? 'pending')) &&
    (project_id === undefined || request.projectId === project_id) &&
    (job_id === undefined || request.jobId === job_id)
  );
}
