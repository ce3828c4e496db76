// Several requests in one message: each can be read whole, and what was decided says so in a line.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approval, ApprovalRequest } from '../../../src/approvals/approval.ts';
import { type BundledRequest, digestOfListed } from '../../../src/approvals/bundles.ts';
import type { Message } from '../../../src/message/message.ts';
import { BUNDLE_ACTION } from '../../../src/message/notice.ts';
import { approves, by, NOW, outcome, request, short, standing } from '../approvals/approvals.ts';
import { LOCALES, render } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

const TOKEN = 'ab'.repeat(16);

function member(approval: Approval, fields: Partial<BundledRequest> = {}): BundledRequest {
  const { key } = approval.request;
  return { key, version: 1, isHere: true, approval, ...fields };
}
const asked = (key: string, fields: Partial<ApprovalRequest> = {}) =>
  standing({ ...short, key, id: key, ...fields });

const NONE: Message = { body: { text: '', spans: [] }, silent: true };

function shown(requests: readonly BundledRequest[], { locale = 'en', isSent = true } = {}) {
  const [message = NONE] = render(
    { kind: 'bundle', token: TOKEN, requests, isSent, now: NOW },
    locale,
  );
  return message;
}
const isSentWith = (...approvals: readonly Approval[]) =>
  shown(
    approvals.map((one) => member(one)),
    { isSent: false },
  ) !== NONE;
const labels = ({ buttons = [] }: Message) => buttons.map((row) => row.map(({ label }) => label));

const THREE = [
  member(asked('ap-1')),
  member(
    standing(
      { ...request, key: 'ap-2', id: 'ap-2' },
      { votes: [approves('Ben')], terms: { required: 2 } },
    ),
  ),
  member(
    asked('ap-3', { scope: 'push', action: 'git push origin fix/rounding', projectId: 'shop' }),
  ),
];

describe('several requests in one message', () => {
  it('say once what a decision takes, where it is the same for all', () => {
    const approvers = { roles: ['approver' as const], users: [] };
    const text = (...reasons: ('deny' | 'none')[]) =>
      shown(
        reasons.map((reasonRequired, at) => {
          const { request: one } = asked(`ap-${at}`);
          return member(standing(one, { terms: { approvers, reasonRequired } }));
        }),
      ).body.text;
    const terms = '👥 May decide: approvers\n✍️ A denial needs a reason';
    expect(text('deny', 'deny', 'deny').endsWith(`\n\n${terms}`)).toBe(true);
    expect(text('deny', 'deny', 'deny').match(/May decide/g)).toHaveLength(1);
    expect(text('deny', 'none').match(/May decide/g)).toHaveLength(2);
    expect(text('deny').match(/May decide/g)).toHaveLength(1);
  });

  it.each([...LOCALES.keys()])('are each shown whole: %s', (locale) => {
    const message = shown(THREE, { locale, isSent: false });
    expect(message.body.text).toMatchSnapshot();
    expect(labels(message)).toMatchSnapshot();
    expect(message.silent).toBe(false);
  });

  it.each([...LOCALES.keys()])(
    'say in a line what became of each, and list what still waits: %s',
    (locale) => {
      const settled = [
        standing(asked('ap-4').request, {
          outcome: outcome({ status: 'denied', by: by('Ben'), reason: 'Not on a\nFriday' }),
          acknowledgement: { kind: 'missing', at: '2026-03-02T14:03:00.000Z' },
        }),
        standing(asked('ap-5').request, { outcome: outcome({ status: 'expired' }) }),
        standing(asked('ap-6').request, {
          outcome: outcome({ status: 'approved', by: by('Ana', 'web') }),
          acknowledgement: { kind: 'pending' },
        }),
      ].map((one) => member(one));
      const changed = member(asked('ap-7', { version: 2 }), { isHere: false });
      const apart = member(asked('ap-8'), { isHere: false });
      const message = shown([...THREE.slice(0, 1), ...settled, changed, apart], { locale });
      expect(message.body.text).toMatchSnapshot();
      expect(labels(message)).toMatchSnapshot();
    },
  );

  it('have no buttons once none of them waits here', () => {
    const done = standing(asked('ap-1').request, { outcome: outcome({ status: 'expired' }) });
    const message = shown([member(done), member(asked('ap-2'), { isHere: false })]);
    expect(message.buttons).toBeUndefined();
    expect(message.body.text.split('\n')[0]).toBe('☑️ 2 requests · project-a');
  });

  it('lead with their number and project, which is all that a lock screen shows', () => {
    const five = ['1', '2', '3', '4', '5'].map((key) => member(asked(key, { projectId: 'shop' })));
    expect(shown(five, { isSent: false }).body.text.split('\n')[0]).toBe('⚠️ 5 requests · shop');
    expect(shown(five, { isSent: false }).body.text).not.toContain('· shop\n⏳');
  });

  it('are decided by data that names exactly what is listed', () => {
    const { buttons = [] } = shown(THREE);
    const data = buttons.flat().map(({ action }) => BUNDLE_ACTION.parse(action));
    const digest = digestOfListed(THREE);
    expect(data).toEqual([
      { token: TOKEN, choice: 'approve', digest },
      { token: TOKEN, choice: 'deny', digest },
      { token: TOKEN, choice: 'split', digest },
    ]);
    const others = [
      THREE.slice(1),
      [...THREE].reverse(),
      THREE.map((one) => ({ ...one, version: 2 })),
      [],
    ];
    expect(new Set(others.map(digestOfListed)).size).toBe(4);
    expect(others.map(digestOfListed)).not.toContain(digest);
  });

  it('are not sent together where one takes more than a look and a tap', () => {
    const plain = asked('ap-1');
    const standingTerms = { forMs: 60_000, scope: 'session', like: 'l', rule: 'r' } as const;
    expect(isSentWith(plain, asked('ap-2'))).toBe(true);
    expect(isSentWith(plain, standing(short, { terms: { reasonRequired: 'deny' } }))).toBe(true);
    expect(isSentWith(plain, standing(short, { terms: { reasonRequired: 'both' } }))).toBe(false);
    expect(isSentWith(plain, standing(short, { terms: { standing: standingTerms } }))).toBe(false);
    expect(isSentWith(plain, asked('ap-2', { action: 'x '.repeat(600) }))).toBe(false);
    expect(isSentWith(plain, asked('ap-2', { context: { why: 'y '.repeat(600) } }))).toBe(false);
    expect(isSentWith(plain, asked('ap-2', { reason: 'z '.repeat(600) }))).toBe(false);
  });

  it('leave room for what becomes of them, however many are listed', () => {
    const all = Array.from({ length: 10 }, (_, at) =>
      asked(`ap-${at}`, { reason: 'y '.repeat(115) }),
    );
    const most = all.findLastIndex((_, at) => isSentWith(...all.slice(0, at + 1))) + 1;
    expect(most).toBeGreaterThan(5);
    expect(isSentWith(...all)).toBe(false);
    const votes = ['Ana', 'Ben', 'Cleo'].map((name) => approves(`${name} ${'x'.repeat(25)}`));
    const voted = all
      .slice(0, most)
      .map(({ request: same }) => member(standing(same, { votes, terms: { required: 4 } })));
    expect(labels(shown(voted)).flat()).toHaveLength(3);
  });

  it('that grew too long can only be shown one by one', () => {
    const long = ['1', '2', '3', '4', '5', '6'].map((key) =>
      member(asked(key, { reason: 'y '.repeat(400) })),
    );
    const message = shown(long);
    expect(labels(message)).toEqual([['🔍 One by one']]);
    expect(message.body.text).toContain('one by one');
  });
});

/** Nothing in it is shown in another way than it is written. */
const word = fc.stringMatching(/^[a-z0-9/.-]{1,30}$/);
const words = fc.array(word, { minLength: 1, maxLength: 25 }).map((all) => all.join(' '));
const anyRequest = fc.record({
  action: words,
  reason: fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 200 })),
  scope: word,
  context: fc.dictionary(word, words, { maxKeys: 6 }),
  projectId: fc.constantFrom('shop', 'acme/ledger-eu', 'lab'),
});

describe('whatever is asked', () => {
  it('is in the message whole, within what Telegram accepts, or not in it at all', () => {
    fc.assert(
      fc.property(fc.array(anyRequest, { minLength: 1, maxLength: 10 }), (fields) => {
        const approvals = fields.map((one, at) => asked(`ap-${at}`, one));
        const message = shown(
          approvals.map((one) => member(one)),
          { isSent: false },
        );
        if (message === NONE) return;
        const { body, buttons = [] } = message;
        expectSound(body);
        expect(body.text.length).toBeLessThanOrEqual(4_096);
        expect(body.spans.length).toBeLessThanOrEqual(100);
        for (const { action } of fields) expect(body.text).toContain(action);
        for (const { action } of buttons.flat()) {
          expect(Buffer.byteLength(action)).toBeLessThanOrEqual(64);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('and becomes of it fits the message that was sent', () => {
    const anyState = fc.record({
      votes: fc.array(
        fc.constantFrom('Ana', 'Ben', 'Cleo').map((name) => approves(name)),
        { maxLength: 3 },
      ),
      outcome: fc.option(
        fc
          .tuple(fc.constantFrom('approved' as const, 'denied' as const), words)
          .map(([status, reason]) => outcome({ status, by: by('Ana'), reason })),
        { nil: undefined },
      ),
    });
    const some = fc.array(fc.tuple(anyRequest, anyState), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(some, (all) => {
        const before = all.map(([fields], at) => asked(`ap-${at}`, fields));
        if (!isSentWith(...before)) return;
        const after = all.map(([, { votes, outcome: became }], at) => {
          const { request: same } = before[at] as Approval;
          const state = became === undefined ? { votes } : { votes, outcome: became };
          return member(standing(same, { ...state, terms: { required: 4 } }));
        });
        const { body, buttons = [] } = shown(after);
        expectSound(body);
        expect(body.text.length).toBeLessThanOrEqual(4_096);
        expect(body.spans.length).toBeLessThanOrEqual(100);
        for (const { approval } of after) {
          const { action } = approval.request;
          const isOpen = approval.outcome === undefined;
          expect(body.text).toContain(isOpen ? action : action.slice(0, 60));
        }
        const isOpen = after.some(({ approval }) => approval.outcome === undefined);
        expect(buttons.flat()).toHaveLength(isOpen ? 3 : 0);
      }),
      { numRuns: 200 },
    );
  });
});
