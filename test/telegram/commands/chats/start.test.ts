import { beforeEach, describe, expect, it } from 'vitest';
import { ANA, BEN, CLEO, type CommandKit, createCommandKit, DAN, GROUP } from '../command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

describe('/start', () => {
  it('subscribes the private chat of a person with a role to everything', async () => {
    const text = await kit.told(CLEO, '/start');
    expect(text).toContain('Hello Cleo');
    expect(text).toContain('everything');
    expect(kit.chatBook.chats.get(CLEO)).toMatchObject({
      kind: 'private',
      level: 'all',
      locale: 'en',
      sponsors: [CLEO],
      subscriptions: [{ kind: 'everything', id: '', by: CLEO }],
    });
  });

  it('gives a group nothing, and takes an approver as its sponsor, no viewer', async () => {
    const text = await kit.told(BEN, '/start', { chatId: GROUP });
    expect(text).toContain('noch nichts abonniert');
    expect(kit.chatBook.chats.get(GROUP)).toMatchObject({
      kind: 'group',
      title: 'Shop team',
      sponsors: [BEN],
      subscriptions: [],
    });
    for (const who of [ANA, CLEO]) await kit.told(who, '/start', { chatId: GROUP });
    expect(kit.chatBook.chats.get(GROUP)?.sponsors).toEqual([BEN, ANA]);
  });

  it('keeps what was chosen if it is sent again', async () => {
    await kit.told(CLEO, '/start');
    await kit.told(CLEO, '/unsubscribe everything');
    await kit.told(CLEO, '/level errors');
    expect(await kit.told(CLEO, '/start')).toContain('follows nothing yet');
    expect(kit.chatBook.chats.get(CLEO)).toMatchObject({ level: 'errors', subscriptions: [] });
  });

  it('subscribes to everything although something was chosen before', async () => {
    await kit.told(CLEO, '/subscribe job j-9');
    await kit.told(CLEO, '/start');
    const kinds = kit.chatBook.chats.get(CLEO)?.subscriptions.map(({ kind }) => kind);
    expect(kinds).toEqual(['job', 'everything']);
  });

  it.each([
    ['blocked', CLEO],
    ['kicked', GROUP],
  ])('reactivates a chat that was %s', async (reason, chatId) => {
    await kit.told(CLEO, '/start', { chatId });
    await kit.chatBook.deactivate(chatId, reason);
    await kit.told(CLEO, '/start', { chatId });
    expect(kit.chatBook.chats.get(chatId)).not.toHaveProperty('inactive');
  });

  it('tells a person without a role their user id and whom to ask, and stores nothing', async () => {
    const text = await kit.told(DAN, '/start');
    expect(text).toContain('1004');
    expect(text).toContain('admin');
    expect(text).toContain('/grant 1004 viewer');
    expect(kit.chatBook.chats.size).toBe(0);
  });

  it('does not reactivate a chat for a person without a role', async () => {
    await kit.told(CLEO, '/start', { chatId: GROUP });
    await kit.chatBook.deactivate(GROUP, 'kicked');
    await kit.told(DAN, '/start', { chatId: GROUP });
    expect(kit.chatBook.chats.get(GROUP)?.inactive).toBe('kicked');
  });
});
