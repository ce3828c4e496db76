// /grant and /revoke by an admin of one project: for that one, and what is elsewhere does not exist for them.
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

const LAB = { role: 'viewer', projectId: 'lab' } as const;
const SHOP = { role: 'approver', projectId: 'shop' } as const;

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
  kit.jobs.push(aJob({ projectId: 'shop' }), aJob({ id: 'j2', projectId: 'lab' }));
  await kit.members.revoke(CLEO, {});
  await kit.members.grant(CLEO, { role: 'admin', projectId: 'lab' }, { name: 'Cleo' });
  await kit.members.revoke(BEN, {});
  await kit.members.grant(BEN, SHOP, { name: 'Ben' });
  await kit.members.grant(DAN, LAB, { name: 'Dan' });
  await kit.members.grant(DAN, SHOP);
});

const grantsOf = async (userId: number) => (await kit.members.get(userId))?.grants;
const labels = ({ message }: Posted) => (message.buttons ?? []).flat().map(({ label }) => label);
/** The answer to Cleo, without what others are told. */
async function answer(text: string, chatId: number = CLEO) {
  const posted = await kit.hear(CLEO, text, { chatId });
  return posted.find(({ address }) => address.chatId === chatId)?.message.body.text ?? '';
}

describe('/grant by an admin of one project', () => {
  it('gives a role there, says nothing of roles elsewhere, and tells the person all', async () => {
    const posted = await kit.hear(CLEO, '/grant 1004 approver lab');
    const text = (id: number) =>
      posted.find(({ address }) => address.chatId === id)?.message.body.text ?? '';
    expect(text(CLEO)).toContain('1004 is now: viewer of lab, approver of lab');
    expect(text(CLEO)).not.toContain('shop');
    expect(text(DAN)).toContain('approver of shop');
    expect(await grantsOf(DAN)).toContainEqual({ role: 'approver', projectId: 'lab' });
  });

  it('knows nobody and nothing of other projects', async () => {
    expect(await answer('/grant 1002 viewer lab')).toContain('Before: no role');
    const before = await kit.members.all();
    const hidden = await answer('/grant 1004 viewer shop');
    expect(hidden).toBe('There is no project shop.');
    expect(await answer('/grant 1004 viewer absent')).toBe(hidden.replace('shop', 'absent'));
    expect(await kit.members.all()).toEqual(before);
  });

  it('asks for the project where none is named, and offers only theirs', async () => {
    const asked = await kit.ask(CLEO, '/grant 1004 admin');
    expect(labels(asked)).toEqual(['lab']);
    const [button] = (asked.message.buttons ?? []).flat();
    await kit.tap(CLEO, asked, button?.action ?? '');
    expect(await grantsOf(DAN)).toContainEqual({ role: 'admin', projectId: 'lab' });
    expect(await answer('/grant 1004 admin', GROUP)).toContain('The project is missing');
  });

  it('offers people of their projects, and their projects, step by step', async () => {
    const who = await kit.ask(CLEO, '/grant');
    expect(labels(who)).toEqual(expect.arrayContaining(['Cleo · 1003', 'Dan · 1004']));
    expect(labels(who)).toHaveLength(2);
    await kit.tap(CLEO, who, 'give:1004');
    const role = kit.outbox.posted.at(-1) ?? expect.fail();
    await kit.tap(CLEO, role, 'give:1004:approver');
    expect(labels(kit.outbox.posted.at(-1) ?? expect.fail())).toEqual(['lab']);
  });

  it('names people who were given a role by their id as their private chats do', async () => {
    await kit.members.revoke(DAN, {});
    await kit.chatBook.update(1_005, () => ({
      ...{ id: 1_005, kind: 'private', title: 'Eve', locale: 'en', level: 'all' },
      ...{ subscriptions: [], sponsors: [] },
    }));
    await kit.members.grant(1_005, LAB);
    expect(labels(await kit.ask(CLEO, '/grant'))).toContain('Eve · 1005');
  });

  it('says of nobody who they are in other systems', async () => {
    expect(await answer('/grant 1004 viewer lab as u-1')).toContain(
      'Only an admin of all projects',
    );
    expect(await kit.members.get(DAN)).toMatchObject({ knownAs: [] });
  });

  it.each(['grant:1004:admin::', 'grant:1004:viewer::shop', 'grant:1004:viewer:u-1:lab'])(
    'is not to be had by the button %s',
    async (data) => {
      const list = await kit.ask(CLEO, '/members');
      const buttons = [[{ label: 'x', action: data }]];
      const before = await kit.members.all();
      const forged = { ...list, message: { ...list.message, buttons } };
      expect((await kit.tap(CLEO, forged, data)).alert).toBe(true);
      expect(await kit.members.all()).toEqual(before);
    },
  );
});

describe('/revoke by an admin of one project', () => {
  it('takes all roles there, and leaves those elsewhere unsaid', async () => {
    await kit.members.grant(DAN, { role: 'approver', projectId: 'lab' });
    const text = await answer('/revoke 1004');
    expect(text).toBe(
      '✅ 1004 no longer has: viewer of lab, approver of lab\n✅ 1004 now has: no role',
    );
    expect(await grantsOf(DAN)).toEqual([SHOP]);
  });

  it('answers for a person of other projects as for one that is not there', async () => {
    const before = await kit.members.all();
    const absent = await answer('/revoke 1999');
    for (const text of ['/revoke 1002', '/revoke 1002 approver shop', '/revoke 1001 admin']) {
      expect((await answer(text)).replace(/100\d/, '1999')).toBe(absent);
    }
    const elsewhere = await answer('/revoke 1004 approver shop');
    const nowhere = await answer('/revoke 1004 approver absent');
    expect(elsewhere.replace('shop', 'absent')).toBe(nowhere);
    expect(elsewhere).toContain('viewer of lab');
    expect(await kit.members.all()).toEqual(before);
  });

  it('ends no role by a button that is not one of theirs', async () => {
    const asked = await kit.ask(CLEO, '/revoke 1004 boss');
    expect(labels(asked)).toEqual(['✖️ viewer of lab']);
    const before = await kit.members.all();
    for (const data of [
      'take:1004:approver:shop',
      'take!:1001:admin:',
      'take:1002::',
      'take:1002',
    ]) {
      const buttons = [[{ label: 'x', action: data }]];
      await kit.tap(CLEO, { ...asked, message: { ...asked.message, buttons } }, data);
      const shown = kit.outbox.posted.at(-1)?.message.body.text ?? '';
      expect(shown).not.toMatch(/approver of shop for|admin for/);
    }
    expect(await kit.members.all()).toEqual(before);
    await kit.tap(CLEO, asked, 'take:1004:viewer:lab');
    expect(await grantsOf(DAN)).toEqual([SHOP]);
  });

  it('says nothing of what ended elsewhere with it', async () => {
    await kit.tokens.create({ name: 'x', scopes: ['read'], userId: '1004' } as never);
    await kit.members.revoke(DAN, SHOP);
    expect(await answer('/revoke 1004')).not.toContain('Tokens');
    expect(await kit.tokens.list()).toEqual([]);
  });
});

it('an admin of all projects still does all of that', async () => {
  const posted = await kit.hear(ANA, '/revoke 1004 approver shop');
  const own = posted.find(({ address }) => address.chatId === ANA);
  expect(own?.message.body.text).toContain('now has: viewer of lab');
});
