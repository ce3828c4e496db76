// Who decides, with the rights they have now: a person in Telegram, a caller on the web, whoever sits
// at the command line. Pure.
import { type Grant, type Member, mayDecide, maySee, roleFor } from '../../audience/access.ts';
import { idsOf, isSamePerson } from '../../audience/person.ts';
import type { Approval, ApprovalRequest, Decider, Vote } from '../approval.ts';

export interface Voter {
  /** What they are known by, the same on every path: one person has one vote. */
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Every other id that means them: linked ids, the account at a terminal. */
  readonly knownAs: readonly string[];
  readonly via: Decider['via'];
  /** The token that they call with, over HTTP. */
  readonly tokenId?: string;
}

/** Everything that a voter is known by, in the form that compares. */
export function idsOfVoter({ id, knownAs }: Pick<Voter, 'id' | 'knownAs'>): string[] {
  return idsOf(id, ...knownAs);
}

/** The vote that counts for this person so far. */
export function voteOf({ votes }: Pick<Approval, 'votes'>, voter: Voter): Vote | undefined {
  const ids = idsOfVoter(voter);
  return votes.find((vote) => isSamePerson(vote.ids, ids));
}

/** A person in Telegram, under the name they go by there. */
export function voterInTelegram(userId: number, name: string, known: Member | undefined): Voter {
  const { grants = [], knownAs = [] } = known ?? {};
  return { id: String(userId), name, grants, knownAs, via: 'telegram' };
}

export type VoteRefusal =
  /** Their role, or the policy, does not let them. */
  | 'role'
  /** They asked for it themselves. */
  | 'self';

/** Why this vote does not count; `undefined` when it does. */
export function refusalFor(
  request: ApprovalRequest,
  voter: Voter,
  verdict: 'approve' | 'deny',
): VoteRefusal | undefined {
  if (!isApprover(request, voter)) return 'role';
  const isRefused = verdict === 'approve' && !request.terms.selfApproval;
  return isRefused && hasAsked(request, voter) ? 'self' : undefined;
}

/** Whether a request waits for this person, who has not voted yet. */
export function isApprover(request: ApprovalRequest, voter: Voter): boolean {
  const { approvers, alsoApprovers = [] } = request.terms;
  if (approvers === undefined) return mayDecide(voter, request);
  if (!maySee(voter, request)) return false;
  const role = roleFor(voter, request.projectId);
  const ids = idsOfVoter(voter);
  return [approvers, ...alsoApprovers].every(
    ({ roles, users }) =>
      (role !== undefined && roles.includes(role)) || isSamePerson(idsOf(...users), ids),
  );
}

/**
 * Whether this person asked: by any id or name that the producer gave, or because their token published the
 * request. A name alone is enough: rather somebody else of that name has to leave it to a third person than
 * one approves what they asked for.
 */
function hasAsked({ requestedBy, publishedBy = [] }: ApprovalRequest, voter: Voter): boolean {
  const asked = idsOf(requestedBy?.id ?? '', requestedBy?.name ?? '', ...publishedBy);
  return isSamePerson(asked, [...idsOfVoter(voter), ...idsOf(voter.name)]);
}
