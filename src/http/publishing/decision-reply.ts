// The answer to a decision: 200 if it settled the request, 202 for a vote that is not the last one needed, 409 for
// any later one.
import type { FastifyReply } from 'fastify';
import type { Approval } from '../../approvals/approval.ts';
import type { Decision } from '../../approvals/decisions/decide.ts';
import type { VoteRefusal } from '../../approvals/voters/voter.ts';
import type { Caller } from '../access/auth.ts';
import { approvalKnownTo, decisionAnswer } from '../reading/known-approval.ts';
import { NOT_FOUND, type Problem, sendProblem, sendProblemWith } from '../request/problem.ts';

/** For documents: with what a decision may be refused. */
export const DECISION_REFUSALS = {
  already_decided: { approval: decisionAnswer },
  request_changed: { approval: decisionAnswer },
  not_approver: {},
  self_approval: {},
  no_standing_approval: {},
  reason_needed: {},
} as const;

export function sendDecision(
  reply: FastifyReply,
  decision: Decision,
  caller: Caller,
): FastifyReply {
  const known = (approval: Approval) => approvalKnownTo(caller, approval, 'decision');
  switch (decision.kind) {
    case 'decided':
      return reply.send(known(decision.approval));
    case 'voted':
      return reply.code(202).send(known(decision.approval));
    case 'already':
      return sendProblemWith(reply, ALREADY, { approval: known(decision.approval) });
    case 'forbidden':
      return sendProblem(reply, FORBIDDEN[decision.why]);
    case 'reason_needed':
      return sendProblem(reply, REASON_NEEDED);
    case 'changed':
      return sendProblemWith(reply, changed(decision.approval), {
        approval: known(decision.approval),
      });
    case 'unknown':
      return sendProblem(reply, NOT_FOUND);
  }
}

const ALREADY: Problem = {
  code: 'already_decided',
  detail: 'This has already been decided; see approval.outcome.',
};

function changed({ request: { version = 1 } }: Approval): Problem {
  return {
    code: 'request_changed',
    detail: `The request has changed since it was shown, so this was not counted; see approval and decide on its current version, like {"decision":"approve","version":${version}}.`,
  };
}

const FORBIDDEN: Readonly<Record<VoteRefusal, Problem>> = {
  role: {
    code: 'not_approver',
    detail:
      'The holder of this token may not decide this; expected the token of one of its approvers, whom GET /api/v1/approvals/{id} names.',
  },
  standing: {
    code: 'no_standing_approval',
    detail:
      'By policy this can only be approved by itself, not together with later requests like it; expected {"decision":"approve"}.',
  },
  ended: {
    code: 'no_standing_approval',
    detail:
      'The session or job has ended, so later requests of it can\'t be approved together with this one; expected {"decision":"approve"}.',
  },
  self: {
    code: 'self_approval',
    detail:
      'Requesters may not approve their own requests; expected the token of somebody else. They may deny them, like {"decision":"deny"}.',
  },
};

const REASON_NEEDED: Problem = {
  code: 'reason_needed',
  detail: 'This needs a reason; expected one, like {"decision":"deny","reason":"not today"}.',
};
