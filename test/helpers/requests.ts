// Requests for tests: a plain one, changed where the test cares; and what people do with them.

import type {
  Approval,
  ApprovalRequest,
  Outcome,
  Terms,
  Vote,
} from '../../src/approvals/approval.ts';
import type { ApprovalStep } from '../../src/approvals/approval-store.ts';
import { announce, ownEvent, subjectData } from '../../src/approvals/decisions/announce.ts';
import { outcomeAfter, withVote } from '../../src/approvals/decisions/tally.ts';
import { PLAIN_TERMS } from './plain-terms.ts';

export const ASKED_AT = '2026-03-02T09:00:00.000Z';

export function aRequest(
  id: string,
  fields: Partial<ApprovalRequest> = {},
  terms: Partial<Terms> = {},
): ApprovalRequest {
  return {
    key: fields.id ?? id,
    id,
    version: 1,
    eventId: `event-of-${id}`,
    projectId: 'p1',
    jobId: 'j1',
    visibility: 'public',
    scope: 'deploy',
    action: 'kubectl apply',
    reason: '',
    context: {},
    requestedAt: ASKED_AT,
    onTimeout: 'expire',
    terms: { ...PLAIN_TERMS, ...terms },
    ...fields,
  };
}

export function aVote(who: string, verdict: Vote['verdict'] = 'approve'): Vote {
  const by = { id: who, name: who, via: 'telegram' } as const;
  return { verdict, by, ids: [who], at: '2026-03-02T09:01:00.000Z' };
}

type Standing = Pick<Approval, 'request' | 'votes'> & Partial<Approval>;

/** The step that a vote makes of an approval as it stands. */
export function voteStep(approval: Standing, vote: Vote, attempt = vote.by.id): ApprovalStep {
  const votes = withVote(approval.votes, vote);
  const outcome = outcomeAfter(approval, votes, vote);
  return {
    approvalId: approval.request.key,
    attempt,
    ...(approval.revision === undefined ? {} : { revision: approval.revision }),
    vote,
    votes,
    ...(outcome === undefined ? {} : { outcome, ...announced({ ...approval, votes }, outcome) }),
  };
}

/** The step that the end of its time makes of an approval. */
export function timeoutStep(approval: Standing): ApprovalStep {
  const outcome: Outcome = { status: 'expired', at: '2026-03-02T09:30:00.000Z' };
  return {
    approvalId: approval.request.key,
    attempt: 'timeout',
    whenOverdue: true,
    outcome,
    ...announced(approval, outcome),
  };
}

/** The step of a comment: nothing of the approval changes. */
export function commentStep(approval: Standing, text: string, attempt = text): ApprovalStep {
  const { request, revision } = approval;
  const at = '2026-03-02T09:02:00.000Z';
  return {
    approvalId: request.key,
    attempt,
    ...(revision === undefined ? {} : { revision }),
    entries: [{ what: 'comment', text, at }],
    announcement: {
      ...ownEvent(request, { writesGate: false }),
      id: `comment ${text} on ${request.key}`,
      type: 'job.approval_comment',
      time: at,
      data: { ...subjectData(request), comment: text },
    },
  };
}

function announced(approval: Standing, outcome: Outcome) {
  const announcement = announce(approval, outcome);
  return announcement === undefined ? {} : { announcement };
}
