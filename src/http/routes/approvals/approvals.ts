// Approvals over HTTP: listing, one with its audit trail, also once it is settled, and deciding.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Approval } from '../../../approvals/approval.ts';
import type { ApprovalStore } from '../../../approvals/approval-store.ts';
import type { Decide } from '../../../approvals/decisions/decide.ts';
import { formerKeys, resolveId } from '../../../approvals/requests/approval-key.ts';
import type { Members } from '../../../audience/members.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { type Caller, callerMaySee } from '../../access/auth.ts';
import { enteredBy, voterOf } from '../../access/caller-voter.ts';
import { type Admit, callerOf } from '../../access/gate.ts';
import { sendDecision } from '../../publishing/decision-reply.ts';
import { approvalKnownTo } from '../../reading/known-approval.ts';
import { parseQuery } from '../../reading/query.ts';
import type { SettlementWaits } from '../../reading/settlement-waits.ts';
import { approvalFor } from '../../reading/your-part.ts';
import { NOT_FOUND, type Problem, sendProblem, sendProblemWith } from '../../request/problem.ts';
import { parseInput } from '../../request/validate.ts';
import {
  approvalsQuery,
  DECIDE_APPROVAL,
  decisionBody,
  GET_APPROVAL,
  LIST_APPROVALS,
  MAX_WAIT_MS,
  oneQuery,
} from './approval-operations.ts';

interface Deps {
  readonly admit: Admit;
  readonly approvals: ApprovalStore;
  readonly decide: Decide;
  readonly members: Pick<Members, 'all'>;
  readonly waits: SettlementWaits;
  readonly clock: Pick<Clock, 'token'>;
  /** How long an answer may take that does not wait for people. */
  readonly answerMs: number;
}

interface Path {
  readonly Params: { readonly id: string };
}

/** How many of the newest are searched for those that a caller may see. */
const MAX_SCANNED = 5_000;
const TOKEN_BYTES = 9;
/** Of requests under one id, how many are looked at for a repeated `Idempotency-Key`. */
const MAX_FORMER = 20;

export function registerApprovals(app: FastifyInstance, deps: Deps): void {
  const { admit, approvals } = deps;

  app.get(
    '/api/v1/approvals',
    { onRequest: admit('read'), config: { operation: LIST_APPROVALS } },
    async (request, reply) => {
      const query = parseQuery(approvalsQuery, request.query);
      if (query.kind === 'invalid') return sendProblem(reply, query.problem);
      const { status, limit: max } = query.value;
      const found =
        status === 'pending' ? await approvals.pending() : await approvals.recent(MAX_SCANNED);
      const caller = callerOf(request);
      const shown = found.filter((approval) => matchesQuery(approval, query.value, caller));
      const forYou = await approvalFor(caller, deps.members);
      return { approvals: shown.slice(0, max).map(forYou) };
    },
  );

  const waiting = {
    onRequest: admit('read'),
    handlerTimeout: deps.answerMs + MAX_WAIT_MS,
    config: { operation: GET_APPROVAL },
  };
  app.get<Path>('/api/v1/approvals/:id', waiting, async (request, reply) => {
    const resolved = await resolveApproval(request, reply, deps);
    if (resolved === undefined) return reply;
    const approval = await settledOf(resolved, { request, reply }, deps);
    if (approval === undefined) return reply;
    const forYou = await approvalFor(callerOf(request), deps.members);
    return { ...forYou(approval), audit: await approvals.audit(approval.request.key) };
  });

  const options = { onRequest: admit('decide'), config: { operation: DECIDE_APPROVAL } };
  app.post<Path>('/api/v1/approvals/:id/decision', options, async (request, reply) => {
    const caller = callerOf(request);
    const { approval } = (await resolveApproval(request, reply, deps)) ?? {};
    if (approval === undefined) return reply;
    const body = parseInput(decisionBody, request.body, { status: 422, whole: 'body' });
    if (body.kind === 'invalid') return sendProblem(reply, body.problem);
    const { decision: verdict, reason, version, standing = false } = body.value;
    const key = request.headers['idempotency-key'];
    const attempt = `web:${caller.tokenId}:${typeof key === 'string' ? key : deps.clock.token(TOKEN_BYTES)}`;
    const meant =
      (await decidedBefore(request, approval, { approvals, attempt })) ?? approval.request;
    const decision = await deps.decide({
      approvalId: meant.key,
      version: version ?? meant.version,
      verdict,
      voter: await voterOf(caller, deps.members),
      ...(reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() }),
      attempt,
      from: enteredBy(caller),
      ...(standing && verdict === 'approve' ? { standing: 'give' } : {}),
    });
    return sendDecision(reply, decision, caller);
  });
}

/** An `Idempotency-Key` that decided a former request decides nothing now that the id means another one. */
async function decidedBefore(
  { params, headers }: ApprovalHttpRequest,
  { request }: Approval,
  { approvals, attempt }: Pick<Deps, 'approvals'> & { readonly attempt: string },
) {
  if (headers['idempotency-key'] === undefined || params.id === request.key) return undefined;
  const former = await approvals.attempted(formerKeys(request.key, MAX_FORMER), attempt);
  return former?.request;
}

type ApprovalHttpRequest = FastifyRequest<Path>;

interface Resolved {
  readonly approval: Approval;
  /** How long the answer may wait for its outcome. */
  readonly waitMs: number;
}

interface Exchange {
  readonly request: ApprovalHttpRequest;
  readonly reply: FastifyReply;
}

/** The approval, once it is settled or the time to wait is over; else `undefined`, and the reply has been sent. */
async function settledOf(
  { approval, waitMs: ms }: Resolved,
  { request, reply }: Exchange,
  { waits }: Pick<Deps, 'waits'>,
): Promise<Approval | undefined> {
  if (ms === 0 || approval.outcome !== undefined) return approval;
  const answered = new AbortController();
  reply.raw.once('close', () => answered.abort());
  const caller = callerOf(request);
  const found = await waits.until(approval, { caller, ms, signal: answered.signal });
  // While it waited, the store watch may have answered that the store is unavailable.
  if (reply.sent || answered.signal.aborted) return undefined;
  if (found.kind === 'approval') return found.approval;
  sendProblem(reply, found.kind === 'full' ? TOO_MANY_WAIT : NOT_FOUND);
  return undefined;
}

const TOO_MANY_WAIT: Problem = {
  status: 503,
  code: 'unavailable',
  detail: 'Too many requests wait already; try again in a few seconds, or ask without wait.',
};

/**
 * The approval that the path refers to, if the caller may see it; else `undefined`, and the reply has been sent. An
 * id that several visible projects use needs `project_id` or the key.
 */
async function resolveApproval(
  request: ApprovalHttpRequest,
  reply: FastifyReply,
  { approvals }: Pick<Deps, 'approvals'>,
): Promise<Resolved | undefined> {
  const query = parseQuery(oneQuery, request.query);
  if (query.kind === 'invalid') {
    sendProblem(reply, query.problem);
    return undefined;
  }
  const { project_id: project, wait = 0 } = query.value;
  const caller = callerOf(request);
  const visible = (await approvals.find(request.params.id)).filter(
    (approval) =>
      callerMaySee(caller, approval.request) &&
      (project === undefined || approval.request.projectId === project),
  );
  const found = resolveId(request.params.id, visible);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { approval: only, waitMs: wait };
  if (only === undefined) sendProblem(reply, NOT_FOUND);
  else
    sendProblemWith(reply, AMBIGUOUS, {
      approvals: found.map((one) => approvalKnownTo(caller, one, 'candidate')),
    });
  return undefined;
}

const AMBIGUOUS: Problem = {
  code: 'id_ambiguous',
  detail:
    'Several projects have a request with this id; expected the key of one of approvals instead of it, or its project as well, like /api/v1/approvals/deploy-42?project_id=shop.',
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
