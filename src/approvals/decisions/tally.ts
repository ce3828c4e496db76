// Counts votes. Pure.

import { isSamePerson } from '../../audience/person.ts';
import { defined } from '../../runtime/defined.ts';
import type { Approval, Outcome, Vote } from '../approval.ts';

/**
 * Replaces an earlier vote of the same person. Where two earlier votes turn out to be by one person (their ids
 * have been linked since), they become one.
 */
export function withVote(votes: readonly Vote[], vote: Vote): Vote[] {
  const isTheirs = ({ ids }: Vote) => isSamePerson(ids, vote.ids);
  const first = votes.findIndex(isTheirs);
  if (first < 0) return [...votes, vote];
  return votes.flatMap((earlier, at) => {
    if (at === first) return [vote];
    return isTheirs(earlier) ? [] : [earlier];
  });
}

/** The outcome of these votes, of which `vote` is the latest; `undefined` for none yet. */
export function outcomeAfter(
  { request }: Pick<Approval, 'request'>,
  votes: readonly Vote[],
  vote: Vote,
): Outcome | undefined {
  const { required, denyRequired } = request.terms;
  const quorum = vote.verdict === 'approve' ? required : denyRequired;
  if (votes.filter(({ verdict }) => verdict === vote.verdict).length < quorum) return undefined;
  const { by, reason, at } = vote;
  const status = vote.verdict === 'approve' ? 'approved' : 'denied';
  return { status, by, ...defined({ reason }), at };
}
