import { beforeEach, describe, expect, it } from 'vitest';
import {
  ANA,
  aJob,
  aRequest,
  BEN,
  CLEO,
  type CommandKit,
  createCommandKit,
  GROUP,
} from '../command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

const kept = (chatId: number) => kit.chatBook.chats.get(chatId)?.subscriptions;

describe('/subscribe', () => {
  it.each([
    ['project', 'acme/w', 'acme/web'],
    ['session', 'S1', 'S12'],
    ['job', '7b2e', aJob().id],
  ])('takes a %s by the beginning %s', async (kind, beginning, id) => {
    kit.jobs.push(aJob());
    expect(await kit.told(CLEO, `/subscribe ${kind} ${beginning}`)).toContain(id);
    expect(kept(CLEO)).toEqual([{ kind, id, by: CLEO }]);
  });

  it('knows a project from an open request alone', async () => {
    kit.approvals.open(aRequest());
    await kit.told(CLEO, '/subscribe project acme');
    expect(kept(CLEO)?.[0]?.id).toBe('acme/web');
  });

  it('asks which one when several begin like this', async () => {
    kit.jobs.push(aJob({ id: 'job-1' }), aJob({ id: 'job-2' }));
    const answer = await kit.told(CLEO, '/subscribe job job');
    expect(answer).toContain('job-1');
    expect(answer).toContain('job-2');
    expect(kept(CLEO)).toBeUndefined();
  });

  it('takes what has not begun yet, and says so', async () => {
    expect(await kit.told(CLEO, '/subscribe job j-77')).toContain('seen nothing of it yet');
    expect(kept(CLEO)).toEqual([{ kind: 'job', id: 'j-77', by: CLEO }]);
  });

  it('answers for a hidden project as for one that is not', async () => {
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
    expect(await kit.told(ANA, '/subscribe job int')).toContain('internal-job');
    expect(await kit.told(ANA, '/subscribe job int', { chatId: GROUP })).not.toContain(
      'internal-job',
    );
    expect(await kit.told(CLEO, '/subscribe job int')).not.toContain('internal-job');
  });

  it('belongs to the topic it was written in', async () => {
    await kit.told(CLEO, '/subscribe project acme/web', { chatId: GROUP, topicId: 7 });
    expect(kept(GROUP)).toEqual([{ kind: 'project', id: 'acme/web', topicId: 7, by: CLEO }]);
    const elsewhere = await kit.told(CLEO, '/subscriptions', { chatId: GROUP, topicId: 9 });
    expect(elsewhere).toContain('gets nothing yet');
    const here = await kit.told(CLEO, '/subscriptions', { chatId: GROUP, topicId: 7 });
    expect(here).toContain('acme/web');
  });

  it('is kept once for each person, since each brings their own rights', async () => {
    for (const who of [BEN, CLEO, CLEO]) {
      await kit.told(who, '/subscribe project acme/web', { chatId: GROUP });
    }
    expect(kept(GROUP)?.map(({ by }) => by)).toEqual([BEN, CLEO]);
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

describe('/unsubscribe', () => {
  it('takes the beginning of what this topic gets, and leaves the other topics alone', async () => {
    for (const topicId of [7, 9]) {
      await kit.told(CLEO, '/subscribe project acme/web', { chatId: GROUP, topicId });
    }
    const answer = await kit.told(CLEO, '/unsubscribe project acme', {
      chatId: GROUP,
      topicId: 7,
    });
    expect(answer).toContain('acme/web');
    expect(kept(GROUP)?.map(({ topicId }) => topicId)).toEqual([9]);
  });

  it('ends a subscription for all who made it', async () => {
    for (const who of [BEN, CLEO]) {
      await kit.told(who, '/subscribe project acme/web', { chatId: GROUP });
    }
    await kit.told(CLEO, '/unsubscribe project acme/web', { chatId: GROUP });
    expect(kept(GROUP)).toEqual([]);
  });

  it('says that there is nothing of the kind', async () => {
    expect(await kit.told(CLEO, '/unsubscribe job j1')).toContain('not subscribed');
  });
});
