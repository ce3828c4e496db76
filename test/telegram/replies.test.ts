// Replies that are no plain text, or of nobody in particular.
import type { Message } from 'grammy/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { aRequest, BEN, type CommandKit, createCommandKit, GROUP, NOW } from './command-kit.ts';

/** Message that shows the request. */
const SHOWN = 7;
const DAY_MS = 86_400_000;

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
  kit.approvals.open(aRequest());
  kit.approvals.asks(GROUP, SHOWN, { approvalId: 'ap-1', verdict: 'deny' });
});

const outcome = async () => (await kit.approvals.get('ap-1'))?.outcome;

async function reply(text: string | undefined, more: Partial<Message> = {}, at = NOW) {
  const answered = { message_id: SHOWN } as NonNullable<Message['reply_to_message']>;
  const where = { chatId: GROUP, at, more: { reply_to_message: answered, ...more } };
  const posted = await kit.hear(BEN, text, where);
  return posted.map(({ message }) => message.body.text);
}

describe('a reply to a request', () => {
  it('with a sticker is told that words are needed', async () => {
    const sticker = { file_id: 's' } as NonNullable<Message['sticker']>;
    expect(await reply(undefined, { sticker })).toEqual([
      'Ich brauche deine Begründung in Worten, darum wurde nichts geändert. Bitte antworte noch einmal.',
    ]);
    expect(await outcome()).toBeUndefined();
  });

  it('with nothing that can be seen is told so too', async () => {
    expect(await reply(' \u202e\n ')).toEqual([expect.stringContaining('in Worten')]);
    expect(await outcome()).toBeUndefined();
  });

  it('with words below a picture counts', async () => {
    await reply(undefined, { caption: 'siehe Bild' });
    expect(await outcome()).toMatchObject({ status: 'denied', reason: 'siehe Bild' });
  });

  it('is kept up to 1,000 units, with a mark where it is cut, and no character is cut', async () => {
    await reply('👩‍👩‍👧‍👦'.repeat(400));
    const reason = (await outcome())?.reason ?? '';
    expect(reason).toBe(`${'👩‍👩‍👧‍👦'.repeat(90)}…`);
    expect(reason.length).toBeLessThanOrEqual(1_000);
  });

  it('by an administrator who hides behind the group is told why it does not count', async () => {
    const group = { id: GROUP, type: 'supergroup', title: 'Shop team' } as const;
    expect(await reply('no', { sender_chat: group })).toEqual([
      expect.stringContaining('You write anonymously'),
    ]);
    expect(await outcome()).toBeUndefined();
  });

  it('by another bot is let go', async () => {
    const from = { id: 5, is_bot: true, first_name: 'Other' };
    expect(await reply('no', { from })).toEqual([]);
    expect(await outcome()).toBeUndefined();
  });

  it('that is a day old still counts', async () => {
    await reply('zu spät gesehen', {}, NOW - DAY_MS);
    expect(await outcome()).toMatchObject({ status: 'denied' });
  });

  it('that Telegram brings twice counts once', async () => {
    const message_id = 99;
    const answers = [await reply('no', { message_id }), await reply('no', { message_id })];
    expect(answers[0]).toEqual(['❌ Du hast abgelehnt: git push origin main']);
    expect(answers[1]).toEqual(answers[0]);
    expect(kit.approvals.announced).toHaveLength(1);
  });

  it('answers in words that tell of the vote where one is not enough', async () => {
    const terms = { ...aRequest().terms, denyRequired: 2 };
    kit.approvals.open(aRequest({ id: 'ap-2', terms }));
    kit.approvals.asks(GROUP, SHOWN, { approvalId: 'ap-2', verdict: 'deny' });
    expect(await reply('nein')).toEqual([
      expect.stringContaining('Deine Ablehnung zählt: 1 von 2'),
    ]);
    expect((await kit.approvals.get('ap-2'))?.votes).toMatchObject([{ reason: 'nein' }]);
  });
});
