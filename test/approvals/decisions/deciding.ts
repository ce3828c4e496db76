// One request over a store in memory, and people who vote on it.
import type { ApprovalRequest, Terms } from '../../../src/approvals/approval.ts';
import { createDecide, type DecisionAttempt } from '../../../src/approvals/decisions/decide.ts';
import type { Voter } from '../../../src/approvals/voters/voter.ts';
import type { CastBy } from '../../../src/approvals/voters/voter-rights.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { createMemoryApprovalStore } from '../../helpers/memory-approval-store.ts';
import { aRequest } from '../../helpers/requests.ts';

export function voter(id: string, fields: Partial<Voter> = {}): Voter {
  const grants = [{ role: 'approver' }] as const;
  return { id, name: `Name of ${id}`, grants, knownAs: [], via: 'telegram', ...fields };
}

export const ana = voter('1001');
export const ben = voter('1002');
export const cleo = voter('1003');
export const viewer = voter('1004', { grants: [{ role: 'viewer' }] });
export const admin = voter('1', { grants: [{ role: 'admin' }] });

export function createDeciding() {
  const clock = createManualClock();
  const store = createMemoryApprovalStore(clock.now);
  const counted: string[] = [];
  const metrics = { approvalChanged: (status: string) => void counted.push(status) };
  const revoked = new Set<string>();
  const demoted = new Set<string>();
  const rightsNow = async ({ by }: CastBy) => {
    const role = demoted.has(by.id) ? 'viewer' : 'admin';
    return revoked.has(by.id) ? undefined : voter(by.id, { grants: [{ role }] });
  };
  const decide = createDecide({ store, standings: store.standings, rightsNow, clock, metrics });
  let attempts = 0;
  return {
    clock,
    store,
    rightsNow,
    /** From now on this person has no role. */
    revoke: (id: string) => void revoked.add(id),
    /** From now on this person is a viewer. */
    demote: (id: string) => void demoted.add(id),
    /** Statuses that the metrics counted. */
    counted,
    open(terms: Partial<Terms> = {}, fields: Partial<ApprovalRequest> = {}): void {
      const names = { key: 'a1', id: 'what its producer calls it' };
      const asked = { ...names, requestedBy: { id: 'u-31', name: 'Ana' }, ...fields };
      store.open(aRequest('a1', asked, terms));
    },
    vote(who: Voter, verdict: DecisionAttempt['verdict'], fields: Partial<DecisionAttempt> = {}) {
      attempts += 1;
      return decide({
        approvalId: 'a1',
        verdict,
        voter: who,
        attempt: `tg:${attempts}`,
        ...fields,
      });
    },
    /** `1002 deny`, in the order of first votes. */
    async votes() {
      return (await store.get('a1'))?.votes.map(({ verdict, by }) => `${by.id} ${verdict}`);
    },
    decide,
    outcome: async () => (await store.get('a1'))?.outcome,
  };
}
