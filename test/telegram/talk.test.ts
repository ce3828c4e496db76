// A reply to a request decides nothing by itself, whoever writes it. An author who may decide is asked what the
// reply means, and only they can choose.
import fc from 'fast-check';
import type { Message } from 'grammy/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { readReplyChoice, writeReplyChoice } from '../../src/telegram/decisions/reply-choice.ts';
import type { Posted } from '../helpers/recording-outbox.ts';
import {
  ANA,
  BEN,
  CLEO,
  type CommandKit,
  createCommandKit,
  DAN,
  GROUP,
} from './commands/command-kit.ts';
import { aRequest } from './decisions/a-request.ts';

/** Message that shows the request. */
const SHOWN = 7;

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
  kit.approvals.open(aRequest());
  kit.approvals.asks(GROUP, SHOWN, { kind: 'request', approvalId: 'ap-1', version: 1 });
});

const approval = async () => kit.approvals.get('ap-1');
const trail = async () => (await kit.approvals.audit('ap-1')).map(({ what }) => what);
const answered = { message_id: SHOWN } as NonNullable<Message['reply_to_message']>;

function say(who: number, text: string | undefined, more: Partial<Message> = {}) {
  return kit.hear(who, text, { chatId: GROUP, more: { reply_to_message: answered, ...more } });
}

/** The question that a reply of somebody is answered with. */
async function asked(who = BEN, text = 'yes, go ahead 👍'): Promise<Posted> {
  const [question] = await say(who, text);
  if (question === undefined) throw new Error('nobody was asked');
  return question;
}

function button(question: Posted, meaning: 'deny' | 'comment'): string {
  const all = (question.message.buttons ?? []).flat().map(({ action }) => action);
  const found = all.find((action) => readReplyChoice(action)?.meaning === meaning);
  if (found === undefined) throw new Error(`no button to ${meaning}`);
  return found;
}

const tap = (question: Posted, meaning: 'deny' | 'comment', who = BEN) =>
  kit.tap(who, question, button(question, meaning));
/** The text of the last edit of a message. */
const changed = () => kit.outbox.posted.at(-1);

describe('a reply to a request', () => {
  it.each(['yes, go ahead 👍', '@ben can you look?', 'no', 'approve', 'deny', 'nein!'])(
    'decides nothing, and asks whoever may decide what it means: %j',
    async (text) => {
      const { message, address } = await asked(BEN, text);
      expect(address).toEqual({ chatId: GROUP });
      expect(message.replyTo).toBeDefined();
      expect(message.body.text).toBe(
        '💬 Deine Antwort entscheidet noch nichts: git push origin main\nWas soll ich damit machen?',
      );
      const labels = message.buttons?.flat().map(({ label }) => label);
      expect(labels).toEqual(['❌ Mit dieser Begründung ablehnen', '💬 Nur ein Kommentar']);
      expect(await approval()).toMatchObject({ revision: 0, votes: [] });
      expect((await approval())?.outcome).toBeUndefined();
      expect(await trail()).toEqual(['asked']);
    },
  );

  it('decides nothing whatever it says and whoever writes it', async () => {
    const people = fc.constantFrom(ANA, BEN, CLEO, DAN);
    await fc.assert(
      fc.asyncProperty(people, fc.string({ unit: 'grapheme' }), async (who, text) => {
        fc.pre(!text.trim().startsWith('/'));
        await say(who, text);
        expect(await approval()).toMatchObject({ revision: 0, votes: [] });
        expect(kit.approvals.announced).toEqual([]);
        expect(await trail()).toEqual(['asked']);
      }),
    );
  });

  interface Talker {
    readonly whose: string;
    readonly who?: number;
    readonly text?: string;
    readonly more?: Partial<Message>;
  }
  it.each<Talker>([
    { whose: 'somebody who may see it', who: CLEO, text: 'no' },
    { whose: 'somebody without a role', who: DAN, text: 'no' },
    {
      whose: 'somebody who hides behind the group',
      text: 'no',
      more: { sender_chat: { id: GROUP } as never },
    },
    {
      whose: 'another bot',
      text: 'no',
      more: { from: { id: 5, is_bot: true, first_name: 'Other' } },
    },
    { whose: 'an approver, without words', more: { sticker: { file_id: 's' } as never } },
    { whose: 'an approver, with nothing to see', text: ' \u202e\n ' },
  ])('of $whose is not answered, and nothing is kept', async ({ who = BEN, text, more }) => {
    expect(await say(who, text, more)).toEqual([]);
    expect(await trail()).toEqual(['asked']);
  });

  it('to a request that is settled is not answered', async () => {
    await tap(await asked(), 'deny');
    expect(await say(ANA, 'why?')).toEqual([]);
  });

  it('to an unknown request is not answered', async () => {
    kit.approvals.asks(GROUP, SHOWN, { kind: 'request', approvalId: 'long gone' });
    expect(await say(BEN, 'why?')).toEqual([]);
  });

  it('to a former version is answered that there is a new one', async () => {
    kit.approvals.open(aRequest({ eventId: 'ev-2', action: 'git push --force' }));
    const { message } = await asked();
    expect(message.body.text).toContain('Diese Anfrage wurde geändert');
    expect(message.buttons).toBeUndefined();
  });
});

describe('the question what a reply means', () => {
  it('denies with the reply as the reason, and shows that without buttons', async () => {
    const question = await asked(BEN, 'not before the release');
    const answer = await tap(question, 'deny');
    expect(answer).toMatchObject({ text: { text: '❌ Denied' }, alert: false });
    expect((await approval())?.outcome).toMatchObject({
      status: 'denied',
      by: { id: '1002', name: 'Ben Weber', via: 'telegram' },
      reason: 'not before the release',
    });
    expect(changed()).toMatchObject({ editing: 1, address: { chatId: GROUP } });
    expect(changed()?.message.buttons).toBeUndefined();
    expect(changed()?.message.body.text).toBe('❌ You denied: git push origin main');
    expect(kit.approvals.announced.map(({ type }) => type)).toEqual(['job.denied']);
  });

  it('keeps a comment in the trail, publishes it, and decides nothing', async () => {
    const question = await asked(BEN, 'use port 8080 instead');
    const answer = await tap(question, 'comment');
    expect(answer).toMatchObject({ text: { text: expect.stringContaining('comment') } });
    expect((await approval())?.outcome).toBeUndefined();
    const by = { id: '1002', name: 'Ben Weber', via: 'telegram' };
    expect((await kit.approvals.audit('ap-1'))[1]).toMatchObject({
      what: 'comment',
      by,
      text: 'use port 8080 instead',
      from: `chat ${GROUP}`,
    });
    expect(kit.approvals.announced).toMatchObject([
      { type: 'job.approval_comment', data: { comment: 'use port 8080 instead', by } },
    ]);
    expect(changed()?.message.buttons).toBeUndefined();
    expect(changed()?.message.body.text).toContain('Saved as a comment');
  });

  it.each(['deny', 'comment'] as const)('counts a repeated tap on %s once', async (meaning) => {
    const question = await asked();
    const answers = [await tap(question, meaning), await tap(question, meaning)];
    expect(answers[1]).toEqual(answers[0]);
    expect(kit.approvals.announced).toHaveLength(1);
    const kept = meaning === 'deny' ? ['asked', 'vote', 'denied'] : ['asked', 'comment'];
    expect(await trail()).toEqual(kept);
  });

  it('lets the first choice stand', async () => {
    const question = await asked();
    await tap(question, 'comment');
    expect(await tap(question, 'deny')).toMatchObject({
      text: { text: 'You chose already; that stands.' },
      alert: true,
    });
    expect((await approval())?.outcome).toBeUndefined();
  });

  it.each([ANA, CLEO, DAN])('serves nobody but the author of the reply: %i', async (who) => {
    const question = await asked();
    for (const meaning of ['deny', 'comment'] as const) {
      expect(await tap(question, meaning, who)).toMatchObject({
        text: { text: 'Only the person who wrote the reply can choose that.' },
        alert: true,
      });
    }
    expect(await trail()).toEqual(['asked']);
  });

  it('is asked for each reply of each person', async () => {
    const [mine, theirs] = [await asked(BEN, 'wait'), await asked(ANA, 'no')];
    await tap(mine, 'comment');
    await tap(theirs, 'deny', ANA);
    expect((await approval())?.outcome).toMatchObject({ reason: 'no', by: { id: '1001' } });
  });

  describe('is not answered by', () => {
    const gone = { text: { text: expect.stringContaining('too old') }, alert: true };
    const expectNothing = async () => {
      expect(kit.approvals.announced).toEqual([]);
      expect(await trail()).toEqual(['asked']);
    };

    it('a token that was never given out', async () => {
      const token = 'guessed-guessed-guessed';
      const action = writeReplyChoice({ token, meaning: 'deny' });
      const forged = {
        address: { chatId: GROUP },
        message: { buttons: [[{ label: '', action }]] },
      };
      expect(await kit.tap(BEN, forged as unknown as Posted, action)).toMatchObject(gone);
      await expectNothing();
    });

    it('its data sent in another chat', async () => {
      const question = await asked();
      expect(await tap({ ...question, address: { chatId: BEN } }, 'deny')).toMatchObject(gone);
      await expectNothing();
    });

    it('its data sent with a message that has no such button', async () => {
      const question = await asked();
      const { buttons: _, ...bare } = question.message;
      const data = button(question, 'deny');
      expect(await kit.tap(BEN, { ...question, message: bare }, data)).toMatchObject(gone);
      await expectNothing();
    });

    it('a tap that comes more than a day later', async () => {
      const question = await asked();
      kit.replyChoices.expire();
      expect(await tap(question, 'deny')).toMatchObject(gone);
      await expectNothing();
    });
  });

  it.each(['deny', 'comment'] as const)(
    'refuses to %s for somebody whose role ended, and records that',
    async (meaning) => {
      const question = await asked();
      await kit.hear(ANA, '/revoke 1002');
      const answer = await tap(question, meaning);
      expect(answer).toMatchObject({ text: { text: expect.stringContaining('no role here') } });
      expect((await approval())?.outcome).toBeUndefined();
      expect(kit.approvals.audits).toMatchObject([{ verdict: meaning, why: 'role', id: '1002' }]);
      expect(kit.approvals.announced).toEqual([]);
    },
  );

  it.each(['deny', 'comment'] as const)(
    'does not %s what has changed since the reply',
    async (meaning) => {
      const question = await asked();
      kit.approvals.open(aRequest({ eventId: 'ev-2', action: 'git push --force' }));
      const answer = await tap(question, meaning);
      expect(answer).toMatchObject({ text: { text: expect.stringContaining('has changed') } });
      expect(await approval()).toMatchObject({ votes: [] });
      expect(await trail()).toEqual(['asked', 'changed']);
    },
  );

  it.each(['deny', 'comment'] as const)(
    'does not %s what is settled, and shows the outcome',
    async (meaning) => {
      const question = await asked();
      await tap(await asked(ANA, 'no'), 'deny', ANA);
      const answer = await tap(question, meaning);
      expect(answer).toMatchObject({
        text: { text: expect.stringContaining('Ana denied this') },
        alert: true,
      });
      expect(await trail()).toEqual(['asked', 'vote', 'denied']);
      expect(changed()?.message.buttons).toBeUndefined();
    },
  );
});
