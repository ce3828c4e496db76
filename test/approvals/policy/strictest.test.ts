import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { POLICY_WITHOUT_FILE, type Policy } from '../../../src/approvals/policy/policy.ts';
import { strictestOf } from '../../../src/approvals/policy/strictest.ts';
import { termsUnder } from '../../../src/approvals/requests/request-terms.ts';
import { isApprover, type Voter } from '../../../src/approvals/voters/voter.ts';
import { ROLES } from '../../../src/audience/access.ts';
import { anEvent } from '../../helpers/events.ts';
import { aRequest } from '../../helpers/requests.ts';

const policies = fc.record(
  {
    match: fc.constant({}),
    approvers: fc.record({
      roles: fc.subarray([...ROLES]),
      users: fc.subarray(['1', '2', '3']),
    }),
    required: fc.integer({ min: 1, max: 3 }),
    denyRequired: fc.integer({ min: 1, max: 3 }),
    selfApproval: fc.boolean(),
    reasonRequired: fc.constantFrom('none', 'deny', 'both'),
    expiresAfterMs: fc.constantFrom(1_000, 2_000),
    onTimeout: fc.constantFrom('expire', 'deny', 'approve'),
    remind: fc.constant([]),
    escalateTo: fc.subarray([{ chatId: -1 }, { chatId: -2, topicId: 7 }]),
    decidedElsewhere: fc.constantFrom('settle', 'ignore'),
  },
  {
    requiredKeys: [
      ...(['match', 'required', 'denyRequired', 'selfApproval', 'reasonRequired'] as const),
      ...(['remind', 'escalateTo', 'decidedElsewhere'] as const),
    ],
  },
);

const VOTERS = ['1', '2', '4'].flatMap((id) =>
  ROLES.map((role): Voter => {
    return { id, name: id, grants: [{ role }], knownAs: [], via: 'telegram' };
  }),
);

const REASONS = ['none', 'deny', 'both'];

property.prop([fc.array(policies, { minLength: 1, maxLength: 4 })])(
  'is as strict as each of them in everything',
  (all) => {
    const [first = POLICY_WITHOUT_FILE, ...others] = all;
    const strictest = strictestOf(first, others);
    const mayVote = (policy: Policy, voter: Voter) =>
      isApprover(aRequest('r', {}, termsUnder(policy, anEvent(), 0).terms), voter);
    for (const one of all) {
      expect(strictest.required).toBeGreaterThanOrEqual(one.required);
      expect(strictest.denyRequired).toBeLessThanOrEqual(one.denyRequired);
      expect(strictest.expiresAfterMs ?? 1e9).toBeLessThanOrEqual(one.expiresAfterMs ?? 1e9);
      if (strictest.selfApproval) expect(one.selfApproval).toBe(true);
      if (strictest.decidedElsewhere === 'settle') expect(one.decidedElsewhere).toBe('settle');
      expect(REASONS.indexOf(strictest.reasonRequired)).toBeGreaterThanOrEqual(
        REASONS.indexOf(one.reasonRequired),
      );
      if (strictest.onTimeout === 'approve') {
        expect([one.onTimeout, one.expiresAfterMs]).toEqual(['approve', strictest.expiresAfterMs]);
      }
      expect(strictest.escalateTo).toEqual(expect.arrayContaining(one.escalateTo));
    }
    for (const voter of VOTERS) {
      expect(mayVote(strictest, voter)).toBe(all.every((one) => mayVote(one, voter)));
    }
  },
);

it('is the policy itself if it is the only one', () => {
  expect(strictestOf(POLICY_WITHOUT_FILE, [POLICY_WITHOUT_FILE])).toBe(POLICY_WITHOUT_FILE);
});
