// Who votes, with their current rights: a person in Telegram, an HTTP caller, a user of the command line. Pure.
import { type Grant, type Member, mayDecide, maySee, roleFor } from '../../audience/access.ts';
import { idsOf, isSamePerson } from '../../audience/person.ts';
import type { Approval, ApprovalRequest, Decider, Vote } from '../approval.ts';

export interface Voter {
  /** Their main id, the same on every path: one person has one vote. */
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** All other ids of theirs: linked ids, the account at a terminal. */
  readonly knownAs: readonly string[];
  readonly via: Decider['via'];
  /** The token used, over HTTP. */
  readonly tokenId?: string;
}

/** All ids of a voter, normalised for comparison. */
export function idsOfVoter({ id, knownAs }: Pick<Voter, 'id' | 'knownAs'>): string[] {
  return idsOf(id, ...knownAs);
}

/** This person's current vote. */
export function voteOf({ votes }: Pick<Approval, 'votes'>, voter: Voter): Vote | undefined {
  const ids = idsOfVoter(voter);
  return votes.find((vote) => isSamePerson(vote.ids, ids));
}

/** A person in Telegram, by the name they use there. */
export function voterInTelegram(userId: number, name: string, known: Member | undefined): Voter {
  const { grants = [], knownAs = [] } = known ?? {};
  return { id: String(userId), name, grants, knownAs, via: 'telegram' };
}

export type VoteRefusal =
  /** Their role or the policy doesn't allow it. */
  | 'role'
  /** They are the requester. */
  | 'self'
  /** They approve later requests too, and the policy doesn't allow that; or what they gave has ended. */
  | 'standing'
  /** They approve later requests too, of a session or job that has ended. */
  | 'ended';

/** Why this vote doesn't count; `undefined` if it does. */
export function refusalFor(
  request: ApprovalRequest,
  voter: Voter,
  verdict: 'approve' | 'deny',
): VoteRefusal | undefined {
  if (!isApprover(request, voter)) return 'role';
  const isRefused = verdict === 'approve' && !request.terms.selfApproval;
  return isRefused && isRequester(request, voter) ? 'self' : undefined;
}

/** Whether this person may decide the request, by role and policy. */
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
 * Whether this person made the request, by any id or name that the producer gave, or because their token
 * published it. A name alone is enough: better that a namesake can't approve than that somebody approves their
 * own request.
 */
function isRequester({ requestedBy, publishedBy = [] }: ApprovalRequest, voter: Voter): boolean {
  const asked = idsOf(requestedBy?.id ?? '', requestedBy?.name ?? '', ...publishedBy);
  return isSamePerson(asked, [...idsOfVoter(voter), ...idsOf(voter.name)]);
}
