import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approval, ApprovalRequest, Outcome } from '../../../src/approvals/approval.ts';
import type { JsonObject } from '../../../src/event/canonical-event.ts';
import { APPROVAL_ACTION } from '../../../src/message/notice.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import {
  approves,
  SETTLED_AT as at,
  by,
  denies,
  gate,
  NOW,
  outcome,
  request,
  short,
  standing,
  TIMEOUT,
} from '../approvals/approvals.ts';
import { LOCALES, render, visibleMessage } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

const TOKEN = 'abcdefghijklmnopqrstuv';
const ben = by('Ben');
const QUORUM = { required: 2, denyRequired: 2 };

/** The message that is changed with the request. */
function show(approval: Approval, locale = 'en') {
  const message = render({ kind: 'approval', approval, token: TOKEN, now: NOW }, locale).at(-1);
  if (message === undefined) throw new Error('expected a message');
  return message;
}
const settled = (fields: Omit<Outcome, 'at'>, locale?: string) =>
  show(standing(request, { outcome: outcome(fields) }), locale);
const firstLines = (fields: Omit<Outcome, 'at'>, locale?: string) =>
  settled(fields, locale).body.text.split('\n\n')[0];
const text = (approval: Approval, locale?: string) => show(approval, locale).body.text;

const approved = outcome({ status: 'approved', by: ben });
const denied = outcome({ status: 'denied', by: { ...ben, via: 'cli' }, reason: 'not now' });
const STATES: readonly Approval[] = [
  standing(request),
  standing(short),
  standing(request, { outcome: approved }),
  standing(short, { outcome: denied }),
  standing(short, { outcome: outcome({ status: 'denied', by: TIMEOUT }) }),
  standing(short, { outcome: outcome({ status: 'approved', by: TIMEOUT }) }),
  standing(short, { outcome: outcome({ status: 'approved', by: { ...TIMEOUT, via: 'policy' } }) }),
  standing(short, { outcome: outcome({ status: 'expired' }) }),
  standing(short, { outcome: outcome({ status: 'canceled', reason: 'failed' }) }),
];
const GATES: readonly Approval[] = [
  standing(gate),
  standing({ ...gate, action: 'Render the trailer', scope: 'render' }),
  standing(gate, { outcome: approved, acknowledgement: { kind: 'pending' } }),
];

describe('an approval request', () => {
  it.each([
    ['approval', STATES],
    ['approval-gates', GATES],
  ])('reads well in every language: %s', async (name, states) => {
    for (const locale of LOCALES.keys()) {
      const texts = states.map((approval) => visibleMessage(show(approval, locale)));
      await expect(`${texts.join('\n\n===\n\n')}\n`).toMatchFileSnapshot(
        `__snapshots__/${name}.${locale}.txt`,
      );
    }
  });

  it('has approve and deny, with and without a note, and sounds while it is pending', () => {
    const message = show(standing(request));
    expect(message.silent).toBe(false);
    const labels = message.buttons?.map((row) => row.map((button) => button.label));
    expect(labels).toEqual([
      ['✅ Approve', '❌ Deny'],
      ['✅✍️ With a note', '❌✍️ With a reason'],
    ]);
    const actions = message.buttons?.flat().map(({ action }) => APPROVAL_ACTION.parse(action));
    expect(actions).toEqual([
      { token: TOKEN, version: 1, choice: 'approve' },
      { token: TOKEN, version: 1, choice: 'deny' },
      { token: TOKEN, version: 1, choice: 'approveWithNote' },
      { token: TOKEN, version: 1, choice: 'denyWithReason' },
    ]);
    const german = show(standing(request), 'de').buttons?.[0]?.map((button) => button.label);
    expect(german).toEqual(['✅ Freigeben', '❌ Ablehnen']);
  });

  it('says how much time is left, when that ends as an instant, and what happens then', () => {
    const { body } = show(standing(request));
    expect(body.text).toContain('\n⏳ 14 min left (09:15 UTC), then denied · asked by Ana\n');
    const time = body.spans.find((span) => span.type === 'time');
    const unixSeconds = Date.parse('2026-03-02T09:15:18Z') / 1_000;
    expect(time).toMatchObject({ unixSeconds, isToday: true });
    const tomorrow = { ...request, expiresAt: '2026-03-03T09:15:00.000Z' };
    const later = show(standing(tomorrow)).body;
    expect(later.text).toContain('⏳ 24 h 14 min left (3 Mar, 09:15 UTC)');
    expect(later.spans.find(({ type }) => type === 'time')).not.toHaveProperty('isToday');
  });

  it.each([
    ['2026-03-02T09:02:00.000Z', '42 s'],
    ['2026-03-02T09:31:00.000Z', '30 min'],
    ['2026-03-02T11:01:18.250Z', '2 h'],
    ['2026-03-05T12:01:18.250Z', '3 days 3 h'],
  ])('counts the time until %s as %s', (expiresAt, left) => {
    expect(text(standing({ ...request, expiresAt }))).toContain(`⏳ ${left} left (`);
  });

  it('says that its time is up where nobody has settled it yet', () => {
    const late = standing({ ...short, expiresAt: '2026-03-02T09:01:18.000Z' });
    expect(text(late)).toContain('⏳ Time is up (09:01 UTC) · asked by Ana');
  });

  it('shows only what its producer gave', () => {
    const bare: ApprovalRequest = {
      key: 'a',
      id: 'a',
      version: 1,
      eventId: 'a',
      visibility: 'public',
      scope: '',
      action: '',
      reason: '',
      context: {},
      requestedAt: at,
      onTimeout: 'expire',
      terms: PLAIN_TERMS,
    };
    expect(text(standing(bare))).toBe('⚠️ Approve?\n\nid a');
  });
});

describe('a settled request', () => {
  it.each<[Omit<Outcome, 'at'>, string]>([
    [{ status: 'approved', by: ben }, '✅ Approved by Ben, 14:02 UTC'],
    [
      { status: 'approved', by: { ...ben, via: 'web' } },
      '✅ Approved by Ben, 14:02 UTC · on the web',
    ],
    [
      { status: 'denied', by: ben, reason: 'freeze' },
      '❌ Denied by Ben, 14:02 UTC\nReason: freeze',
    ],
    [{ status: 'denied', reason: 'no' }, '❌ Denied, 14:02 UTC\nReason: no'],
    [
      { status: 'approved', by: ben, elsewhere: { source: 'ci-gate' } },
      '✅ Approved outside by Ben, 14:02 UTC · stated by ci-gate',
    ],
    [
      { status: 'approved', by: TIMEOUT, elsewhere: { source: 'pipeline' } },
      '✅ Approved automatically outside, 14:02 UTC · stated by pipeline',
    ],
    [
      { status: 'denied', reason: 'no', elsewhere: { source: 'a\u202eb' } },
      '❌ Denied outside by a⟨U+202E⟩b, 14:02 UTC · stated by a⟨U+202E⟩b\nReason: no',
    ],
    [{ status: 'expired' }, '⌛ Expired without a decision, 14:02 UTC; it is not approved'],
    [{ status: 'canceled' }, '🚫 Withdrawn: the job ended, 14:02 UTC'],
    [{ status: 'canceled', reason: 'failed' }, '🚫 Withdrawn: the job failed, 14:02 UTC'],
    [{ status: 'canceled', reason: 'no need' }, '🚫 Withdrawn, 14:02 UTC\nReason: no need'],
    [{ status: 'canceled', reason: 'by' }, '🚫 Withdrawn, 14:02 UTC\nReason: by'],
    [{ status: 'canceled', by: ben }, '🚫 Withdrawn by Ben, 14:02 UTC'],
  ])('shows its outcome, without buttons: %j', (fields, line) => {
    const message = settled(fields);
    expect(message.buttons).toBeUndefined();
    expect(message.body.text).toContain('kubectl apply -f prod.yaml');
    expect(message.body.text).not.toContain('⏳');
    expect(firstLines(fields)).toBe(line);
  });

  it.each([
    ['kubectl apply -f prod.yaml', /^Deploy\? kubectl apply -f prod.yaml · project-a$/],
    [`kubectl apply -f ${'prod/'.repeat(60)}`, /^Deploy\? .*\nkubectl apply -f (prod\/){60}$/],
  ])('in a message that repeats it says what became of which action: %s', (action, says) => {
    const approval = standing({ ...request, action }, { outcome: denied });
    const notice = { kind: 'approval', approval, token: TOKEN, now: NOW, isRepeat: true } as const;
    const [message, ...more] = render(notice, 'en');
    const parts = message?.body.text.split('\n\n') ?? [];
    expect(more).toEqual([]);
    expect(message?.buttons).toBeUndefined();
    expect(parts).toEqual([
      '❌ Denied by Ben, 14:02 UTC · on the command line\nReason: not now',
      expect.stringMatching(says),
    ]);
  });

  it('never shows a timeout or a rule as a person', () => {
    for (const status of ['approved', 'denied'] as const) {
      for (const via of ['timeout', 'policy'] as const) {
        const otto = { status, by: by('Otto', via) };
        expect(firstLines(otto)).toMatch(/automatically/);
        expect(firstLines(otto)).not.toContain('Otto');
        expect(firstLines(otto, 'de')).toMatch(/Automatisch/);
      }
    }
  });
});

describe('any request', () => {
  const wild = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      'x'.repeat(6_000),
      'https://a.org @b '.repeat(300),
      '\n'.repeat(5_000),
      '👩‍👩‍👧‍👦'.repeat(900),
    ),
  );
  const context = fc.oneof(
    fc.dictionary(wild, fc.oneof(wild, fc.jsonValue(), fc.array(wild))),
    fc.record({ commits: fc.array(wild), files_changed: fc.array(wild), diff: wild }),
  ) as fc.Arbitrary<JsonObject>;

  it('fits one message, keeps its outcome and is valid', () => {
    fc.assert(
      fc.property(
        fc.record({
          action: wild,
          reason: wild,
          scope: wild,
          projectId: wild,
          jobId: wild,
          context,
        }),
        fc.record({ name: wild, reason: wild }),
        fc.integer({ min: 1, max: 12 }),
        (fields, { name, reason }, voters) => {
          const asked = { ...request, ...fields, requestedBy: { id: 'x', name } };
          const votes = Array.from({ length: voters }, (_, index) => ({
            ...(index % 3 === 1 ? denies : approves)(name, reason),
            by: { ...ben, id: `${index}`, name },
          }));
          const [{ by: decider }] = votes as [(typeof votes)[number]];
          const approvals = [
            standing(asked, { votes, terms: { ...QUORUM, reasonRequired: 'both' } }),
            standing(asked, {
              votes,
              outcome: outcome({ status: 'approved', by: decider, reason }),
              acknowledgement: { kind: 'missing', at },
            }),
          ];
          for (const approval of approvals) {
            const { body } = show(approval);
            expectSound(body);
            expect(body.text.length).toBeLessThanOrEqual(4_096);
            expect(body.spans.length).toBeLessThanOrEqual(100);
            const end = approval.outcome === undefined ? '⏳' : 'I sent the decision again';
            expect(body.text).toContain(end);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows as much of a long diff as fits, and says that it is not all', () => {
    const diff = Array.from({ length: 400 }, (_, index) => `+line ${index} of the change`).join(
      '\n',
    );
    const { body } = show(standing({ ...request, context: { diff } }));
    expect(body.text.length).toBeGreaterThan(4_000);
    const block = body.spans.find((span) => span.type === 'pre');
    expect(block).toMatchObject({ language: 'diff' });
    expect(body.text).toMatch(/…\n\nS12 · 550e8400 · id ap-77$/);
    expect(body.text).toContain('📎 Shortened here; in full in the file above');
  });
});

it('lets no text of the request pass for lines of the message', () => {
  const forged = 'fine\n\nAsked by Ana\nExpires never';
  const { text, spans } = show(
    standing(
      { ...request, reason: forged, context: { plan: forged, commits: [forged] } },
      { outcome: outcome({ status: 'denied', by: ben, reason: forged }) },
    ),
  ).body;
  const quotes = spans.filter(({ type }) => type === 'quote' || type === 'expandable');
  const isQuoted = (at: number) =>
    quotes.some(({ offset, length }) => offset <= at && at + forged.length <= offset + length);
  const found = [...text.matchAll(new RegExp(forged, 'g'))].map(({ index }) => index);
  expect(found).toHaveLength(4);
  expect(found.filter((at) => !isQuoted(at))).toEqual([]);
});
