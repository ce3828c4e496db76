// The only way to decide: taps, replies, commands, HTTP, the command line and timeouts all come through here.

import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Approval, Vote } from '../approval.ts';
import type { ApprovalStore, StepResult } from '../approval-store.ts';
import { normalise } from '../policy/normalise.ts';
import {
  idsOfVoter,
  isApprover,
  refusalFor,
  type VoteRefusal,
  type Voter,
  voteOf,
} from '../voters/voter.ts';
import type { RightsNow } from '../voters/voter-rights.ts';
import {
  hasLapsed,
  type StandingDeps,
  standingRefusal,
  standingVote,
  type WithStanding,
} from './standing-votes.ts';
import { outcomeAfter, withVote } from './tally.ts';
import { createTimeOut, settledRequest, settling, type TimeOut } from './time-out.ts';

export interface DecisionAttempt {
  /** Key of the request. */
  readonly approvalId: string;
  /** The version that was shown to the voter; absent if none was shown. */
  readonly version?: number;
  readonly verdict: 'approve' | 'deny';
  /** With their current rights. */
  readonly voter: Voter;
  readonly reason?: string;
  readonly standing?: WithStanding;
  /** See ApprovalStep.attempt. */
  readonly attempt: string;
  /** For the audit trail: where it came from, e.g. `chat 1001`. */
  readonly from?: string;
}

export type Decision =
  /** This attempt settled it. */
  | { readonly kind: 'decided'; readonly approval: Approval }
  /** The vote counts, and more are needed. `again`: the same vote of this person already counted. */
  | { readonly kind: 'voted'; readonly approval: Approval; readonly again?: true }
  /** Too late, see `approval.outcome`. */
  | { readonly kind: 'already'; readonly approval: Approval }
  | { readonly kind: 'forbidden'; readonly why: VoteRefusal; readonly approval: Approval }
  /** Refused without a reason; nothing changed. */
  | { readonly kind: 'reason_needed'; readonly approval: Approval }
  /** The producer has changed the request since it was shown. */
  | { readonly kind: 'changed'; readonly approval: Approval }
  /** No such approval, or none this person may see. */
  | { readonly kind: 'unknown' };

/** Whether the vote counts, whether cast now or before. */
export function isCounted({ kind }: Pick<Decision, 'kind'>): boolean {
  switch (kind) {
    case 'decided':
    case 'voted':
      return true;
    case 'already':
    case 'forbidden':
    case 'reason_needed':
    case 'changed':
    case 'unknown':
      return false;
  }
}

export interface Decide {
  (attempt: DecisionAttempt): Promise<Decision>;
  readonly timeOut: TimeOut;
}

interface Deps {
  readonly store: ApprovalStore;
  readonly standings: StandingDeps['standings'];
  readonly rightsNow: RightsNow;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'approvalChanged'>;
}

export function createDecide(deps: Deps): Decide {
  const { store, clock, metrics } = deps;
  const timeOut = createTimeOut(deps);
  const instant = () => new Date(clock.now()).toISOString();

  async function decide(attempt: DecisionAttempt): Promise<Decision> {
    // Ends, because each further round means that somebody else made progress.
    for (;;) {
      const approval = await store.get(attempt.approvalId);
      if (approval === undefined) return { kind: 'unknown' };
      const refused = await refuse(approval, attempt, deps);
      const decision =
        refused ?? withoutVote(approval, attempt, clock.now()) ?? (await vote(approval, attempt));
      if (decision !== undefined) return decision;
    }
  }

  /** `undefined` if the approval has changed since it was read. */
  async function vote(approval: Approval, attempt: DecisionAttempt): Promise<Decision | undefined> {
    const { standing, ...step } = attempt;
    const cast = { approval, standing, vote: voteFrom(attempt, instant()) };
    const { vote: given, inForce, stepWith } = await standingVote(cast, deps);
    const votes = withVote(await countedVotes(approval, inForce, deps), given);
    const outcome = outcomeAfter(approval, votes, given);
    const result = await store.step({
      ...step,
      revision: approval.revision,
      vote: given,
      votes,
      ...stepWith(votes),
      ...(outcome === undefined ? {} : settling({ ...approval, votes }, outcome)),
    });
    if (result.kind === 'made' && outcome !== undefined) {
      metrics.approvalChanged(outcome.status, settledRequest(approval, outcome));
    }
    return decisionOf(result);
  }

  async function decisionOf(result: StepResult): Promise<Decision | undefined> {
    switch (result.kind) {
      case 'made': {
        const { approval } = result;
        return { kind: approval.outcome === undefined ? 'voted' : 'decided', approval };
      }
      case 'already':
        return result;
      case 'overdue': {
        const approval = await timeOut(result.approval);
        return approval === undefined ? undefined : { kind: 'already', approval };
      }
      case 'unknown':
        return result;
      case 'changed':
        return undefined;
      case 'early':
        throw new JobwireError('bug', 'a vote was refused as early');
    }
  }

  return Object.assign(decide, { timeOut });
}

/** The result of an attempt that adds no vote; `undefined` if it does. */
function withoutVote(
  approval: Approval,
  attempt: DecisionAttempt,
  now: number,
): Decision | undefined {
  if (isOutdated(approval, attempt)) return { kind: 'changed', approval };
  return isRepeat(approval, attempt, now) ? { kind: 'voted', approval, again: true } : undefined;
}

/** The refusal, which goes into the audit trail; `undefined` if the attempt is allowed. */
async function refuse(
  approval: Approval,
  attempt: DecisionAttempt,
  deps: Deps,
): Promise<Decision | undefined> {
  const { voter, verdict } = attempt;
  const ofStanding = isOutdated(approval, attempt)
    ? undefined
    : await standingRefusal(approval, attempt.standing, deps);
  const why = refusalFor(approval.request, voter, verdict) ?? ofStanding;
  const lacksReason =
    needsReason(approval, attempt) && !isRepeat(approval, attempt, deps.clock.now());
  if (why === undefined && !lacksReason) return undefined;
  await noteRefusal(attempt, why ?? 'reason', deps);
  return why === undefined
    ? { kind: 'reason_needed', approval }
    : { kind: 'forbidden', why, approval };
}

interface RefusedAttempt
  extends Pick<DecisionAttempt, 'approvalId' | 'voter' | 'attempt' | 'from'> {
  readonly verdict: DecisionAttempt['verdict'] | 'comment';
}

/** Adds the refusal to the audit trail. */
export async function noteRefusal(
  { approvalId, verdict, voter, attempt, from }: RefusedAttempt,
  why: VoteRefusal | 'reason',
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<void> {
  const { id, name, via } = voter;
  const at = new Date(clock.now()).toISOString();
  const entry = { what: 'refused', why, verdict, id, name, via, ...defined({ from }), at };
  await store.note(approvalId, entry, attempt);
}

/**
 * The votes of those who may still decide: a vote lapses with the right to it, and one that a standing approval
 * cast lapses with that.
 */
async function countedVotes(
  { request, votes }: Approval,
  inForce: ReadonlySet<string>,
  { rightsNow }: Pick<Deps, 'rightsNow'>,
): Promise<readonly Vote[]> {
  const voters = await Promise.all(votes.map((vote) => rightsNow(vote)));
  return votes.filter((vote, at) => {
    const voter = voters[at];
    return voter !== undefined && isApprover(request, voter) && !hasLapsed(vote, inForce);
  });
}

function isOutdated({ request, outcome }: Approval, { version }: DecisionAttempt): boolean {
  return outcome === undefined && version !== undefined && version !== request.version;
}

/** Whether it only repeats the same person's vote, before the deadline. */
function isRepeat(approval: Approval, attempt: DecisionAttempt, now: number): boolean {
  const { request, outcome } = approval;
  const { voter, verdict, reason } = attempt;
  const current = voteOf(approval, voter);
  // A standing approval never changes what its person said of this very request.
  if (typeof attempt.standing === 'object') return outcome === undefined && current !== undefined;
  const isGiven = attempt.standing !== 'give' || current?.standing !== undefined;
  const isSame =
    isGiven && current?.verdict === verdict && [undefined, current.reason].includes(reason);
  const { expiresAt } = request;
  return (
    outcome === undefined && isSame && (expiresAt === undefined || now < Date.parse(expiresAt))
  );
}

function voteFrom({ verdict, voter, reason }: DecisionAttempt, at: string): Vote {
  const { id, name, via, tokenId } = voter;
  return {
    verdict,
    by: { id, name, via },
    ids: idsOfVoter(voter),
    ...defined({ tokenId, reason }),
    at,
  };
}

function needsReason(
  { request, outcome }: Approval,
  { verdict, reason = '' }: DecisionAttempt,
): boolean {
  const { reasonRequired } = request.terms;
  const isRequired = reasonRequired === 'both' || reasonRequired === verdict;
  return outcome === undefined && isRequired && normalise(reason) === '';
}
