// /grant and /revoke: what they say has changed, and how they ask for what was not said.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Posted } from '../../../helpers/recording-outbox.ts';
import {
  ANA,
  aJob,
  BEN,
  CLEO,
  type CommandKit,
  createCommandKit,
  DAN,
  GROUP,
} from '../command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

const labels = ({ message }: Posted) => (message.buttons ?? []).flat().map(({ label }) => label);
const grantsOf = async (userId: number) => (await kit.members.get(userId))?.grants;

/** What each got in private when Ana wrote this. */
async function written(text: string) {
  const posted = await kit.hear(ANA, text);
  const to = (id: number) =>
    posted.filter(({ address }) => address.chatId === id).map(({ message }) => message.body.text);
  return { own: to(ANA).join('\n---\n'), ben: to(BEN), cleo: to(CLEO), dan: to(DAN) };
}

async function press(on: Posted, label: string, from = ANA): Promise<Posted> {
  const button = (on.message.buttons ?? []).flat().find((one) => one.label === label);
  if (button === undefined) throw new Error(`no button ${label} among ${labels(on)}`);
  await kit.tap(from, on, button.action);
  const shown = kit.outbox.posted.at(-1);
  if (shown?.editing === undefined) throw new Error('nothing was changed in place');
  return shown;
}

describe('/grant', () => {
  it('says what the person had and has now', async () => {
    await kit.members.grant(DAN, { role: 'viewer', projectId: 'lab' });
    const { own, dan } = await written('/grant 1004 approver acme/web');
    expect(own.split('\n').slice(0, 2)).toEqual([
      '✅ 1004 is now: viewer of lab, approver of acme/web',
      'Before: viewer of lab',
    ]);
    expect(dan[0]).toContain('May see and decide requests: acme/web\nMay see: lab');
    expect((await written('/grant 1005 viewer')).own).toContain('Before: no role');
    expect(kit.log.lines.find(({ name }) => name === 'role_granted')?.fields).toEqual({
      userId: DAN,
      role: 'approver',
      projectId: 'acme/web',
      by: ANA,
    });
  });

  it('asks the person to start the chat, unless that was done', async () => {
    expect((await written('/grant 1004 viewer')).dan[0]).toContain('Send /start, and I post here');
    await kit.hear(DAN, '/start');
    expect((await written('/grant 1004 approver')).dan[0]).not.toContain('/start');
  });

  it('tells somebody whose language nobody knows in that of the giver, and others in their own', async () => {
    await kit.hear(ANA, '/language de');
    expect((await written('/grant 1004 viewer')).dan[0]).toContain('Sende /start');
    await kit.hear(DAN, '/language es');
    expect((await written('/grant 1004 approver')).dan[0]).toContain('te ha dado un rol');
    await kit.hear(ANA, '/language en');
  });

  it('changes nothing where they have that role already, and bothers nobody', async () => {
    const { own, cleo } = await written('/grant 1003 viewer');
    expect(own).toBe('1003 has that role already: viewer for all projects. Nothing was changed.');
    expect(cleo).toEqual([]);
    expect((await written('/grant 1003 viewer as u-3')).own).toContain('Known as: u-3');
    expect((await written('/grant 1003 viewer as u-3')).own).toContain('Nothing was changed.');
  });

  it('asks step by step for what was not said', async () => {
    kit.jobs.push(aJob({ projectId: 'shop' }));
    const who = await kit.ask(ANA, '/grant');
    expect(who.message.body.text).toContain('The Telegram user id is missing.');
    expect(labels(who)).toContain('Cleo · 1003');
    const role = await press(who, 'Cleo · 1003');
    expect(labels(role)).toEqual(['viewer', 'approver', 'admin']);
    const project = await press(role, 'approver');
    expect(labels(project)).toEqual(['All projects', 'shop']);
    const done = await press(project, 'shop');
    expect(done.message.body.text).toContain('approver of shop');
    expect(await grantsOf(CLEO)).toEqual([
      { role: 'viewer' },
      { role: 'approver', projectId: 'shop' },
    ]);
    await press(project, 'All projects');
    expect(await grantsOf(CLEO)).toContainEqual({ role: 'approver' });
  });

  it('offers the roles where that is what is wrong, and people of that name', async () => {
    const role = await kit.ask(ANA, '/grant 1004 boss shop');
    expect(labels(role)).toEqual(['viewer', 'approver', 'admin']);
    await press(role, 'approver');
    expect(await grantsOf(DAN)).toEqual([{ role: 'approver', projectId: 'shop' }]);
    expect(labels(await kit.ask(ANA, '/grant ben viewer'))).toEqual(['Ben Weber · 1002']);
    expect(labels(await kit.ask(ANA, '/grant zoe viewer'))).toEqual([]);
  });

  it('names no people in a group', async () => {
    const [asked] = await kit.hear(ANA, '/grant', { chatId: GROUP });
    expect(asked === undefined ? [] : labels(asked)).toEqual([]);
  });
});

describe('/revoke', () => {
  it('tells the person what they lost, what is left, and what that lets them do', async () => {
    await kit.members.grant(CLEO, { role: 'approver', projectId: 'shop' });
    const { own, cleo } = await written('/revoke 1003 approver shop');
    expect(own).toBe(
      '✅ 1003 no longer has: approver of shop\n✅ 1003 now has: viewer for all projects',
    );
    expect(cleo).toEqual([
      'Ana took a role from you: approver of shop\nYou now have: viewer for all projects\nMay see: all projects',
    ]);
    expect(kit.log.lines.find(({ name }) => name === 'roles_revoked')?.fields).toEqual({
      userId: CLEO,
      removed: [{ role: 'approver', projectId: 'shop' }],
      by: ANA,
    });
  });

  it('offers what they have, where the role is not one of these or is missing', async () => {
    await kit.members.grant(BEN, { role: 'viewer', projectId: 'lab' });
    const held = ['✖️ approver of acme/web', '✖️ viewer of lab', '✖️ All roles'];
    expect(labels(await kit.ask(ANA, '/revoke 1002 boss'))).toEqual(held);
    const notHeld = await kit.ask(ANA, '/revoke 1002 admin');
    expect(labels(notHeld)).toEqual(held);
    await press(notHeld, '✖️ viewer of lab');
    expect(await grantsOf(BEN)).toEqual([{ role: 'approver', projectId: 'acme/web' }]);
    const who = await kit.ask(ANA, '/revoke');
    const which = await press(who, 'Ben Weber · 1002');
    expect(labels(which)).toEqual(['✖️ approver of acme/web']);
    await kit.members.grant(BEN, { role: 'viewer' });
    await press(await press(who, 'Ben Weber · 1002'), '✖️ All roles');
    expect(await grantsOf(BEN)).toEqual([]);
  });

  it('warns the last admin, who may go all the same', async () => {
    kit = await createCommandKit({ adminUserIds: [] });
    await kit.members.grant(ANA, { role: 'admin' }, { name: 'Ana' });
    for (const text of ['/revoke 1001', '/revoke 1001 admin']) {
      const warned = await kit.ask(ANA, text);
      expect(warned.message.body.text).toContain('You are the only admin.');
      expect(await grantsOf(ANA)).toEqual([{ role: 'admin' }]);
    }
    const warned = await press(
      await press(await kit.ask(ANA, '/revoke'), 'Ana · 1001'),
      '✖️ admin for all projects',
    );
    expect(labels(warned)).toEqual(['✖️ Give it up anyway']);
    await press(warned, '✖️ Give it up anyway');
    expect(await grantsOf(ANA)).toEqual([]);
  });

  it('does not warn while somebody else is admin', async () => {
    kit = await createCommandKit({ adminUserIds: [BEN] });
    await kit.members.grant(ANA, { role: 'admin' });
    expect(await kit.told(ANA, '/revoke 1001')).toContain(
      '1001 no longer has: admin for all projects',
    );
  });
});

describe('a button of /grant or /revoke', () => {
  const forgeries = [
    'give:1004',
    'give:1004:admin',
    'grant:1004:admin::',
    'take:1001::',
    'take!:1001:admin:',
  ];
  it.each(forgeries)('%s does nothing for somebody who is no admin of everything', async (data) => {
    await kit.members.grant(BEN, { role: 'admin', projectId: 'acme/web' });
    const list = await kit.ask(BEN, '/members');
    const [{ grants = [] } = {}] = [await kit.members.get(BEN)];
    const buttons = [[{ label: 'x', action: data }]];
    const forged = { ...list, message: { ...list.message, buttons } };
    const before = await kit.members.all();
    await kit.tap(BEN, forged, data);
    expect(await kit.members.all()).toEqual(before);
    for (const grant of grants) await kit.members.revoke(BEN, grant);
    await kit.members.grant(BEN, { role: 'approver' });
    expect((await kit.tap(BEN, forged, data)).text.text).toContain('Only an admin');
  });

  it.each(['give:1004', 'take:1002::'])('%s does nothing where no message has it', async (data) => {
    const list = await kit.ask(ANA, '/members');
    expect((await kit.tap(ANA, list, data)).alert).toBe(true);
    expect(await grantsOf(BEN)).toHaveLength(1);
  });
});
