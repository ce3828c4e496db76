// What ends with a role, and who is notified.
import { beforeEach, describe, expect, it } from 'vitest';
import { aRequest } from '../../decisions/a-request.ts';
import { ANA, BEN, CLEO, type CommandKit, createCommandKit, DAN, GROUP } from '../command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

const outcome = async (id: string) => (await kit.approvals.get(id))?.outcome;
/** What a person gets in private while Ana writes something. */
async function heardBy(userId: number, text: string, chatId = ANA) {
  const posted = await kit.hear(ANA, text, { chatId });
  return posted
    .filter(({ address }) => address.chatId === userId)
    .map(({ message }) => message.body);
}

describe('a person who loses a role', () => {
  it('is told by whom, and what is left', async () => {
    const [told, ...more] = await heardBy(CLEO, '/revoke 1003 viewer');
    expect(told?.text).toBe(
      'Ana took a role from you: viewer for all projects\nYou now have: no role',
    );
    expect(more).toEqual([]);
  });

  it('is told in the language of their chat, unless they blocked the bot', async () => {
    await kit.told(BEN, '/start');
    const [told] = await heardBy(BEN, '/revoke 1002');
    expect(told?.text).toContain('Ana hat dir eine Rolle entzogen');
    await kit.members.grant(BEN, { role: 'viewer' });
    await kit.chatBook.deactivate(BEN, 'blocked');
    expect(await heardBy(BEN, '/revoke 1002')).toEqual([]);
  });

  it('is told nothing if nothing changed', async () => {
    expect(await heardBy(CLEO, '/revoke 1003 admin')).toEqual([]);
    expect(await heardBy(DAN, '/revoke 1004')).toEqual([]);
  });

  it('loses the tokens that are theirs under any name with the last role, and no other', async () => {
    await kit.members.grant(BEN, { role: 'viewer' }, { knownAs: 'u-42' });
    const token = (userId?: string) =>
      kit.tokens.create({
        name: 't',
        scopes: ['decide'],
        ...(userId === undefined ? {} : { userId }),
      });
    for (const userId of ['1002', 'u-42', '1003', 'u-4', undefined]) await token(userId);
    const left = async () => (await kit.tokens.list()).map(({ userId }) => userId);
    await kit.hear(ANA, '/revoke 1002 viewer');
    expect(await left()).toHaveLength(5);
    const [answer] = await kit.hear(ANA, '/revoke 1002').then((all) => all.slice(-1));
    expect(answer?.message.body.text).toContain('Tokens revoked: 2');
    expect(await left()).toEqual(['1003', 'u-4', undefined]);
  });

  it('loses the invitations that they may no longer make, and no other', async () => {
    await kit.members.grant(BEN, { role: 'admin', projectId: 'shop' });
    await kit.members.grant(BEN, { role: 'admin', projectId: 'lab' });
    for (const project of ['shop', 'lab']) await kit.ask(BEN, `/invite viewer ${project}`);
    await kit.ask(ANA, '/invite viewer shop');
    const left = async () =>
      (await kit.invitations.open()).map(({ by, grant }) => [
        by.via === 'telegram' ? by.userId : by.via,
        grant.projectId,
      ]);
    const answer = await kit.hear(ANA, '/revoke 1002 admin shop').then((all) => all.at(-1));
    expect(answer?.message.body.text).toContain('Invitations revoked: 1');
    expect(await left()).toEqual([
      [BEN, 'lab'],
      [ANA, 'shop'],
    ]);
    await kit.hear(ANA, '/revoke 1002');
    expect(await left()).toEqual([[ANA, 'shop']]);
    // They don't come back with the role.
    await kit.members.grant(BEN, { role: 'admin' });
    expect(await left()).toEqual([[ANA, 'shop']]);
  });

  it('has their pending votes checked against the remaining rights', async () => {
    await kit.hear(ANA, '/revoke 1002 approver acme/web');
    expect(kit.dropped).toMatchObject([{ userId: BEN, grants: [] }]);
  });

  it('decides nothing by a list of requests that was opened before', async () => {
    kit.approvals.open(aRequest());
    const list = await kit.ask(BEN, '/approvals');
    const [pick] = (list.message.buttons ?? []).flat();
    await kit.tap(BEN, list, pick?.action ?? '');
    const picked = kit.outbox.posted.at(-1);
    await kit.hear(ANA, '/revoke 1002');
    const button = picked?.message.buttons?.flat().find(({ label }) => label.includes('(1)'));
    if (picked === undefined) throw new Error('the list was not shown again');
    const { text, alert } = await kit.tap(BEN, picked, button?.action ?? '');
    expect([text.text, alert]).toEqual([expect.stringContaining('You have no role here'), true]);
    expect(kit.outbox.posted.at(-1)?.message.body.text).not.toContain('git push');
    expect(await outcome('ap-1')).toBeUndefined();
  });

  it('decides nothing by answering a question that was asked before', async () => {
    kit.approvals.open(aRequest());
    const asked = { kind: 'question', approvalId: 'ap-1', version: 1, verdict: 'approve' } as const;
    kit.approvals.asks(BEN, 77, asked);
    await kit.hear(ANA, '/revoke 1002');
    const more = { reply_to_message: { message_id: 77 } } as never;
    const [answer] = await kit.hear(BEN, 'because', { more });
    expect(answer?.message.body.text).toContain('1002');
    expect(await outcome('ap-1')).toBeUndefined();
  });

  it('is mentioned in a group only as far as the command itself shows', async () => {
    await kit.members.grant(BEN, { role: 'viewer', projectId: 'secret' });
    const inGroup = async (text: string) =>
      (await kit.hear(ANA, text, { chatId: GROUP })).at(-1)?.message.body.text;
    expect(await inGroup('/revoke 1002 approver acme/web')).toBe(
      '✅ 1002 no longer has: approver of acme/web',
    );
    await kit.members.grant(BEN, { role: 'viewer' });
    expect(await inGroup('/revoke 1002')).not.toMatch(/secret|viewer/);
  });
});

describe('a person who gets a role', () => {
  it('is told what they may do now', async () => {
    const [told] = await heardBy(DAN, '/grant 1004 approver acme/web');
    expect(told?.text).toBe(
      [
        '🔑 Ana gave you a role. You are now: approver of acme/web',
        'May see and decide requests: acme/web',
        'Send /start, and I post here what jobs do.',
        '/help shows what I can do for you.',
      ].join('\n'),
    );
    await kit.hear(ANA, '/grant 1004 viewer lab');
    const [more] = await heardBy(DAN, '/grant 1004 admin');
    expect(more?.text).toContain(
      'May do everything and see internal events: all projects\nMay see and decide requests: acme/web\nMay see: lab',
    );
  });

  it('sees no markup, mention or flood in the name of the person who gave it', async () => {
    const first_name = `@everyone https://evil.example ${'x'.repeat(500)}\n/grant 1004 admin`;
    const from = { id: ANA, is_bot: false, first_name };
    const posted = await kit.hear(ANA, '/grant 1004 viewer', { more: { from } });
    const body = posted.find(({ address }) => address.chatId === DAN)?.message.body;
    const name = body?.text.slice(0, body.text.indexOf(' gave you')) ?? '';
    expect(name.length).toBeLessThan(70);
    expect(name).not.toContain('\n');
    for (const alive of ['@everyone', 'https://evil.example']) {
      const offset = body?.text.indexOf(alive) ?? -1;
      const isCode = body?.spans.some(
        (span) =>
          span.type === 'code' && span.offset <= offset && offset < span.offset + span.length,
      );
      expect(isCode, alive).toBe(true);
    }
  });
});
