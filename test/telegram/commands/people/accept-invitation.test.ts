// What a person hears who sends the code of an invitation, and what whoever invited them hears.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Grant } from '../../../../src/audience/access.ts';
import { INVITATION_MS, MAX_WRONG_CODES } from '../../../../src/audience/invitations/invitation.ts';
import { ANA, BEN, CLEO, type CommandKit, createCommandKit, DAN, GROUP } from '../command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

let count = 0;
async function invite(grant: Grant, userId = ANA): Promise<string> {
  count += 1;
  const by = { via: 'telegram', userId, name: 'Ana' } as const;
  const wanted = { grant, by, lifetimeMs: INVITATION_MS, attempt: `i${count}` };
  return (await kit.invitations.create(wanted)).code;
}
/** What each chat got, while somebody wrote. */
async function heard(from: number, text: string, chatId = from) {
  const posted = await kit.hear(from, text, { chatId });
  const to = (id: number) =>
    posted.filter(({ address }) => address.chatId === id).map(({ message }) => message.body.text);
  return { own: to(chatId).join('\n---\n'), inviter: to(ANA) };
}

describe('/start with the code of an invitation', () => {
  it('gives the role, says what they may do and what they get now, and tells the inviter', async () => {
    const code = await invite({ role: 'approver', projectId: 'acme/web' });
    const { own, inviter } = await heard(DAN, `/start ${code}`);
    expect(own).toContain(
      'You are now: approver of acme/web\nMay see and decide requests: acme/web',
    );
    expect(own).toContain('I post here: everything');
    expect(inviter).toEqual(['🔑 Dan (1004) accepted your invitation: approver of acme/web']);
    expect(await kit.members.get(DAN)).toMatchObject({
      name: 'Dan',
      grants: [{ role: 'approver', projectId: 'acme/web' }],
    });
    expect((await kit.chatBook.get(DAN))?.sponsors).toEqual([DAN]);
  });

  it('speaks the language of each', async () => {
    const code = await invite({ role: 'viewer' });
    const { own, inviter } = await heard(BEN, `/start ${code}`);
    expect(own).toContain('Du hast eine Einladung angenommen');
    expect(inviter).toEqual([
      '🔑 Ben Weber (1002) accepted your invitation: viewer for all projects',
    ]);
  });

  it('answers a code that was used, revoked or made up in the same words, to anybody', async () => {
    const [used, revoked] = [await invite({ role: 'viewer' }), await invite({ role: 'viewer' })];
    await heard(DAN, `/start ${used}`);
    for (const one of await kit.invitations.open()) await kit.invitations.revoke(one.id, ANA);
    const texts = [used, revoked, revoked.replace(/.{3}$/, 'abc'), 'jwi_1', 'x y'];
    const answers = [];
    for (const text of texts) answers.push((await heard(1005, `/start ${text}`)).own);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('This invitation is not valid, or not any more.');
    expect(answers[0]).toContain('1005');
    expect(await kit.members.get(1005)).toBeUndefined();
  });

  it('still says what the chat of a member gets', async () => {
    const { own } = await heard(CLEO, '/start promo');
    expect(own).toMatch(/^This invitation is not valid[\s\S]*I post here: everything/);
  });

  it('is not spent by somebody who has as much', async () => {
    const code = await invite({ role: 'viewer', projectId: 'lab' });
    expect((await heard(CLEO, `/start ${code}`)).own).toContain(
      'You already have: viewer for all projects.',
    );
    expect((await heard(DAN, `/start ${code}`)).own).toContain('You are now: viewer of lab');
  });

  it('is not looked at for a while for somebody who guesses', async () => {
    const code = await invite({ role: 'viewer' });
    for (let at = 0; at < MAX_WRONG_CODES; at += 1) {
      await heard(DAN, `/start ${code.replace(/.{3}$/, `00${at}`)}`);
    }
    expect((await heard(DAN, `/start ${code}`)).own).toContain('You can try again in 10 min.');
    expect(await kit.members.get(DAN)).toBeUndefined();
  });

  it('is not taken in a group, where all could read it', async () => {
    const code = await invite({ role: 'viewer' });
    const { own } = await heard(DAN, `/start ${code}`, GROUP);
    expect(own).toBe('I answer that in our private chat: https://t.me/jobwire_bot');
    expect(await kit.members.get(DAN)).toBeUndefined();
    expect(await kit.invitations.open()).toHaveLength(1);
  });

  it('shows nothing alive of the name of whoever takes it', async () => {
    const from = { id: DAN, is_bot: false, first_name: '@everyone\nhttps://evil.example' };
    const code = await invite({ role: 'viewer' });
    const posted = await kit.hear(DAN, `/start ${code}`, { more: { from } });
    const told = posted.find(({ address }) => address.chatId === ANA)?.message.body;
    expect(told?.text).not.toContain('\n');
    expect(told?.spans.filter(({ type }) => type === 'code')).not.toEqual([]);
  });
});

describe('a person without a role', () => {
  it('learns their id, that they need an invitation, and no name of an admin', async () => {
    await kit.hear(ANA, '/start');
    const { own } = await heard(DAN, '/start');
    expect(own).toContain('1004');
    expect(own).toContain('/invite');
    expect(own).not.toContain('Ana');
    expect(own).not.toContain('1001');
  });
});
