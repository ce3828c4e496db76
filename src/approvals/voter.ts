// Who decides, with the rights they have now: a person in Telegram, a caller on the web, whoever sits
// at the command line. Pure.
import {
  type Grant,
  isPerson,
  type Member,
  mayDecide,
  maySee,
  roleFor,
} from '../audience/access.ts';
import type { ApprovalRequest, Decider } from './approval.ts';

export interface Voter {
  /** What they are known by, the same on every path: one person has one vote. */
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Every other id that means them. */
  readonly knownAs: readonly string[];
  readonly via: Decider['via'];
}

/** A person in Telegram, under the name they go by there. */
export function voterInTelegram(userId: number, name: string, known: Member | undefined): Voter {
  const { grants = [], knownAs = [] } = known ?? {};
  return { id: String(userId), name, grants, knownAs, via: 'telegram' };
}

export type Refusal =
  /** Their role, or the policy, does not let them. */
  | 'role'
  /** They asked for it themselves. */
  | 'self';

/** Why this vote does not count; `undefined` when it does. */
export function refusalOf(
  request: ApprovalRequest,
  voter: Voter,
  verdict: 'approve' | 'deny',
): Refusal | undefined {
  if (!isApprover(request, voter)) return 'role';
  const asked = request.requestedBy;
  const isTheirs = asked !== undefined && isPerson(voter, asked.id);
  if (verdict === 'approve' && isTheirs && !request.terms.selfApproval) return 'self';
  return undefined;
}

/** Whether a request waits for this person, who has not voted yet. */
export function isApprover(request: ApprovalRequest, voter: Voter): boolean {
  const { approvers, alsoApprovers = [] } = request.terms;
  if (approvers === undefined) return mayDecide(voter, request);
  if (!maySee(voter, request)) return false;
  const role = roleFor(voter, request.projectId);
  return [approvers, ...alsoApprovers].every(
    ({ roles, users }) =>
      (role !== undefined && roles.includes(role)) || users.some((id) => isPerson(voter, id)),
  );
}
