// Standing approvals for tests: the terms that allow one, one that was given, and steps that give and use it.
import type { ApprovalRequest, StandingTerms, Vote } from '../../src/approvals/approval.ts';
import type { ApprovalStep } from '../../src/approvals/approval-store.ts';
import { type StandingApproval, standingFrom } from '../../src/approvals/standing/standing.ts';

export const HOUR_MS = 3_600_000;

export const STANDING_TERMS: StandingTerms = {
  forMs: HOUR_MS,
  scope: 'session',
  like: 'like-1',
  rule: 'rule-1',
};

/** What is given with this vote; throws where the request doesn't allow it. */
export function standingOf(request: ApprovalRequest, vote: Vote, id = `of-${vote.by.id}`) {
  const given = standingFrom(request, { id, vote, now: Date.parse(vote.at) });
  if (given === undefined) throw new Error(`${request.id} allows no standing approval`);
  return given;
}

const NOTHING = { ids: [], ending: { why: 'replaced', at: '2026-03-02T09:00:00.000Z' } } as const;

export function givingStep(request: ApprovalRequest, vote: Vote): ApprovalStep {
  const gives = standingOf(request, vote);
  return {
    approvalId: request.key,
    attempt: `give-${vote.by.id}`,
    votes: [vote],
    standing: { gives, restsOn: [], ends: NOTHING },
  };
}

export function usingStep(request: ApprovalRequest, standing: StandingApproval): ApprovalStep {
  const by = { ...standing.by, via: 'standing' } as const;
  const { id, ids, givenAt: at } = standing;
  const mark = { id, via: standing.by.via };
  const vote: Vote = { verdict: 'approve', by, ids, standing: mark, at };
  return {
    approvalId: request.key,
    attempt: `use-${id}`,
    vote,
    votes: [vote],
    standing: { uses: id, restsOn: [id], ends: NOTHING },
  };
}
