import { beforeEach, describe, expect, it } from 'vitest';
import { aRequest } from '../../decisions/a-request.ts';
import { ANA, aJob, BEN, CLEO, type CommandKit, createCommandKit, GROUP } from '../command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

const kept = (chatId: number) => kit.chatBook.chats.get(chatId)?.subscriptions;

describe('what is followed of everything', () => {
  it('is what the person who subscribed may see', async () => {
    expect(await kit.told(BEN, '/start')).toContain('• alles in acme/web\n');
    expect(await kit.told(BEN, '/subscriptions')).toContain('• alles in acme/web\n');
    expect(await kit.told(BEN, '/subscribe everything')).toMatch(/• alles in acme\/web$/);
    expect(await kit.told(CLEO, '/start')).toMatch(/• everything\n/);
  });

  it('names several projects, and counts those beyond five', async () => {
    for (let at = 1; at <= 6; at += 1) {
      const projectId = `p${at}`;
      await kit.members.grant(BEN, { role: 'viewer', projectId });
    }
    expect(await kit.told(BEN, '/start')).toContain('• alles in acme/web, p1, p2, p3 und p4 · +2');
  });

  it('is all that those who subscribed a group to it may see together', async () => {
    const everything = (by: number) => ({ kind: 'everything', id: '', by }) as const;
    await kit.groupGets([]);
    const follow = (...people: number[]) =>
      kit.chatBook.update(GROUP, (chat) => {
        if (chat === undefined) throw new Error('no group');
        return { ...chat, subscriptions: people.map(everything) };
      });
    await follow(BEN);
    const where = { chatId: GROUP };
    expect(await kit.told(CLEO, '/subscriptions', where)).toContain('• everything in acme/web\n');
    await follow(BEN, ANA);
    expect(await kit.told(CLEO, '/subscriptions', where)).toContain('• everything\n');
  });
});

describe('/subscribe', () => {
  it.each([
    ['project', 'acme/w', 'acme/web'],
    ['session', 'S1', 'S12'],
    ['job', '7b2e', aJob().id],
  ])('never takes the prefix %s %s for another id, but asks', async (kind, typed, id) => {
    kit.jobs.push(aJob());
    const { message } = await kit.ask(CLEO, `/subscribe ${kind} ${typed}`);
    expect(message.buttons).toEqual([
      [{ label: `${typed} as typed`, action: `sub:${kind}:${typed}` }],
      [{ label: id, action: `sub:${kind}:${id}` }],
    ]);
    expect(kept(CLEO)).toBeUndefined();
  });

  it('offers the projects that the person may see, when it comes bare from the menu', async () => {
    kit.jobs.push(aJob(), aJob({ id: 'k', projectId: 'acme/secret' }));
    const { message } = await kit.ask(BEN, '/subscribe');
    expect(message.body.text).toMatch(/^Was meinst du\?/);
    expect(message.buttons).toEqual([[{ label: 'acme/web', action: 'sub:project:acme/web' }]]);
    const inGroup = await kit.ask(BEN, '/subscribe', { chatId: GROUP });
    expect(inGroup.message.buttons).toBeUndefined();
  });

  it('takes a known id as it is, although it is a prefix of others', async () => {
    kit.jobs.push(aJob({ id: 'job-1' }), aJob({ id: 'job-12' }));
    await kit.told(CLEO, '/subscribe job job-1');
    expect(kept(CLEO)).toEqual([{ kind: 'job', id: 'job-1', projectId: 'acme/web', by: CLEO }]);
  });

  it('limits a job and a session to the projects that they belong to', async () => {
    kit.jobs.push(aJob({ id: 'j' }), aJob({ id: 'j', projectId: 'lab' }));
    kit.jobs.push(aJob({ id: 'k', projectId: 'acme/secret' }));
    await kit.told(CLEO, '/subscribe job j');
    await kit.told(BEN, '/subscribe job k');
    await kit.told(BEN, '/subscribe session S12');
    expect(kept(CLEO)?.map(({ projectId }) => projectId)).toEqual(['acme/web', 'lab']);
    expect(kept(BEN)).toEqual([
      { kind: 'job', id: 'k', by: BEN },
      { kind: 'session', id: 'S12', projectId: 'acme/web', by: BEN },
    ]);
  });

  it('knows a project from a pending request alone', async () => {
    kit.approvals.open(aRequest());
    const { message } = await kit.ask(BEN, '/subscribe project acme');
    expect(message.buttons).toEqual([[{ label: 'acme/web', action: 'sub:project:acme/web' }]]);
  });

  it('takes what is too long for a button as typed', async () => {
    const id = 'x'.repeat(60);
    kit.jobs.push(aJob({ id: `${id}-more` }));
    await kit.told(CLEO, `/subscribe job ${id}`);
    expect(kept(CLEO)).toEqual([{ kind: 'job', id, by: CLEO }]);
  });

  it('accepts what does not exist yet, and says so', async () => {
    expect(await kit.told(CLEO, '/subscribe job j-77')).toContain('Nothing from it yet');
    expect(kept(CLEO)).toEqual([{ kind: 'job', id: 'j-77', by: CLEO }]);
  });

  it('answers for a hidden project as for a missing one', async () => {
    kit.jobs.push(aJob({ projectId: 'acme/secret', id: 'hidden-job', sessionId: 'S99' }));
    const hidden = await kit.told(BEN, '/subscribe project acme/secret');
    const absent = await kit.told(BEN, '/subscribe project acme/absent');
    expect(hidden.replace('secret', '')).toBe(absent.replace('absent', ''));
    expect(kept(BEN)).toBeUndefined();
  });

  it('does not complete the id of a hidden job or session', async () => {
    kit.jobs.push(aJob({ projectId: 'acme/secret', id: 'hidden-job', sessionId: 'S99' }));
    expect(await kit.told(BEN, '/subscribe job hid')).not.toContain('hidden-job');
    expect(await kit.told(BEN, '/subscribe session S9')).not.toContain('S99');
  });

  it('shows internal jobs to an admin, but never before a group', async () => {
    kit.jobs.push(aJob({ id: 'internal-job', visibility: 'internal' }));
    const suggested = async (who: number, chatId = who) =>
      JSON.stringify((await kit.ask(who, '/subscribe job int', { chatId })).message);
    expect(await suggested(ANA)).toContain('internal-job');
    await kit.groupGets(['acme/web']);
    expect(await suggested(ANA, GROUP)).not.toContain('internal-job');
    expect(await suggested(CLEO)).not.toContain('internal-job');
  });

  it('of an unknown id is refused in a group to those who may only see parts of what it may be', async () => {
    await kit.members.grant(BEN, { role: 'viewer', projectId: 'lab' });
    const refused = await kit.told(BEN, '/subscribe job j-77', { chatId: GROUP });
    expect(refused).toContain('Es wurde nichts geändert');
    kit.jobs.push(aJob({ id: 'j-77' }));
    await kit.told(BEN, '/subscribe job j-77', { chatId: GROUP });
    expect(kept(GROUP)).toEqual([{ kind: 'job', id: 'j-77', projectId: 'acme/web', by: BEN }]);
  });

  it('by a button means the id on it, exactly, and only on a message that has it', async () => {
    kit.jobs.push(aJob({ id: 'p03other' }));
    const asked = await kit.ask(CLEO, '/subscribe job p03');
    const forged = await kit.tap(
      CLEO,
      { ...asked, message: { ...asked.message, buttons: [] } },
      'sub:job:p03',
    );
    expect([forged.alert, kept(CLEO)]).toEqual([true, undefined]);
    await kit.tap(CLEO, asked, 'sub:job:p03');
    expect(kept(CLEO)).toEqual([{ kind: 'job', id: 'p03', by: CLEO }]);
    const changed = kit.outbox.posted.at(-1);
    expect(changed).toMatchObject({ editing: 1 });
    expect(changed?.message.buttons).toBeUndefined();
  });

  it('belongs to the topic it was written in', async () => {
    await kit.told(BEN, '/subscribe project acme/web', { chatId: GROUP, topicId: 7 });
    expect(kept(GROUP)).toEqual([{ kind: 'project', id: 'acme/web', topicId: 7, by: BEN }]);
    const elsewhere = await kit.told(CLEO, '/subscriptions', { chatId: GROUP, topicId: 9 });
    expect(elsewhere).toContain('noch nichts abonniert');
    const here = await kit.told(CLEO, '/subscriptions', { chatId: GROUP, topicId: 7 });
    expect(here).toContain('acme/web');
  });

  it('is stored once for each person, since each has their own rights', async () => {
    for (const who of [BEN, ANA, ANA]) {
      await kit.told(who, '/subscribe project acme/web', { chatId: GROUP });
    }
    expect(kept(GROUP)?.map(({ by }) => by)).toEqual([BEN, ANA]);
    const text = await kit.told(CLEO, '/subscriptions', { chatId: GROUP });
    expect(text.match(/acme\/web/g)).toHaveLength(1);
  });

  it.each(['/subscribe', '/subscribe acme/web', '/subscribe job', '/subscribe job a b'])(
    'explains itself after %s',
    async (text) => {
      const answer = await kit.told(CLEO, text);
      expect(answer).toContain('/subscribe <project|session|job> <id>');
      expect(answer).toContain('Example: /subscribe project acme/web');
    },
  );
});

describe('what a closed topic follows', () => {
  it('is listed and ended outside of topics, and no other topic’s', async () => {
    await kit.groupGets(['acme/web'], 7);
    await kit.groupGets(['acme/app'], 9);
    expect(await kit.told(CLEO, '/subscriptions', { chatId: GROUP })).not.toContain('acme');
    await kit.chatBook.update(GROUP, (chat) => ({ ...chat, closedTopics: [7] }) as never);
    const listed = await kit.told(CLEO, '/subscriptions', { chatId: GROUP });
    expect(listed).toContain('acme/web');
    expect(listed).not.toContain('acme/app');
    await kit.told(BEN, '/unsubscribe project acme/web', { chatId: GROUP });
    expect(kept(GROUP)?.map(({ id }) => id)).toEqual(['acme/app']);
  });
});

describe('/unsubscribe', () => {
  it('accepts a prefix of what this topic gets, and leaves the other topics alone', async () => {
    for (const topicId of [7, 9]) {
      await kit.told(BEN, '/subscribe project acme/web', { chatId: GROUP, topicId });
    }
    const answer = await kit.told(BEN, '/unsubscribe project acme', {
      chatId: GROUP,
      topicId: 7,
    });
    expect(answer).toContain('acme/web');
    expect(kept(GROUP)?.map(({ topicId }) => topicId)).toEqual([9]);
  });

  it('ends a subscription for all who made it', async () => {
    for (const who of [BEN, ANA]) {
      await kit.told(who, '/subscribe project acme/web', { chatId: GROUP });
    }
    await kit.told(BEN, '/unsubscribe project acme/web', { chatId: GROUP });
    expect(kept(GROUP)).toEqual([]);
  });

  it('says that there is no such subscription', async () => {
    expect(await kit.told(CLEO, '/unsubscribe job j1')).toContain("doesn't follow that");
  });
});
