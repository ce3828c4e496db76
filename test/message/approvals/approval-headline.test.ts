// The first line of a request is what a lock screen shows; long texts below it are folded.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '../../../src/approvals/approval.ts';
import { render, undirected } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';
import { by, gate, NOW, outcome, request, short, standing } from './approvals.ts';

const UUID = '550e8400-e29b-41d4-a716-446655440000';

function body(asked: ApprovalRequest, locale = 'en') {
  const notice = { kind: 'approval', approval: standing(asked), token: 'a'.repeat(22) } as const;
  const message = render({ ...notice, now: NOW }, locale).at(-1);
  if (message === undefined) throw new Error('expected a message');
  return message.body;
}
const firstLine = (asked: ApprovalRequest, locale?: string) =>
  body(asked, locale).text.split('\n')[0];

describe('the first line of a request', () => {
  it.each<[Partial<ApprovalRequest>, string, string]>([
    [
      { scope: 'push', title: 'Fix the checkout', projectId: 'shop' },
      '⚠️ Push? Fix the checkout · shop',
      '⚠️ Push? Fix the checkout · shop',
    ],
    [
      {},
      '⚠️ Deploy? kubectl apply -f prod.yaml · project-a',
      '⚠️ Deploy? kubectl apply -f prod.yaml · project-a',
    ],
    [
      { scope: 'secrets', action: '', title: '' },
      '⚠️ Approve secrets? · project-a',
      '⚠️ secrets freigeben? · project-a',
    ],
    [
      { scope: '', title: 'Release 4.2\nand tell everybody' },
      '⚠️ Approve? Release 4.2 · project-a',
      '⚠️ Freigeben? Release 4.2 · project-a',
    ],
    [
      {
        title: 'Move the accounts of all customers to the new ledger',
        projectId: 'acme/ledger-eu',
      },
      '⚠️ Deploy? Move the accounts of all custom… · acme/ledger-eu',
      '⚠️ Deploy? Move the accounts of all custom… · acme/ledger-eu',
    ],
  ])('says what is asked, what for and where: %j', (fields, en, de) => {
    expect(firstLine({ ...short, ...fields })).toBe(en);
    expect(firstLine({ ...short, ...fields }, 'de')).toBe(de);
  });

  it('asks whether a job may go on after its stage', () => {
    expect(firstLine(gate)).toBe('⚠️ Continue after stage script? · spring-trailer');
    expect(firstLine(gate, 'de')).toBe('⚠️ Weiter nach Stufe script? · spring-trailer');
  });

  const wild = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom(
      'x'.repeat(90),
      'ß',
      'a.org b.org c.org',
      '\u200b'.repeat(30),
      '👩‍👩‍👧‍👦'.repeat(9),
    ),
  );
  it.each(['en', 'de', 'es', 'ar'])('holds in 60 characters, whatever is asked (%s)', (locale) => {
    fc.assert(
      fc.property(
        fc.record({ scope: wild, title: wild, action: wild, projectId: wild }),
        fc.option(wild, { nil: undefined }),
        (fields, stage) => {
          const asked = { ...short, ...fields, ...(stage === undefined ? {} : { stage }) };
          expect(undirected(firstLine(asked, locale) ?? '').length).toBeLessThanOrEqual(60);
          expectSound(body(asked, locale));
        },
      ),
    );
  });
});

describe('what follows the first line', () => {
  it('is the action, where the first line shows it only in part or not at all', () => {
    const long = { ...short, action: 'kubectl delete deployment checkout --namespace prod' };
    expect(body(long).text.split('\n')[2]).toBe(long.action);
    const titled = { ...short, title: 'Fix the checkout' };
    expect(body(titled).text.split('\n')[2]).toBe(short.action);
    expect(body(short).text.split(short.action)).toHaveLength(2);
  });

  it('names scope and project where the first line had to shorten them', () => {
    const asked = { ...short, scope: 'repository administration', projectId: 'p'.repeat(40) };
    const { text } = body(asked);
    expect(text).toContain('\nScope: repository administration\n');
    expect(text).toContain(`\n${'p'.repeat(40)} · S12 · `);
    expect(body(short).text).not.toMatch(/Scope|\nproject-a/);
  });

  it('is folded where it is long: the reason, the context', () => {
    const words = 'The old pods do not answer any more. '.repeat(9).trim();
    const folded = ({ spans, text }: ReturnType<typeof body>) =>
      spans
        .filter(({ type }) => type === 'expandable')
        .map(({ offset, length }) => text.slice(offset, offset + length));
    expect(folded(body({ ...short, reason: words }))).toEqual([words]);
    expect(folded(body({ ...short, context: { log: words } }))).toEqual([`· log: ${words}`]);
    expect(folded(body(request))).toEqual([]);
  });

  it('never contains a whole UUID, and ends with the id of the request', () => {
    const asked = { ...request, id: UUID, sessionId: UUID };
    for (const approval of [
      standing(asked),
      standing(asked, { outcome: outcome({ status: 'approved', by: by('Ben') }) }),
    ]) {
      const notice = { kind: 'approval', approval, token: 'a'.repeat(22), now: NOW } as const;
      const text = render(notice, 'en').at(-1)?.body.text ?? '';
      expect(text).not.toContain(UUID);
      expect(text).toMatch(/\n550e8400 · 550e8400 · id 550e8400$/);
    }
  });
});
