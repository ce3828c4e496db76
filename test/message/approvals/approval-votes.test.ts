// Requests that several people decide, what the job makes of it, and reminders.
import { describe, expect, it } from 'vitest';
import type { Approval } from '../../../src/approvals/approval.ts';
import { LOCALES, render, visibleMessage } from '../speaking.ts';
import {
  approves,
  by,
  denies,
  gate,
  NOW,
  outcome,
  request,
  short,
  standing,
  TIMEOUT,
} from './approvals.ts';

const ben = by('Ben');
const QUORUM = { required: 2, denyRequired: 2 };
const approved = outcome({ status: 'approved', by: ben });

function show(approval: Approval, locale = 'en') {
  const [message] = render(
    { kind: 'approval', approval, token: 'abcdefghijklmnopqrstuv', now: NOW },
    locale,
  );
  if (message === undefined) throw new Error('nothing to show');
  return message;
}
const text = (approval: Approval) => show(approval).body.text;

const VOTED: readonly Approval[] = [
  standing(short, { terms: { required: 2, reasonRequired: 'deny' } }),
  standing(short, { terms: { required: 2 }, votes: [approves('Ana')] }),
  standing(short, {
    terms: { ...QUORUM, reasonRequired: 'both' },
    votes: [approves('Ana', 'fine'), denies('Cleo', 'no release on a Friday')],
  }),
  standing(short, {
    terms: { approvers: { roles: ['approver', 'admin'], users: ['1001', '1002'] } },
  }),
  standing(short, { terms: { approvers: { roles: [], users: [] } } }),
  standing(short, {
    terms: { required: 2 },
    votes: [approves('Ana', 'looks good'), approves('Ben')],
    outcome: approved,
    acknowledgement: { kind: 'pending' },
  }),
  standing(short, {
    terms: { required: 2 },
    votes: [approves('Ana'), denies('Ben', 'not now')],
    outcome: outcome({ status: 'denied', by: ben, reason: 'not now' }),
    acknowledgement: { kind: 'picked_up', at: '2026-03-02T14:02:09.000Z' },
  }),
  standing(short, {
    outcome: approved,
    votes: [approves('Ben')],
    acknowledgement: { kind: 'missing', at: '2026-03-02T14:03:00.000Z' },
  }),
  standing(short, {
    terms: { required: 3 },
    votes: [approves('Ana'), approves('Ben')],
    outcome: outcome({ status: 'expired' }),
  }),
];
describe('a request that several have to decide', () => {
  const votesIn = (approval: Approval) => text(approval).split('\n').find(isVotes);
  const isVotes = (line: string) => line.startsWith('🗳️');

  it.each([...LOCALES.keys()])('reads well in %s', async (locale) => {
    const texts = VOTED.map((approval) => visibleMessage(show(approval, locale)));
    await expect(`${texts.join('\n\n===\n\n')}\n`).toMatchFileSnapshot(
      `__snapshots__/approval-votes.${locale}.txt`,
    );
  });

  it('counts the votes and names who gave them', () => {
    const terms = { required: 2 };
    expect(votesIn(standing(short))).toBeUndefined();
    expect(votesIn(standing(short, { terms }))).toBe('🗳️ 0 of 2 approvals');
    expect(votesIn(standing(short, { terms, votes: [approves('Ana')] }))).toBe(
      '🗳️ 1 of 2 approvals · Ana ✓',
    );
    const denied = standing(short, { terms: { denyRequired: 2 }, votes: [denies('Ben')] });
    expect(votesIn(denied)).toBe('🗳️ 0 of 1 approval · 1 of 2 denials · Ben ✗');
  });

  it('names everybody who decided it, and who voted otherwise', () => {
    const votes = [approves('Ana', 'fine'), denies('Cleo', 'wait'), approves('Ben')];
    const settled = standing(short, { terms: QUORUM, votes, outcome: approved });
    expect(text(settled)).toContain('✅ Approved by Ana and Ben, 14:02 UTC\nAna: fine');
    expect(votesIn(settled)).toBe('🗳️ Other votes: Cleo ✗ (wait)');
  });

  it('counts those beyond the sixth', () => {
    const votes = Array.from({ length: 11 }, (_, index) => approves(`P${index}`));
    const many = standing(short, { terms: { required: 20 }, votes });
    expect(votesIn(many)).toMatch(/^🗳️ 11 of 20 approvals .* P5 ✓ · \+5 more$/);
  });

  it('never shows a decision by time or by a system as theirs', () => {
    const votes = [approves('Ana')];
    const late = standing(short, {
      terms: { required: 2 },
      votes,
      outcome: outcome({ status: 'approved', by: TIMEOUT }),
    });
    expect(text(late)).toContain('✅ Approved automatically');
    expect(votesIn(late)).toBe('🗳️ 1 of 2 approvals · Ana ✓');
  });
});

describe('a request with more than a message holds', () => {
  const words = 'word '.repeat(500);
  const links = 'a.org x b.org x c.org x d.org';
  const fields = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

  it.each([
    ['words', words],
    ['formats', links],
  ])('cuts its context rather than its outcome: too many %s', (_, much) => {
    const asked = {
      ...request,
      ...{ projectId: much, sessionId: much, jobId: much, scope: much, reason: much },
      action: words,
      requestedBy: { id: 'u', name: much },
      context: Object.fromEntries(fields.map((field) => [`${field} ${much}`, much])),
    };
    const votes = fields.flatMap((field) => [
      approves(`${field} ${much}`, much),
      denies(`not ${field} ${much}`, much),
    ]);
    const approval = standing(asked, {
      terms: { required: 8, denyRequired: 9 },
      votes,
      outcome: outcome({ status: 'approved', by: by(`a ${much}`), reason: much }),
      acknowledgement: { kind: 'pending' },
    });
    for (const [locale, start] of Object.entries({
      en: /^✅ Approved by .*\n(?:.*: .*\n)+📨 Saved\. Waiting for the job\.\n\n/,
      de: /^✅ Freigegeben von .*\n(?:.*: .*\n)+📨 Gespeichert\. .*\n\n/,
    })) {
      const { body } = show(approval, locale);
      expect(body.text).toMatch(start);
      expect(body.text).toMatch(/ · i?d ap-77$/i);
      expect(body.text.length).toBeLessThanOrEqual(4_096);
      expect(body.spans.length).toBeLessThanOrEqual(100);
    }
  });
});

describe('a reminder', () => {
  it.each([...LOCALES.keys()])(
    'says what is pending, and how much time is left (%s)',
    async (locale) => {
      const now = Date.parse('2026-03-02T09:10:18.250Z');
      const reminders = [
        standing(request),
        standing(short, { terms: { required: 2 }, votes: [approves('Ana')] }),
        standing(gate),
      ].map((approval) => render({ kind: 'reminder', approval, now }, locale).map(visibleMessage));
      await expect(`${reminders.flat().join('\n\n===\n\n')}\n`).toMatchFileSnapshot(
        `__snapshots__/approval-reminder.${locale}.txt`,
      );
    },
  );
});
