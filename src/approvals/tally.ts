// What a vote makes of a request. Pure.
import type { Approval, Outcome, Vote } from './approval.ts';

/** The votes with this one, which replaces an earlier one of the same person. */
export function withVote(votes: readonly Vote[], vote: Vote): Vote[] {
  const isTheirs = ({ by }: Vote) => by.id === vote.by.id;
  return votes.some(isTheirs)
    ? votes.map((earlier) => (isTheirs(earlier) ? vote : earlier))
    : [...votes, vote];
}

/** The outcome that these votes, of which `vote` is the newest, come to; `undefined` for none yet. */
export function outcomeAfter(
  { request }: Pick<Approval, 'request'>,
  votes: readonly Vote[],
  vote: Vote,
): Outcome | undefined {
  const { required, denyRequired } = request.terms;
  const enough = vote.verdict === 'approve' ? required : denyRequired;
  if (votes.filter(({ verdict }) => verdict === vote.verdict).length < enough) return undefined;
  const { by, reason, at } = vote;
  const status = vote.verdict === 'approve' ? 'approved' : 'denied';
  return { status, by, ...(reason === undefined ? {} : { reason }), at };
}
