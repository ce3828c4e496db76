import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Approval, Outcome } from '../../../src/approvals/approval.ts';
import {
  approvalDetails,
  approvalLine,
  statusSentence,
} from '../../../src/cli/approvals/approval-text.ts';
import { ASKED_AT, aRequest, aVote } from '../../helpers/requests.ts';

const AT = '2026-03-02T09:30:00.000Z';
const ana = { id: '1001', name: 'Ana', via: 'web' } as const;
const timeout = { id: 'timeout', name: 'timeout', via: 'timeout' } as const;

function approval(
  fields: Partial<Approval> = {},
  ...request: Parameters<typeof aRequest>
): Approval {
  return { request: aRequest(...request), revision: 1, votes: [], ...fields };
}

describe('an approval on one line', () => {
  it('says what waits where, and how long', () => {
    expect(approvalLine(approval({}, 'a1', { expiresAt: AT }))).toBe(
      `a1  pending  ${ASKED_AT}  p1/-/j1  kubectl apply  until ${AT}`,
    );
  });

  it('counts the votes where it takes several', () => {
    const line = approvalLine(approval({ votes: [aVote('1')] }, 'a1', {}, { required: 2 }));
    expect(line).toContain('  1 of 2');
  });

  it('says who settled it, and when', () => {
    const outcome: Outcome = { status: 'denied', by: ana, at: AT };
    expect(approvalLine(approval({ outcome }, 'a1'))).toBe(
      `a1  denied  ${AT}  p1/-/j1  kubectl apply  by Ana (1001) via web`,
    );
  });

  it('names the gate of a stage', () => {
    const line = approvalLine(approval({}, 'g1', { stage: 'mix', action: 'mix' }));
    expect(line).toContain('gate of stage mix');
  });
});

describe('what stands', () => {
  const cases: [Partial<Outcome>, string][] = [
    [{ status: 'approved', by: ana }, `was approved by Ana (1001) via web at ${AT}`],
    [{ status: 'denied', by: ana, reason: 'no' }, `was denied by Ana (1001) via web at ${AT}: no`],
    [{ status: 'approved', by: timeout }, `was approved automatically at ${AT}`],
    [{ status: 'expired' }, `expired at ${AT} without a decision`],
    [{ status: 'canceled', by: ana }, `was withdrawn by Ana (1001) via web at ${AT}`],
    [{ status: 'canceled', reason: 'not needed' }, `was withdrawn at ${AT}: not needed`],
    [{ status: 'canceled', reason: 'failed' }, `was withdrawn at ${AT} because the job ended`],
  ];
  it.each(cases)('of %j is told', (outcome, told) => {
    expect(statusSentence({ outcome: { status: 'expired', at: AT, ...outcome } })).toBe(told);
  });
});

describe('all of an approval', () => {
  const terms = {
    required: 2,
    reasonRequired: 'deny',
    approvers: { roles: ['approver'], users: ['1001'] },
  } as const;
  const audit = [
    { what: 'asked', at: ASKED_AT },
    { what: 'refused', why: 'self', id: 'u-31', name: 'Bo', via: 'cli', from: 'x@y', at: AT },
    { what: 'vote', verdict: 'approve', by: ana, at: AT },
  ];
  const acknowledgement = { kind: 'picked_up', at: AT } as const;
  const votes = [{ ...aVote('1001'), by: ana, reason: 'green' }];
  const fields = { expiresAt: AT, reason: 'a release', requestedBy: { id: 'u-31', name: 'Bo' } };

  it('is told in lines, each with its name', () => {
    const outcome: Outcome = { status: 'approved', by: ana, at: AT };
    const whole = approval({ votes, outcome, acknowledgement }, 'a1', fields, terms);
    expect(approvalDetails(whole, audit).join('\n')).toMatchInlineSnapshot(`
      "a1  approved
      what        kubectl apply
      scope       deploy
      why         a release
      where       p1/-/j1
      asked       2026-03-02T09:00:00.000Z  by Bo (u-31)
      until       2026-03-02T09:30:00.000Z, then it expires
      needs       2 approvals or 1 denial; a denial needs a reason
      may decide  roles approver; users 1001
      vote        2026-03-02T09:01:00.000Z  approve by Ana (1001) via web: green
      outcome     approved by Ana (1001) via web at 2026-03-02T09:30:00.000Z
      job         picked it up at 2026-03-02T09:30:00.000Z
      trail       2026-03-02T09:00:00.000Z  asked
                  2026-03-02T09:30:00.000Z  refused  by Bo (u-31) via cli  why self  from x@y
                  2026-03-02T09:30:00.000Z  vote  by Ana (1001) via web  verdict approve"
    `);
  });

  it('names its problems, and each list that an approver has to be in', () => {
    const alsoApprovers = [{ roles: [], users: ['7'] }];
    const problems = ['over_on_arrival'] as const;
    const lines = approvalDetails(
      approval({}, 'a1', { problems }, { ...terms, alsoApprovers }),
      [],
    );
    expect(lines).toContain('problem     it had expired before it arrived');
    expect(lines).toContain('may decide  roles approver; users 1001, and also users 7');
  });

  test.prop([fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })])(
    'is text, whatever it holds: nothing that a terminal obeys',
    (text, other) => {
      const hostile = {
        ...{ scope: text, action: other, reason: text, stage: other, jobId: text },
        ...{ context: { [text]: other }, requestedBy: { id: text, name: other } },
      };
      const given = [{ ...aVote('1'), by: { ...ana, id: other, name: text }, reason: text }];
      const whole = approval({ votes: given }, `x${other}`, hostile, terms);
      const trail = [
        { what: text, at: other, [other]: text, by: { id: text, name: other, via: 'web' } },
      ];
      const lines = [approvalLine(whole), ...approvalDetails(whole, trail)];
      for (const line of lines)
        expect(line).not.toMatch(/\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    },
  );
});
