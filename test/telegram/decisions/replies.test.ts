// Answers to the question for a reason: those that are no plain text, or of nobody in particular.
import type { Message } from 'grammy/types';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  ANA,
  BEN,
  type CommandKit,
  createCommandKit,
  GROUP,
  NOW,
} from '../commands/command-kit.ts';
import { aRequest } from './a-request.ts';

/** Message that asks. */
const QUESTION = 7;
const DAY_MS = 86_400_000;

let kit: CommandKit;
const asks = (approvalId: string, version = 1) =>
  kit.approvals.asks(GROUP, QUESTION, { kind: 'question', approvalId, version, verdict: 'deny' });
beforeEach(async () => {
  kit = await createCommandKit();
  kit.approvals.open(aRequest());
  asks('ap-1');
});

const outcome = async () => (await kit.approvals.get('ap-1'))?.outcome;

async function answer(text: string | undefined, more: Partial<Message> = {}, at = NOW) {
  const answered = { message_id: QUESTION } as NonNullable<Message['reply_to_message']>;
  const where = { chatId: GROUP, at, more: { reply_to_message: answered, ...more } };
  const posted = await kit.hear(BEN, text, where);
  return posted.map(({ message }) => message.body.text);
}

describe('an answer to the question for a reason', () => {
  it('with a sticker is answered that words are needed', async () => {
    const sticker = { file_id: 's' } as NonNullable<Message['sticker']>;
    expect(await answer(undefined, { sticker })).toEqual([
      'Ich brauche deine Antwort in Worten, darum wurde nichts geändert. Bitte antworte noch einmal.',
    ]);
    expect(await outcome()).toBeUndefined();
  });

  it('with nothing visible is answered likewise', async () => {
    expect(await answer(' \u202e\n ')).toEqual([expect.stringContaining('in Worten')]);
    expect(await outcome()).toBeUndefined();
  });

  it('by somebody other than the person asked does not count', async () => {
    const { approvalId, version, verdict } = {
      approvalId: 'ap-1',
      version: 1,
      verdict: 'approve',
    } as const;
    kit.approvals.asks(GROUP, QUESTION, {
      kind: 'question',
      approvalId,
      version,
      verdict,
      userId: ANA,
    });
    expect(await answer('no, stop!')).toEqual([expect.stringContaining('entscheidet noch nichts')]);
    expect(await outcome()).toBeUndefined();
    kit.approvals.asks(GROUP, QUESTION, {
      kind: 'question',
      approvalId,
      version,
      verdict,
      userId: BEN,
    });
    await answer('alles grün');
    expect(await outcome()).toMatchObject({ status: 'approved', reason: 'alles grün' });
  });

  it('in the caption of a picture counts', async () => {
    await answer(undefined, { caption: 'siehe Bild' });
    expect(await outcome()).toMatchObject({ status: 'denied', reason: 'siehe Bild' });
  });

  it('is kept up to 1,000 units, with a mark where it is cut, and no character is cut', async () => {
    await answer('👩‍👩‍👧‍👦'.repeat(400));
    const reason = (await outcome())?.reason ?? '';
    expect(reason).toBe(`${'👩‍👩‍👧‍👦'.repeat(90)}…`);
    expect(reason.length).toBeLessThanOrEqual(1_000);
  });

  it('by an anonymous administrator is answered with why it does not count', async () => {
    const group = { id: GROUP, type: 'supergroup', title: 'Shop team' } as const;
    expect(await answer('no', { sender_chat: group })).toEqual([
      expect.stringContaining('You write anonymously'),
    ]);
    expect(await outcome()).toBeUndefined();
  });

  it('by another bot is ignored', async () => {
    const from = { id: 5, is_bot: true, first_name: 'Other' };
    expect(await answer('no', { from })).toEqual([]);
    expect(await outcome()).toBeUndefined();
  });

  it('that is a day old still counts', async () => {
    await answer('zu spät gesehen', {}, NOW - DAY_MS);
    expect(await outcome()).toMatchObject({ status: 'denied' });
  });

  it('that Telegram delivers twice counts once', async () => {
    const message_id = 99;
    const answers = [await answer('no', { message_id }), await answer('no', { message_id })];
    expect(answers[0]).toEqual(['❌ Du hast abgelehnt: git push origin main']);
    expect(answers[1]).toEqual(answers[0]);
    expect(kit.approvals.announced).toHaveLength(1);
  });

  it('decides nothing if the request has changed since', async () => {
    kit.approvals.open(aRequest({ eventId: 'ev-2', action: 'git push --force' }));
    expect(await answer('no')).toEqual([expect.stringContaining('Diese Anfrage wurde geändert')]);
    expect(await outcome()).toBeUndefined();
  });

  it('reports how the vote counts where one is not enough', async () => {
    const terms = { ...aRequest().terms, denyRequired: 2 };
    kit.approvals.open(aRequest({ id: 'ap-2', terms }));
    asks('ap-2');
    expect(await answer('nein')).toEqual([
      expect.stringContaining('Deine Ablehnung zählt: 1 von 2'),
    ]);
    expect((await kit.approvals.get('ap-2'))?.votes).toMatchObject([{ reason: 'nein' }]);
  });
});
