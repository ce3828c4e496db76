// What a caller is answered who decided: 200 for the decision that settles it, 202 for a vote that is not the
// last, 409 for any later one.
import type { FastifyReply } from 'fastify';
import { approvalJson } from '../../approvals/approval-json.ts';
import type { Decision } from '../../approvals/decisions/decide.ts';
import type { VoteRefusal } from '../../approvals/voters/voter.ts';
import { NOT_FOUND, type Problem, sendProblem, sendProblemWith } from '../request/problem.ts';

export function sendDecision(reply: FastifyReply, decision: Decision): FastifyReply {
  switch (decision.kind) {
    case 'decided':
      return reply.send(approvalJson(decision.approval));
    case 'voted':
      return reply.code(202).send(approvalJson(decision.approval));
    case 'already':
      return sendProblemWith(reply, ALREADY, { approval: approvalJson(decision.approval) });
    case 'forbidden':
      return sendProblem(reply, FORBIDDEN[decision.why]);
    case 'reason_needed':
      return sendProblem(reply, REASON_NEEDED);
    case 'changed':
      return sendProblemWith(reply, CHANGED, { approval: approvalJson(decision.approval) });
    case 'unknown':
      return sendProblem(reply, NOT_FOUND);
  }
}

const ALREADY: Problem = {
  code: 'already_decided',
  detail: 'This was decided before, and that stands; see approval.outcome.',
};

const CHANGED: Problem = {
  code: 'request_changed',
  detail:
    'The request changed after it was shown, so nothing was counted; look at approval and decide on its version, like {"decision":"approve","version":2}.',
};

const FORBIDDEN: Readonly<Record<VoteRefusal, Problem>> = {
  role: {
    code: 'not_approver',
    detail:
      'The holder of this token is none of those who may decide this; expected a token of one of its approvers, see approvers.',
  },
  self: {
    code: 'self_approval',
    detail:
      'Who asked may not approve; expected the token of somebody else. Denying is possible, like {"decision":"deny"}.',
  },
};

const REASON_NEEDED: Problem = {
  code: 'reason_needed',
  detail: 'This needs a reason; expected one, like {"decision":"deny","reason":"not today"}.',
};
