import { beforeEach, describe, expect, it } from 'vitest';
import { ANA, BEN, CLEO, type CommandKit, createCommandKit, DAN, GROUP } from '../command-kit.ts';

let kit: CommandKit;
/** The answer to Ana; the person concerned is notified too. */
const answerTo = async (text: string, chatId = ANA) =>
  (await kit.hear(ANA, text, { chatId })).find(({ address }) => address.chatId === chatId)?.message
    .body.text;
beforeEach(async () => {
  kit = await createCommandKit();
});

describe('/grant', () => {
  it('gives a role of everything or of one project, and links a user id', async () => {
    expect(await answerTo('/grant 1004 viewer')).toContain('viewer for all projects');
    const text = await answerTo('/grant 1004 Approver acme/web as u-42');
    expect(text).toContain('approver of acme/web');
    expect(text).toContain('u-42');
    expect(await kit.members.get(DAN)).toMatchObject({
      grants: [{ role: 'viewer' }, { role: 'approver', projectId: 'acme/web' }],
      knownAs: ['u-42'],
    });
    expect(await kit.told(DAN, '/whoami')).toContain('approver of acme/web');
  });

  it('links a user id without naming a project', async () => {
    await answerTo('/grant 1004 admin as u-1');
    expect(await kit.members.get(DAN)).toMatchObject({
      grants: [{ role: 'admin' }],
      knownAs: ['u-1'],
    });
  });

  it.each([
    '/grant',
    '/grant Dan viewer',
    '/grant -100 viewer',
    '/grant 1004 boss',
    '/grant 1004 viewer a b',
    '/grant 1004 viewer as',
    '/grant 1004 as u-1',
  ])('explains itself after %s and grants nothing', async (text) => {
    expect(await kit.told(ANA, text)).toContain('Example: /grant 1002 approver acme/web as u-42');
    expect(await kit.members.get(DAN)).toBeUndefined();
  });
});

describe('/revoke', () => {
  it('takes one role, or all', async () => {
    await answerTo('/grant 1004 viewer');
    await answerTo('/grant 1004 approver acme/web');
    const left = await answerTo('/revoke 1004 approver acme/web');
    expect(left).toBe(
      '✅ 1004 no longer has: approver of acme/web\n✅ 1004 now has: viewer for all projects',
    );
    expect(await answerTo('/revoke 1004')).toContain('1004 now has: no role');
    expect((await kit.members.get(DAN))?.grants).toEqual([]);
  });

  it('says that a person has none', async () => {
    expect(await kit.told(ANA, '/revoke 1004')).toBe('1004 has no role.');
  });

  it('leaves an admin of the settings an admin, and says so', async () => {
    for (const text of ['/revoke 1001', '/revoke 1001 admin']) {
      expect(await kit.told(ANA, text)).toBe(
        '1001 is an admin by the setting ADMIN_USER_IDS and stays one until it is changed, in .env or the environment, and jobwire started again.',
      );
    }
    await kit.members.grant(ANA, { role: 'viewer', projectId: 'acme/web' });
    expect(await answerTo('/revoke 1001')).toBe(
      '✅ 1001 no longer has: viewer of acme/web\n✅ 1001 now has: admin for all projects\n1001 is an admin by the setting ADMIN_USER_IDS and stays one until it is changed, in .env or the environment, and jobwire started again.',
    );
  });

  it('says that the person lacks a role, and takes none', async () => {
    expect(await kit.told(ANA, '/revoke 1002 approver')).toBe(
      "1002 doesn't have that role: approver for all projects\n1002 has: approver of acme/web",
    );
    expect((await kit.members.get(BEN))?.grants).toHaveLength(1);
  });
});

describe('commands for admins', () => {
  it.each(['/grant 1003 admin', '/revoke 1002'])(
    'are as unknown to others as any other word: %s',
    async (text) => {
      expect(await kit.told(CLEO, text)).toBe(await kit.told(CLEO, '/nonsense'));
      expect(await kit.told(DAN, text)).toBe(await kit.told(DAN, '/nonsense'));
      expect(await kit.hear(CLEO, text, { chatId: GROUP })).toEqual([]);
      expect((await kit.members.get(CLEO))?.grants).toEqual([{ role: 'viewer' }]);
    },
  );

  it('are not for the admin of one project', async () => {
    await kit.members.grant(BEN, { role: 'admin', projectId: 'acme/web' });
    await kit.hear(BEN, '/grant 1004 viewer');
    expect(await kit.members.get(DAN)).toBeUndefined();
  });
});

describe('/whoami', () => {
  it('shows id, roles and other names', async () => {
    await kit.members.grant(BEN, { role: 'viewer' }, { knownAs: 'u-7' });
    const text = await kit.told(BEN, '/whoami');
    expect(text).toContain('Ben Weber');
    expect(text).toContain('1002');
    expect(text).toContain('für acme/web');
    expect(text).toContain('u-7');
  });

  it('tells a person without a role their id', async () => {
    expect(await kit.told(DAN, '/whoami')).toContain('1004');
  });
});

describe('/help', () => {
  it('lists what the person may use', async () => {
    expect(await kit.told(ANA, '/help')).toContain('/grant – ');
    const forViewer = await kit.told(CLEO, '/help');
    expect(forViewer).toContain('/level – ');
    expect(forViewer).not.toContain('/grant');
    expect(await kit.told(DAN, '/help')).not.toContain('/level');
  });

  it('explains one command', async () => {
    const text = await kit.told(BEN, '/help /level');
    expect(text).toContain('Wie viel ich hier melde');
    expect(text).toContain('Beispiel: /level errors');
    expect(await kit.told(CLEO, '/help grant')).toContain('There is no command');
  });
});
