// Stops a standing approval before its time: whoever gave it, and whoever may decide such requests. Stopping is the
// cautious direction, as denying is, so requesters may do it too.
import { maySee } from '../../audience/access.ts';
import { isSamePerson } from '../../audience/person.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import type { ApprovalStore } from '../approval-store.ts';
import type { StandingApproval } from '../standing/standing.ts';
import type { StandingStore } from '../standing/standing-store.ts';
import { idsOfVoter, isApprover, type Voter } from '../voters/voter.ts';

interface StopAttempt {
  readonly id: string;
  readonly voter: Voter;
  /** The same for repeats of one attempt; absent: there are none. */
  readonly attempt?: string;
  /** For the audit trail: where it came from, e.g. `chat 1001`. */
  readonly from?: string;
}

export type StopResult =
  | { readonly kind: 'stopped'; readonly standing: StandingApproval }
  /** It ended before, or there never was one, or none that this person may see. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'forbidden'; readonly standing: StandingApproval };

export type StopStanding = (attempt: StopAttempt) => Promise<StopResult>;

interface Deps {
  readonly store: Pick<ApprovalStore, 'get' | 'note'>;
  readonly standings: Pick<StandingStore, 'get' | 'end'>;
  readonly clock: Pick<Clock, 'now' | 'token'>;
}

const TOKEN_BYTES = 16;

export function createStopStanding({ store, standings, clock }: Deps): StopStanding {
  return async ({ id, voter, attempt = clock.token(TOKEN_BYTES), from }) => {
    const { standing } = (await standings.get(id)) ?? {};
    if (standing === undefined || !maySee(voter, standing)) return { kind: 'unknown' };
    const at = new Date(clock.now()).toISOString();
    const { id: who, name, via } = voter;
    if (!(await mayStop(standing, voter, store))) {
      const refused = { what: 'refused', why: 'role', verdict: 'stop', id: who, name, via };
      await store.note(standing.approvalId, { ...refused, ...defined({ from }), at }, attempt);
      return { kind: 'forbidden', standing };
    }
    const isStopped = await standings.end(id, { why: 'stopped', at, by: { id: who, name, via } });
    return isStopped ? { kind: 'stopped', standing } : { kind: 'unknown' };
  };
}

/** Whether this person gave it, or may decide the requests that it counts for. */
export async function mayStop(
  standing: StandingApproval,
  voter: Voter,
  store: Pick<ApprovalStore, 'get'>,
): Promise<boolean> {
  if (!maySee(voter, standing)) return false;
  if (isSamePerson(standing.ids, idsOfVoter(voter))) return true;
  const approval = await store.get(standing.approvalId);
  return approval !== undefined && isApprover(approval.request, voter);
}
