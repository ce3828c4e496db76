// /invite and /members as admins use them, by words and by buttons, and as others try to.
import { beforeEach, describe, expect, it } from 'vitest';
import { INVITATION_MS } from '../../../../src/audience/invitations/invitation.ts';
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

const LINK = /https:\/\/t\.me\/jobwire_bot\?start=(jwi_[\w-]+)/;
const labels = ({ message }: Posted) => (message.buttons ?? []).flat().map(({ label }) => label);
const codeIn = ({ message }: Posted) => LINK.exec(message.body.text)?.[1] ?? '';

/** Taps the button with this label; answers the message that took the place of the tapped one. */
async function press(from: number, on: Posted, label: string): Promise<Posted> {
  const button = (on.message.buttons ?? []).flat().find((one) => one.label === label);
  if (button === undefined) throw new Error(`no button ${label} among ${labels(on)}`);
  await kit.tap(from, on, button.action);
  const shown = kit.outbox.posted.at(-1);
  if (shown?.editing === undefined) throw new Error('nothing was changed in place');
  return shown;
}
const projectAdmin = () => kit.members.grant(BEN, { role: 'admin', projectId: 'acme/web' });

describe('/invite', () => {
  it('answers with a link, the code alone, until when it counts, and a button to revoke it', async () => {
    const asked = await kit.ask(ANA, '/invite approver acme/web');
    const { text, spans } = asked.message.body;
    expect(text).toContain('✉️ Invitation: approver of acme/web');
    expect(text).toContain('It works once, within 24 h: until ');
    const [line, code] = [codeIn(asked), text.split('\n').at(-1)];
    expect(code).toBe(line);
    expect(spans.filter(({ type }) => type === 'link')).toHaveLength(1);
    expect(labels(asked)).toEqual(['✖️ Revoke']);
    const told = await kit.hear(DAN, `/start ${line}`);
    expect(told.at(-1)?.message.body.text).toContain('You are now: approver of acme/web');
    const [open] = await kit.invitations.open();
    expect(open).toBeUndefined();
  });

  it('counts for a day', async () => {
    await kit.ask(ANA, '/invite viewer');
    const [open] = await kit.invitations.open();
    const [made, ends] = [open?.createdAt ?? '', open?.expiresAt ?? ''].map(Date.parse);
    expect((ends ?? 0) - (made ?? 0)).toBe(INVITATION_MS);
    expect(open?.grant).toEqual({ role: 'viewer' });
  });

  it('is asked step by step, each in place of the former', async () => {
    kit.jobs.push(aJob({ projectId: 'shop' }), aJob({ projectId: 'lab' }));
    const role = await kit.ask(ANA, '/invite');
    expect(labels(role)).toEqual(['viewer', 'approver', 'admin']);
    const project = await press(ANA, role, 'approver');
    expect(labels(project)).toEqual(['All projects', 'shop', 'lab']);
    const made = await press(ANA, project, 'lab');
    expect(made.message.body.text).toContain('✉️ Invitation: approver of lab');
    expect((await kit.invitations.open()).map(({ grant }) => grant)).toEqual([
      { role: 'approver', projectId: 'lab' },
    ]);
  });

  it('makes one invitation, however often the button is tapped; the link that is shown works', async () => {
    const role = await kit.ask(ANA, '/invite');
    const project = await press(ANA, role, 'viewer');
    const first = await press(ANA, project, 'All projects');
    const second = await press(ANA, project, 'All projects');
    expect(await kit.invitations.open()).toHaveLength(1);
    await kit.hear(DAN, `/start ${codeIn(first)}`);
    expect(await kit.members.get(DAN)).toBeUndefined();
    await kit.hear(DAN, `/start ${codeIn(second)}`);
    expect((await kit.members.get(DAN))?.grants).toEqual([{ role: 'viewer' }]);
  });

  it('is revoked by its button, once, and says so', async () => {
    const made = await kit.ask(ANA, '/invite viewer');
    const ended = await press(ANA, made, '✖️ Revoke');
    expect(ended.message.body.text).toBe('✖️ This invitation was revoked: viewer for all projects');
    expect(labels(ended)).toEqual([]);
    await kit.hear(DAN, `/start ${codeIn(made)}`);
    expect(await kit.members.get(DAN)).toBeUndefined();
    const again = await kit.tap(ANA, made, made.message.buttons?.[0]?.[0]?.action ?? '');
    expect(again.text.text).toBe('This invitation is not open any more.');
  });

  it('asks which project is meant where the typed one is unknown and others begin like it', async () => {
    kit.jobs.push(aJob({ projectId: 'shop-2' }));
    const which = await kit.ask(ANA, '/invite viewer shop');
    expect(labels(which)).toEqual(['shop as typed', 'shop-2']);
    expect(await kit.invitations.open()).toEqual([]);
    await press(ANA, which, 'shop as typed');
    expect((await kit.invitations.open())[0]?.grant).toEqual({ role: 'viewer', projectId: 'shop' });
  });

  it('says what is wrong, with buttons for what may be meant', async () => {
    const role = await kit.ask(ANA, '/invite boss shop');
    expect(role.message.body.text).toContain('There is no role boss.');
    expect(labels(role)).toEqual(['viewer', 'approver', 'admin']);
    await press(ANA, role, 'viewer');
    expect((await kit.invitations.open())[0]?.grant).toEqual({ role: 'viewer', projectId: 'shop' });
    expect(await kit.told(ANA, '/invite viewer a b')).toContain('b is one word too many.');
  });

  it('is answered in private only', async () => {
    const [asked, ...more] = await kit.hear(ANA, '/invite viewer', { chatId: GROUP });
    expect(more).toEqual([]);
    expect(asked?.message.body.text).toContain('I answer that in our private chat');
    expect(await kit.invitations.open()).toEqual([]);
  });
});

describe('nobody invites to more than they have', () => {
  it('the admin of a project invites to that one, and is offered no other', async () => {
    await projectAdmin();
    kit.jobs.push(aJob({ projectId: 'lab' }), aJob({ projectId: 'acme/web' }));
    for (const text of ['/invite viewer', '/invite admin lab', '/invite viewer acme']) {
      const refused = await kit.ask(BEN, text);
      expect(refused.message.body.text).toContain('Du kannst nur einladen für: acme/web');
      expect(labels(refused)).toEqual(['acme/web']);
    }
    expect(await kit.invitations.open()).toEqual([]);
    const made = await kit.ask(BEN, '/invite admin acme/web');
    await kit.hear(DAN, `/start ${codeIn(made)}`);
    expect((await kit.members.get(DAN))?.grants).toEqual([
      { role: 'admin', projectId: 'acme/web' },
    ]);
  });

  it.each(['/invite viewer', '/members'])('others do not know %s', async (text) => {
    expect(await kit.told(CLEO, text)).toBe(await kit.told(CLEO, '/nonsense'));
    expect(await kit.told(DAN, text)).toBe(await kit.told(DAN, '/nonsense'));
    expect(await kit.hear(CLEO, text, { chatId: GROUP })).toEqual([]);
    expect(await kit.told(CLEO, '/help')).not.toContain(text.split(' ')[0]);
  });

  it.each([
    ['inv:admin:', 'everything'],
    ['inv:admin:lab', 'another project'],
  ])('with a forged button %s for %s', async (data) => {
    await projectAdmin();
    const real = await kit.ask(BEN, '/invite');
    expect((await kit.tap(BEN, real, data)).alert).toBe(true);
    const button = { label: 'x', action: data };
    const forged = { ...real, message: { ...real.message, buttons: [[button]] } };
    expect((await kit.tap(BEN, forged, data)).text.text).toContain('Only an admin');
    expect(await kit.invitations.open()).toEqual([]);
  });

  it('with the buttons of somebody else, or of a role that they lost', async () => {
    const asked = await kit.ask(ANA, '/invite');
    await projectAdmin();
    expect((await kit.tap(BEN, asked, 'inv:viewer')).alert).toBe(true);
    const own = await press(BEN, await kit.ask(BEN, '/invite'), 'Freigeber (approver)');
    await kit.members.revoke(BEN, {});
    expect((await kit.tap(BEN, own, 'inv:approver:acme/web')).alert).toBe(true);
    expect(await kit.invitations.open()).toEqual([]);
  });
});

describe('/members', () => {
  it('names who has which role where, and who may still come', async () => {
    await kit.ask(ANA, '/invite viewer lab');
    await kit.hear(ANA, '/start');
    const list = await kit.ask(ANA, '/members');
    expect(list.message.body.text.split('\n')).toEqual([
      '👥 People: 3 · open invitations: 1',
      'Ana · 1001 · admin for all projects · ADMIN_USER_IDS',
      'Ben Weber · 1002 · approver of acme/web',
      'Cleo · 1003 · viewer for all projects',
      expect.stringMatching(/^4\. ✉️ viewer of lab · by Ana · until /),
      '✖️ revokes an invitation.',
    ]);
    const after = await press(ANA, list, '✖️ 4');
    expect(after.message.body.text).toContain('open invitations: 0');
    expect(labels(after)).toEqual([]);
    expect(await kit.invitations.open()).toEqual([]);
  });

  it('has pages, which take each other\u2019s place', async () => {
    for (let id = 2001; id <= 2020; id += 1) {
      await kit.members.grant(id, { role: 'viewer', projectId: `p${id}` }, { name: `N${id}` });
    }
    const first = await kit.ask(ANA, '/members');
    expect(labels(first)).toEqual(['1/3', '›']);
    const second = await press(ANA, first, '›');
    expect(labels(second)).toEqual(['‹', '2/3', '›']);
    const third = await press(ANA, second, '›');
    expect(labels(third)).toEqual(['‹', '3/3']);
    const pages = [first, second, third].map(({ message }) => message.body.text).join('\n');
    for (let id = 2001; id <= 2020; id += 1) expect(pages).toContain(`viewer of p${id}`);
    expect(await press(ANA, third, '‹')).toEqual({ ...second, editing: 1 });
  });

  it('shows the admin of a project only what concerns it', async () => {
    await projectAdmin();
    await kit.members.grant(DAN, { role: 'viewer', projectId: 'lab' }, { name: 'Dan' });
    await kit.members.grant(DAN, { role: 'viewer', projectId: 'acme/web' });
    await kit.ask(ANA, '/invite viewer lab');
    await kit.ask(ANA, '/invite approver acme/web');
    const { text } = (await kit.ask(BEN, '/members')).message.body;
    expect(text).toContain('Dan · 1004 · Zuschauer (viewer) für acme/web');
    expect(text).toContain('Personen: 2 · offene Einladungen: 1');
    expect(text).not.toMatch(/lab|Cleo|1001/);
  });

  it('lets the admin of a project revoke no invitation of another one', async () => {
    await projectAdmin();
    await kit.ask(ANA, '/invite viewer lab');
    const [open] = await kit.invitations.open();
    const list = await kit.ask(BEN, '/members');
    const action = `inv:end:${open?.id}:0`;
    const forged = { ...list, message: { ...list.message, buttons: [[{ label: 'x', action }]] } };
    expect((await kit.tap(BEN, forged, action)).text.text).toBe(
      'This invitation is not open any more.',
    );
    expect(await kit.invitations.open()).toEqual([open]);
  });

  it('shows no name as anything but text', async () => {
    await kit.members.grant(DAN, { role: 'viewer' }, { name: '@everyone\nhttps://evil.example' });
    const { text, spans } = (await kit.ask(ANA, '/members')).message.body;
    expect(text).toContain('@everyone');
    const offset = text.indexOf('@everyone');
    const covering = spans.filter(
      (one) => one.offset <= offset && offset < one.offset + one.length,
    );
    expect(covering.map(({ type }) => type)).toContain('code');
    expect(text.split('\n')).toHaveLength(5);
  });
});
