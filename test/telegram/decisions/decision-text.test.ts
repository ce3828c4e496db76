// Every answer that a decision may get, for review; each fits the answer to a tap.
import { expect, it } from 'vitest';
import type { Approval, Outcome } from '../../../src/approvals/approval.ts';
import type { Decision } from '../../../src/approvals/decisions/decide.ts';
import type { Voter } from '../../../src/approvals/voters/voter.ts';
import { decisionText } from '../../../src/telegram/decisions/decision-text.ts';
import {
  approves,
  by,
  denies,
  gate,
  outcome,
  request,
  SETTLED_AT,
  standing,
  TIMEOUT,
} from '../../message/approvals/approvals.ts';
import { voiceIn } from '../../message/speaking.ts';

/** Longest answer to a tap. */
const ANSWER_UNITS = 200;

const LONG = 'a name so long that nobody could ever read all of it in a hurry';
const ben = by('Ben');
const reader = { ...ben, grants: [{ role: 'approver' }], knownAs: [] } satisfies Voter;
const nobody = { ...reader, id: '1004', grants: [] };

const settled = (fields: Omit<Outcome, 'at'>): Decision => ({
  kind: 'already',
  approval: standing(request, { outcome: outcome(fields) }),
});
const forbidden = (approval: Approval): Decision => ({ kind: 'forbidden', why: 'role', approval });
const decided = (status: 'approved' | 'denied', asked = request): Decision => ({
  kind: 'decided',
  approval: standing(asked, { outcome: outcome({ status, by: ben }) }),
});
const voted = standing(request, {
  terms: { required: 3 },
  votes: [approves('Ana'), approves('Ben')],
});
const denied = standing(request, { terms: { denyRequired: 2 }, votes: [denies('Ben')] });
const named = { roles: ['approver', 'admin'], users: ['1', '2'] } as const;

const DECISIONS: readonly (readonly [string, Decision, Voter?])[] = [
  ['it is approved', decided('approved')],
  ['it is denied', decided('denied')],
  ['a gate is approved', decided('approved', gate)],
  ['the vote counts', { kind: 'voted', approval: voted }],
  ['the denial counts', { kind: 'voted', approval: denied }],
  ['the vote counted before', { kind: 'voted', approval: voted, again: true }],
  ['the denial counted before', { kind: 'voted', approval: denied, again: true }],
  ['somebody approved it', settled({ status: 'approved', by: by('Ana'), reason: 'looks good' })],
  ['somebody denied it', settled({ status: 'denied', by: by(LONG), reason: `${LONG}, ${LONG}` })],
  ['they approved it themselves', settled({ status: 'approved', by: ben })],
  [
    'it was approved outside',
    settled({ status: 'approved', by: by(LONG), elsewhere: { source: LONG } }),
  ],
  [
    'it was approved automatically outside',
    settled({ status: 'approved', by: by('timeout', 'timeout'), elsewhere: { source: 'ci' } }),
  ],
  ['it was denied outside', settled({ status: 'denied', elsewhere: { source: 'ci\u202e' } })],
  ['nobody knows who approved it', settled({ status: 'approved' })],
  ['time approved it', settled({ status: 'approved', by: TIMEOUT })],
  ['time denied it', settled({ status: 'denied', by: TIMEOUT })],
  ['it expired', settled({ status: 'expired' })],
  ['its job failed', settled({ status: 'canceled', reason: 'failed' })],
  ['it was withdrawn', settled({ status: 'canceled', reason: 'not needed' })],
  ['somebody withdrew it', settled({ status: 'canceled', by: by('Ana') })],
  ['a reason is needed', { kind: 'reason_needed', approval: standing(request) }],
  ['the person asked for it', { kind: 'forbidden', why: 'self', approval: standing(request) }],
  ['the person has no role', forbidden(standing(request)), nobody],
  ['the person is a viewer', forbidden(standing({ ...request, projectId: LONG }))],
  ['the policy names others', forbidden(standing(request, { terms: { approvers: named } }))],
  [
    'the policy names nobody',
    forbidden(standing(request, { terms: { approvers: { roles: [], users: [] } } })),
  ],
  ['there is no such request', { kind: 'unknown' }],
];

it.each(['en', 'de', 'es', 'ar'])(
  'each answer is clear, and fits the answer to a tap (%s)',
  async (locale) => {
    const answers = DECISIONS.map(([name, decision, voter = reader]) => {
      const now = Date.parse(SETTLED_AT);
      const { text } = decisionText(decision, { voter, voice: voiceIn(locale), now });
      return { name, text };
    });
    const shown = answers.map(({ name, text }) => `# ${name}\n${text}\n`).join('\n');
    await expect(shown).toMatchFileSnapshot(`__snapshots__/decision-answers.${locale}.txt`);
    const tooLong = answers.filter(({ text }) => text.length > ANSWER_UNITS);
    expect(tooLong).toEqual([]);
  },
);

it('shows the date of what happened on another day', () => {
  const tomorrow = Date.parse(SETTLED_AT) + 86_400_000;
  const reading = { voter: reader, voice: voiceIn('en'), now: tomorrow };
  const { text } = decisionText(settled({ status: 'expired' }), reading);
  expect(text).toContain('2 Mar, 14:02 UTC');
});

it('shows the outcome to the person whose attempt came second, not that they decided', () => {
  const approval = standing(request, { outcome: outcome({ status: 'denied', by: by('Ana') }) });
  const reading = { voter: reader, voice: voiceIn('en'), now: Date.parse(SETTLED_AT) };
  expect(decisionText({ kind: 'decided', approval }, reading).text).toContain('Ana denied this');
});

it.each([
  [0, 'You approved this just now.'],
  [59_999, 'You approved this just now.'],
  [125_000, 'You approved this 2 min ago.'],
  [7_500_000, 'You approved this 2 h 5 min ago.'],
])('tells the person who decided how long ago it was: %i ms', (ms, answer) => {
  const reading = { voter: reader, voice: voiceIn('en'), now: Date.parse(SETTLED_AT) + ms };
  expect(decisionText(settled({ status: 'approved', by: ben }), reading).text).toBe(answer);
});
