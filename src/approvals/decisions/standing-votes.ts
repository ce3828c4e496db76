// What a vote has to do with standing approvals: it may give one, be cast by one, or end one.
import { isSamePerson } from '../../audience/person.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import type { Approval, Vote } from '../approval.ts';
import type { ApprovalStep, StandingStep } from '../approval-store.ts';
import { type StandingApproval, standingFrom, withinOf } from '../standing/standing.ts';
import type { InForce, StandingStore } from '../standing/standing-store.ts';

export interface StandingDeps {
  readonly standings: Pick<StandingStore, 'alike' | 'hasEndedSince'>;
  readonly clock: Pick<Clock, 'now' | 'token'>;
}

/** `give`: later requests like it are approved too. Else the standing approval that casts the vote. */
export type WithStanding = 'give' | StandingApproval;

interface Cast {
  readonly approval: Approval;
  readonly standing: WithStanding | undefined;
  readonly vote: Vote;
}

interface StandingVote {
  readonly vote: Vote;
  /** Ids of those in force that count for this request. */
  readonly inForce: ReadonlySet<string>;
  /** What the step does with standing approvals, if it leaves these votes. */
  readonly stepWith: (votes: readonly Vote[]) => Pick<ApprovalStep, 'standing' | 'entries'>;
}

const TOKEN_BYTES = 16;

/** Whoever denies a request ends what they approved in advance of those like it; giving it again replaces it. */
export async function standingVote(
  { approval, standing, vote }: Cast,
  { standings, clock }: StandingDeps,
): Promise<StandingVote> {
  const { terms } = approval.request;
  const alike = terms.standing === undefined ? [] : await standings.alike(terms.standing.like);
  const inForce = new Set(alike.map(({ standing: { id } }) => id));
  const uses = typeof standing === 'object' ? standing : undefined;
  const given = { id: clock.token(TOKEN_BYTES), vote, now: clock.now() };
  const gives = standing === 'give' ? standingFrom(approval.request, given) : undefined;
  const mark = uses ?? gives;
  const isEnding = gives !== undefined || vote.verdict === 'deny';
  const ends = {
    ids: isEnding ? idsOfTheirs(alike, vote) : [],
    ending: { why: gives === undefined ? 'denied' : 'replaced', at: vote.at, by: vote.by } as const,
  };
  return {
    vote: mark === undefined ? vote : { ...vote, standing: { id: mark.id, via: mark.by.via } },
    inForce,
    stepWith(votes) {
      const restsOn = votes.filter(isCastByStanding).map(({ standing: by }) => by?.id ?? '');
      const step: StandingStep = { ...defined({ gives, uses: uses?.id }), restsOn, ends };
      const isPlain = mark === undefined && restsOn.length === 0 && ends.ids.length === 0;
      if (isPlain) return {};
      return { standing: step, ...(gives === undefined ? {} : { entries: [givenEntry(gives)] }) };
    },
  };
}

/** Why it can't be given here, or counts for nothing any longer; `undefined` if it can. */
export async function standingRefusal(
  { request, outcome }: Approval,
  standing: WithStanding | undefined,
  { standings }: Pick<StandingDeps, 'standings'>,
): Promise<'standing' | 'ended' | undefined> {
  if (standing === undefined || outcome !== undefined) return undefined;
  const { terms, requestedAt } = request;
  if (terms.standing === undefined) return 'standing';
  const { like, scope } = terms.standing;
  if (standing === 'give') {
    const within = withinOf({ ...request, scope });
    return (await standings.hasEndedSince(within, requestedAt)) ? 'ended' : undefined;
  }
  const alike = await standings.alike(like);
  return alike.some(({ standing: { id } }) => id === standing.id) ? undefined : 'standing';
}

/** Whether what cast this vote is no longer in force. */
export function hasLapsed(vote: Vote, inForce: ReadonlySet<string>): boolean {
  return isCastByStanding(vote) && !inForce.has(vote.standing?.id ?? '');
}

export function isCastByStanding({ by }: Vote): boolean {
  return by.via === 'standing';
}

function idsOfTheirs(alike: readonly InForce[], vote: Vote): string[] {
  const theirs = alike.filter(({ standing }) => isSamePerson(standing.ids, vote.ids));
  return theirs.map(({ standing }) => standing.id);
}

function givenEntry({ id, scope, pattern, until, by, givenAt }: StandingApproval) {
  const what = 'standing_given';
  return { what, standing: id, scope, ...defined({ pattern }), until, by: { ...by }, at: givenAt };
}
