// People who approve in advance, over a store in memory, with the service that applies what they said.
import type { ApprovalRequest, Terms } from '../../../src/approvals/approval.ts';
import { createApplyStanding } from '../../../src/approvals/decisions/apply-standing.ts';
import type { Voter } from '../../../src/approvals/voters/voter.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { aRequest } from '../../helpers/requests.ts';
import { STANDING_TERMS } from '../../helpers/standings.ts';
import { createDeciding } from './deciding.ts';

const CHAT = { chatId: 7 };
/** Polls to get through a review, in milliseconds. */
const A_REVIEW_MS = 2_000;

export function createStandingKit() {
  const deciding = createDeciding();
  const { store, decide, rightsNow, clock } = deciding;
  const log = createLogBook();
  const rules = new Set([STANDING_TERMS.rule]);
  const service = createApplyStanding({
    ...{ store, standings: store.standings, decide, rightsNow, rules, clock, log },
  });
  let attempts = 0;

  return {
    ...deciding,
    log,
    /** Of the policies that allow standing approvals. */
    rules,
    service,
    ask(id: string, terms: Partial<Terms> = {}, fields: Partial<ApprovalRequest> = {}) {
      const whole = { standing: STANDING_TERMS, ...terms };
      const token = `${id}-${fields.eventId ?? ''}`;
      store.open(aRequest(id, { sessionId: 's1', ...fields }, whole), [{ address: CHAT, token }]);
    },
    /** A tap on the third button. */
    approveAll(who: Voter, approvalId: string) {
      attempts += 1;
      const attempt = `all:${attempts}`;
      return decide({ approvalId, verdict: 'approve', voter: who, attempt, standing: 'give' });
    },
    applied: () => clock.advance(A_REVIEW_MS),
    /** `approved`, or who voted how on what is pending: `1001 approve standing`. */
    async state(id: string) {
      const approval = await store.get(id);
      const votes = approval?.votes.map(({ by, verdict }) => `${by.id} ${verdict} ${by.via}`);
      return approval?.outcome?.status ?? votes;
    },
    inForce: async () =>
      (await store.standings.inForce()).map(({ standing, uses }) => `${standing.by.id} ${uses}`),
    whats: async (id: string) => (await store.audit(id)).map(({ what }) => what),
  };
}
