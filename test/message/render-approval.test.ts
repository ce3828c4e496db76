import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approval, ApprovalRequest, Outcome } from '../../src/approvals/approval.ts';
import type { JsonObject } from '../../src/event/canonical-event.ts';
import { APPROVAL_ACTION } from '../../src/message/notice.ts';
import { expectSound } from './rich-texts.ts';
import { render, visibleMessage } from './speaking.ts';

const TOKEN = 'abcdefghijklmnopqrstuv';
const request: ApprovalRequest = {
  id: 'ap-77',
  eventId: 'event-1',
  projectId: 'project-a',
  sessionId: 'S12',
  jobId: '550e8400-e29b-41d4-a716-446655440000',
  visibility: 'public',
  scope: 'deploy',
  action: 'kubectl apply -f prod.yaml',
  reason: 'Roll out 4.2.0',
  context: {
    commits: 2,
    files_changed: ['src/a.ts', 'src/b.ts', 'c.md'],
    environment: 'production',
    diff: '--- a\n+++ b\n-old\n+new\n',
  },
  requestedBy: { id: 'u-31', name: 'Ana' },
  requestedAt: '2026-03-02T09:00:18.250Z',
  expiresAt: '2026-03-02T09:15:18.250Z',
  onTimeout: 'deny',
};
const at = '2026-03-02T14:02:00.000Z';
const ben = { id: '1001', name: 'Ben', via: 'telegram' } as const;
const timeout = { id: 'timeout', name: 'timeout', via: 'timeout' } as const;

function show(approval: Approval, locale = 'en') {
  const messages = render({ kind: 'approval', approval, token: TOKEN }, locale);
  const [message] = messages;
  if (message === undefined || messages.length > 1) throw new Error('expected one message');
  return message;
}
const settled = (outcome: Omit<Outcome, 'at'>, locale?: string) =>
  show({ request, outcome: { ...outcome, at } }, locale);
const lastLines = (outcome: Omit<Outcome, 'at'>, locale?: string) =>
  settled(outcome, locale).body.text.split('\n\n').at(-1);

describe('an approval request', () => {
  it.each(['en', 'de'])('reads well in %s', async (locale) => {
    const texts = [
      show({ request }, locale),
      show({ request: { ...request, context: {}, onTimeout: 'expire' } }, locale),
      settled({ status: 'approved', by: ben }, locale),
      settled({ status: 'denied', by: { ...ben, via: 'cli' }, reason: 'not now' }, locale),
      settled({ status: 'denied', by: timeout }, locale),
      settled({ status: 'approved', by: timeout }, locale),
      settled({ status: 'approved', by: { ...timeout, via: 'policy' } }, locale),
      settled({ status: 'expired' }, locale),
      settled({ status: 'canceled', reason: 'failed' }, locale),
    ];
    await expect(`${texts.map(visibleMessage).join('\n\n===\n\n')}\n`).toMatchFileSnapshot(
      `__snapshots__/approval.${locale}.txt`,
    );
  });

  it('has approve, then deny, and sounds while it is open', () => {
    const message = show({ request });
    expect(message.silent).toBe(false);
    const labels = message.buttons?.map((row) => row.map((button) => button.label));
    expect(labels).toEqual([['✅ Approve', '❌ Deny']]);
    const verdicts = message.buttons?.[0]?.map(({ action }) => APPROVAL_ACTION.parse(action));
    expect(verdicts).toEqual([
      { token: TOKEN, verdict: 'approve' },
      { token: TOKEN, verdict: 'deny' },
    ]);
    const german = show({ request }, 'de').buttons?.[0]?.map((button) => button.label);
    expect(german).toEqual(['✅ Genehmigen', '❌ Ablehnen']);
  });

  it('says when it expires as an instant, and what happens then', () => {
    const { body } = show({ request });
    expect(body.text).toContain('Expires 09:15 UTC, then it counts as denied');
    const time = body.spans.find((span) => span.type === 'time');
    expect(time).toMatchObject({ unixSeconds: Date.parse('2026-03-02T09:15:18Z') / 1_000 });
    const tomorrow = { ...request, expiresAt: '2026-03-03T09:15:00.000Z' };
    expect(show({ request: tomorrow }).body.text).toContain('Expires 3 Mar, 09:15 UTC');
  });

  it('shows only what its producer said', () => {
    const bare: ApprovalRequest = {
      id: 'a',
      eventId: 'a',
      visibility: 'public',
      scope: '',
      action: '',
      reason: '',
      context: {},
      requestedAt: at,
      onTimeout: 'expire',
    };
    expect(show({ request: bare }).body.text).toBe('⚠️ Approval needed');
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
    [{ status: 'expired' }, '⌛ Expired without a decision, 14:02 UTC'],
    [{ status: 'canceled' }, '🚫 Withdrawn: the job ended, 14:02 UTC'],
    [{ status: 'canceled', reason: 'failed' }, '🚫 Withdrawn: the job failed, 14:02 UTC'],
    [{ status: 'canceled', reason: 'no need' }, '🚫 Withdrawn, 14:02 UTC\nReason: no need'],
    [{ status: 'canceled', reason: 'by' }, '🚫 Withdrawn, 14:02 UTC\nReason: by'],
    [{ status: 'canceled', by: ben }, '🚫 Withdrawn by Ben, 14:02 UTC'],
  ])('says what became of it, without buttons: %j', (outcome, line) => {
    const message = settled(outcome);
    expect(message.buttons).toBeUndefined();
    expect(message.body.text).toContain('kubectl apply -f prod.yaml');
    expect(message.body.text).not.toContain('Expires');
    expect(lastLines(outcome)).toBe(line);
  });

  it('never tells a timeout or a rule as a person', () => {
    for (const status of ['approved', 'denied'] as const) {
      for (const via of ['timeout', 'policy'] as const) {
        const by = { id: 'u-1', name: 'Otto', via };
        expect(lastLines({ status, by })).toMatch(/automatically/);
        expect(lastLines({ status, by })).not.toContain('Otto');
        expect(lastLines({ status, by }, 'de')).toMatch(/Automatisch/);
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

  it('fits one message, keeps its outcome and has nothing broken', () => {
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
        (fields, { name, reason }) => {
          const asked = { ...request, ...fields, requestedBy: { id: 'x', name } };
          const outcome = { status: 'approved', by: { ...ben, name }, reason, at } as const;
          for (const message of [show({ request: asked }), show({ request: asked, outcome })]) {
            expectSound(message.body);
            expect(message.body.text.length).toBeLessThanOrEqual(4_096);
            expect(message.body.spans.length).toBeLessThanOrEqual(100);
          }
          expect(show({ request: asked, outcome }).body.text).toContain('✅ Approved by ');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows as much of a long diff as fits, and says that it is not all', () => {
    const diff = Array.from({ length: 400 }, (_, index) => `+line ${index} of the change`).join(
      '\n',
    );
    const { body } = show({ request: { ...request, context: { diff } } });
    expect(body.text).toHaveLength(4_096);
    const block = body.spans.find((span) => span.type === 'pre');
    expect(block).toMatchObject({ language: 'diff' });
    expect(body.text.endsWith('…')).toBe(true);
  });

  it('shows a long action as a block, with a mark when it is cut', () => {
    const action = `rm -rf ${'x/'.repeat(2_000)}`;
    const { body } = show({ request: { ...request, action } });
    expect(body.spans.some((span) => span.type === 'pre')).toBe(true);
    expect(body.text).toContain(`${action.slice(0, 1_500)}…`);
  });
});
