// Subscribing to what a chat follows already as part of more: it asks, and never looks narrower than it is.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Subscription } from '../../../../src/audience/chat-book.ts';
import { ANA, aJob, BEN, CLEO, type CommandKit, createCommandKit, GROUP } from '../command-kit.ts';

const VIC = 1010;
const SHOP = 'acme/web';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
  await kit.members.grant(VIC, { role: 'viewer', projectId: SHOP });
  kit.jobs.push(aJob({ id: 'j1' }));
});

const kept = (chatId: number) =>
  kit.chatBook.chats.get(chatId)?.subscriptions.map(({ kind, id }) => `${kind} ${id}`.trim());

async function groupGets(...subscriptions: Subscription[]) {
  await kit.groupGets([]);
  await kit.chatBook.update(GROUP, (stored) => {
    if (stored === undefined) throw new Error('the group is not known');
    return { ...stored, subscriptions };
  });
}

const EVERYTHING: Subscription = { kind: 'everything', id: '', by: ANA };
const LAB: Subscription = { kind: 'project', id: 'lab', by: ANA };

describe('/subscribe in a chat that follows everything', () => {
  it('asks whether only that is meant, and changes nothing yet', async () => {
    await kit.told(CLEO, '/start');
    const { message } = await kit.ask(CLEO, `/subscribe project ${SHOP}`);
    expect(message.body.text).toBe(
      `This chat follows:\n• everything\n${SHOP} is part of that. Only ${SHOP}, or everything as now?`,
    );
    expect(message.buttons).toEqual([
      [{ label: `Only ${SHOP}`, action: `only:project:${SHOP}` }],
      [{ label: 'Everything as now', action: `keep:project:${SHOP}` }],
    ]);
    expect(kept(CLEO)).toEqual(['everything']);
  });

  it.each(['job j1', 'session S12', 'job not-yet-known', 'session not-yet-known'])(
    'asks so for %s, too',
    async (what) => {
      await kit.told(CLEO, '/start');
      expect(await kit.told(CLEO, `/subscribe ${what}`)).toContain('or everything as now?');
      expect(kept(CLEO)).toEqual(['everything']);
    },
  );

  it('follows only that after the first button, and says so', async () => {
    await groupGets(EVERYTHING, LAB, { ...LAB, topicId: 7 });
    await kit.members.grant(BEN, { role: 'approver' });
    const asked = await kit.ask(BEN, `/subscribe project ${SHOP}`, { chatId: GROUP });
    expect((await kit.tap(BEN, asked, `only:project:${SHOP}`)).text.text).toBe('✅ Saved');
    expect(kept(GROUP)).toEqual(['project lab', `project ${SHOP}`]);
    const [topic, own] = kit.chatBook.chats.get(GROUP)?.subscriptions ?? [];
    expect([topic?.topicId, own?.topicId]).toEqual([7, undefined]);
    const { message } = kit.outbox.posted.at(-1) ?? {};
    expect(message?.body.text).toBe(
      `✅ This chat now follows only:\n• project ${SHOP}\nChanged by Ben Weber`,
    );
    expect(message?.buttons).toBeUndefined();
  });

  it('goes on as now after the second button, and says so', async () => {
    await kit.told(CLEO, '/start');
    const asked = await kit.ask(CLEO, `/subscribe project ${SHOP}`);
    const { text } = await kit.tap(CLEO, asked, `keep:project:${SHOP}`);
    expect(text.text).toBe('Nothing was changed.');
    expect(kept(CLEO)).toEqual(['everything']);
    expect(kit.outbox.posted.at(-1)?.message.body.text).toBe(
      'Nothing was changed. This chat follows:\n• everything',
    );
  });

  it('is narrowed only by those who may end what it follows, whoever asked', async () => {
    await groupGets(EVERYTHING);
    const asked = await kit.ask(BEN, `/subscribe project ${SHOP}`, { chatId: GROUP });
    for (const who of [BEN, VIC, CLEO]) {
      const { alert } = await kit.tap(who, asked, `only:project:${SHOP}`);
      expect([who, alert, kept(GROUP)]).toEqual([who, true, ['everything']]);
    }
    expect((await kit.tap(ANA, asked, `only:project:${SHOP}`)).alert).toBe(false);
    expect(kept(GROUP)).toEqual([`project ${SHOP}`]);
  });

  it('asks nobody who may not change it', async () => {
    await groupGets(EVERYTHING);
    const { message } = await kit.ask(CLEO, `/subscribe project ${SHOP}`, { chatId: GROUP });
    expect(message.buttons).toBeUndefined();
    expect(message.body.text).toContain('Only an approver or admin');
  });

  it('says how where the id is too long for a button', async () => {
    await kit.told(CLEO, '/start');
    const id = 'x'.repeat(60);
    const { message } = await kit.ask(CLEO, `/subscribe job ${id}`);
    expect(message.buttons).toBeUndefined();
    expect(message.body.text).toContain('Nothing was changed. To follow only');
    expect(kept(CLEO)).toEqual(['everything']);
  });

  it('asks after "as typed", too', async () => {
    await kit.told(CLEO, '/start');
    const asked = await kit.ask(CLEO, '/subscribe job j');
    const { text } = await kit.tap(CLEO, asked, 'sub:job:j');
    expect(text.text).toBe('Please choose.');
    expect(
      kit.outbox.posted
        .at(-1)
        ?.message.buttons?.flat()
        .map(({ action }) => action),
    ).toEqual(['only:job:j', 'keep:job:j']);
    expect(kept(CLEO)).toEqual(['everything']);
  });
});

describe('/subscribe in a chat that follows something else', () => {
  it('asks for a job or session of a project that it follows', async () => {
    await kit.told(CLEO, `/subscribe project ${SHOP}`);
    for (const what of ['job j1', 'session S12']) {
      expect(await kit.told(CLEO, `/subscribe ${what}`)).toContain('or everything as now?');
    }
    expect(kept(CLEO)).toEqual([`project ${SHOP}`]);
  });

  it.each([
    ['everything of a person who does not see it', { ...EVERYTHING, by: VIC }, 'project lab'],
    ['everything of a person without a role', { ...EVERYTHING, by: 99 }, 'project lab'],
    ['everything in another topic', { ...EVERYTHING, topicId: 7 }, 'project lab'],
    ['another project', LAB, 'job j1'],
  ])('adds what is no part of %s', async (_, subscription, what) => {
    await groupGets(subscription);
    await kit.told(ANA, `/subscribe ${what}`, { chatId: GROUP });
    expect(kept(GROUP)).toHaveLength(2);
  });

  it('adds everything without a question', async () => {
    await kit.told(CLEO, `/subscribe project ${SHOP}`);
    await kit.told(CLEO, '/subscribe everything');
    expect(kept(CLEO)).toEqual([`project ${SHOP}`, 'everything']);
  });
});

describe('/unsubscribe', () => {
  it('says what still brings it', async () => {
    await kit.told(CLEO, `/subscribe project ${SHOP}`);
    await kit.told(CLEO, '/subscribe everything');
    expect(await kit.told(CLEO, `/unsubscribe project ${SHOP}`)).toBe(
      `✅ This chat no longer follows:\n• project ${SHOP}\nIt still comes as part of:\n• everything`,
    );
    expect(await kit.told(CLEO, '/unsubscribe project lab')).toContain(
      'It still comes as part of:\n• everything',
    );
    expect(await kit.told(CLEO, '/unsubscribe everything')).not.toContain('still comes');
  });
});
