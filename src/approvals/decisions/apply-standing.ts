// Applies standing approvals: requests like those that people approved in advance are decided before they are
// shown, and what is over is ended. Every replica runs this; the scripts let each step happen once. What there is to
// do is stored, and polled for, so a crash loses none of it.
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createLoop } from '../../runtime/loop.ts';
import type { Approval } from '../approval.ts';
import type { ApprovalStore } from '../approval-store.ts';
import type { StandingApproval } from '../standing/standing.ts';
import type { StandingStore } from '../standing/standing-store.ts';
import { isApprover, refusalFor } from '../voters/voter.ts';
import type { RightsNow } from '../voters/voter-rights.ts';
import type { Decide } from './decide.ts';
import { isCastByStanding } from './standing-votes.ts';

interface Deps {
  readonly store: ApprovalStore;
  readonly standings: StandingStore;
  readonly decide: Decide;
  readonly rightsNow: RightsNow;
  /** Of the policies that allow standing approvals now (standing-terms.ts). */
  readonly rules: ReadonlySet<string>;
  readonly clock: Clock;
  readonly log: Logger;
}

const POLL_INTERVAL_MS = 200;
/** Every so many polls, those whose basis is gone are ended. */
const POLLS_A_REVIEW = 5;

export function createApplyStanding(deps: Deps): Service {
  const { store, standings, clock, log } = deps;
  let polls = 0;

  async function poll(): Promise<void> {
    for (const key of await standings.held()) await decideHeld(key);
    if (polls % POLLS_A_REVIEW === 0) await review();
    polls += 1;
  }

  /** Whatever comes of it, the request is shown then: by its outcome, or because nothing decided it. */
  async function decideHeld(key: string): Promise<void> {
    const version = await applied(key).catch((error: unknown) => {
      log.warn({ approvalId: key, reason: messageOf(error) }, 'standing_approval_not_applied');
      return undefined;
    });
    await store.release(key, version);
  }

  /** Returns the version that they were applied to. */
  async function applied(key: string): Promise<number | undefined> {
    const approval = await store.get(key);
    if (approval !== undefined) await applyTo(approval, deps);
    return approval?.request.version;
  }

  async function review(): Promise<void> {
    for (const { standing } of await standings.inForce()) {
      const why = await lostBasis(standing, deps);
      if (why !== undefined) await standings.end(standing.id, { why, at: instant(clock) });
    }
    for (const standing of await standings.ended()) {
      await dropVotes(standing, deps);
      await standings.forget(standing, instant(clock));
      log.info(
        { standing: standing.id, approvalId: standing.approvalId },
        'standing_approval_ended',
      );
    }
  }

  const options = { name: 'standing approvals', clock, log, everyMs: POLL_INTERVAL_MS };
  return createLoop(options, poll);
}

/** One vote of each person, until it is decided. */
async function applyTo({ request }: Approval, deps: Deps): Promise<void> {
  const { key: approvalId, version, terms } = request;
  if (terms.standing === undefined) return;
  for (const { standing } of await deps.standings.alike(terms.standing.like)) {
    const voter = await deps.rightsNow(standing);
    const isBased = voter !== undefined && deps.rules.has(standing.rule);
    // Nobody attempts anything here: what may not count leaves no trace of a refusal.
    if (!isBased || refusalFor(request, voter, 'approve') !== undefined) continue;
    const { kind } = await deps.decide({
      approvalId,
      version,
      verdict: 'approve',
      voter: { ...voter, via: 'standing' },
      standing,
      attempt: `standing:${standing.id}:${version}`,
      from: `standing approval of ${standing.approvalId}`,
    });
    // One that ended meanwhile leaves the others.
    if (kind !== 'voted' && kind !== 'forbidden') return;
  }
}

/** Why it no longer has what it is based on: the policy, and the right of whoever gave it. */
async function lostBasis(
  standing: StandingApproval,
  { rules, rightsNow, store }: Pick<Deps, 'rules' | 'rightsNow' | 'store'>,
): Promise<'policy' | 'role' | undefined> {
  if (!rules.has(standing.rule)) return 'policy';
  const voter = await rightsNow(standing);
  const approval = await store.get(standing.approvalId);
  const mayDecide = voter !== undefined && approval && isApprover(approval.request, voter);
  return mayDecide === true ? undefined : 'role';
}

/** Those that it cast on requests that are still open, and no longer count. */
async function dropVotes(
  { id }: StandingApproval,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<void> {
  for (const { request } of await store.pending()) {
    const approval = await store.get(request.key);
    const vote = approval?.votes.find((one) => isCastByStanding(one) && one.standing?.id === id);
    if (approval === undefined || vote === undefined) continue;
    const { by, verdict } = vote;
    const dropped = { what: 'vote_dropped', why: 'standing_ended', verdict, by: { ...by } };
    await store.step({
      approvalId: request.key,
      attempt: `dropped:${approval.revision}`,
      revision: approval.revision,
      votes: approval.votes.filter((one) => one !== vote),
      entries: [{ ...dropped, at: instant(clock) }],
    });
  }
}

function instant(clock: Pick<Clock, 'now'>): string {
  return new Date(clock.now()).toISOString();
}
