import { beforeEach, describe, expect, it } from 'vitest';
import { aJob, BEN, CLEO, type CommandKit, createCommandKit, GROUP, NOW } from './command-kit.ts';

const RUNNING = aJob({ id: 'run-1', sessionId: 'S1' });
const ENDED = aJob({ id: 'end-1', sessionId: 'S1', status: 'completed' });
const HIDDEN = aJob({ id: 'hid-1', sessionId: 'S9', projectId: 'acme/secret' });

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
  kit.jobs.push(ENDED, RUNNING, HIDDEN);
  await kit.groupGets(['acme/web'], 7);
});

describe('/tail', () => {
  it.each([
    ['/tail', 'run-1', 20],
    ['/tail 50', 'run-1', 50],
    ['/tail end', 'end-1', 20],
    ['/tail job end-1 7', 'end-1', 7],
    ['/tail session S1', 'run-1', 20],
    ['/tail S1 200', 'run-1', 200],
  ])('%s shows %s, %i lines', async (text, jobId, lines) => {
    expect(await kit.hear(CLEO, text, { chatId: GROUP, topicId: 7 })).toEqual([]);
    expect(kit.tails).toEqual([
      {
        address: { chatId: GROUP, topicId: 7 },
        jobId,
        title: 'fix the login',
        projectId: 'acme/web',
        by: CLEO,
        lines,
        locale: 'en',
        openedAt: NOW,
      },
    ]);
  });

  it.each([
    ['/tail run-1 50 short', 50],
    ['/tail SHORT', 20],
    ['/tail session S1 short', 20],
  ])('%s shortens the times of its lines', async (text, lines) => {
    expect(await kit.hear(CLEO, text)).toEqual([]);
    expect(kit.tails).toMatchObject([{ jobId: 'run-1', lines, times: 'short' }]);
  });

  it('takes the word for an id where it stands for one', async () => {
    kit.jobs.push(aJob({ id: 'short' }));
    await kit.hear(CLEO, '/tail job short');
    expect(kit.tails).toMatchObject([{ jobId: 'short' }]);
    expect(kit.tails[0]).not.toHaveProperty('times');
  });

  it.each(['/tail job', '/tail run-1 0', '/tail run-1 201', '/tail run-1 many', '/tail a b c'])(
    'explains itself after %s',
    async (text) => {
      expect(await kit.told(CLEO, text)).toContain('/tail [session|job]');
      expect(kit.tails).toEqual([]);
    },
  );

  it('answers for a hidden job as for a missing one', async () => {
    const hidden = await kit.told(BEN, '/tail hid-1');
    const absent = await kit.told(BEN, '/tail abs-1');
    expect(hidden.replace('hid-1', '')).toBe(absent.replace('abs-1', ''));
    expect(await kit.told(BEN, '/tail session S9')).toBe('Es gibt keine Sitzung S9.');
    expect(kit.tails).toEqual([]);
  });

  it('says that there are no jobs', async () => {
    kit.jobs.length = 0;
    expect(await kit.told(CLEO, '/tail')).toBe('No jobs yet.');
  });
});

describe('/tail with the beginning of several ids', () => {
  it('asks by buttons which job is meant, and these open its log', async () => {
    const ids = ['550e8400-e29b-41d4-a716-446655440000', '550e8401-e29b-41d4-a716-446655440000'];
    for (const id of ids) kit.jobs.push(aJob({ id, title: `**Build** ${id[7]}`, updatedAt: id }));
    const asked = await kit.ask(CLEO, '/tail 550e');
    expect(asked.message.body.text).toContain('550e8400');
    expect(asked.message.body.text).not.toContain(ids[0]);
    const [first = [], second = []] = asked.message.buttons ?? [];
    expect([...first, ...second].map(({ label }) => label).sort()).toEqual([
      'Build 0 · 550e8400 · acme/web',
      'Build 1 · 550e8401 · acme/web',
    ]);
    expect(first[0]?.action).toMatch(/^j:log:/);
  });
});

describe('/tail with an id that several projects use', () => {
  beforeEach(() => {
    const jobs = [aJob({ title: 'Api', projectId: 'acme/api' }), aJob({ title: 'Web' }), HIDDEN];
    kit.jobs.push(...jobs.map((job) => ({ ...job, id: 'same-1' })));
  });

  it.each(['/tail same-1', '/tail same', '/tail job same-1 50'])('%s asks which', async (text) => {
    const { message } = await kit.ask(CLEO, text);
    const buttons = message.buttons?.flat() ?? [];
    const labels = buttons.map(({ label }) => label.replace(' · same-1', ''));
    expect(labels).toContain('Api · acme/api');
    expect(labels).toContain('Web · acme/web');
    for (const { action } of buttons) expect(action).toMatch(/^j:log:/);
    expect(kit.tails).toEqual([]);
  });

  it('opens the one that may be shown', async () => {
    expect(await kit.hear(BEN, '/tail same-1')).toEqual([]);
    expect(kit.tails).toMatchObject([{ title: 'Web', projectId: 'acme/web' }]);
  });
});

describe('/stop', () => {
  it('ends all tails of its topic, or one', async () => {
    for (const job of ['run-1', 'end-1']) await kit.hear(CLEO, `/tail ${job}`);
    await kit.hear(CLEO, '/tail run-1', { chatId: GROUP, topicId: 7 });
    expect(await kit.told(CLEO, '/stop run')).toBe('⏹️ Stopped: run-1');
    expect(await kit.told(CLEO, '/stop')).toBe('⏹️ Stopped: end-1');
    expect(await kit.told(CLEO, '/stop')).toBe('No live log is running here.');
    expect(kit.tails).toHaveLength(1);
  });

  it('names jobs by the first part of a UUID, as their logs do', async () => {
    kit.jobs.push(aJob({ id: '550e8400-e29b-41d4-a716-446655440000' }));
    await kit.hear(CLEO, '/tail 550e8400');
    expect(await kit.told(CLEO, '/stop')).toBe('⏹️ Stopped: 550e8400');
  });

  it('ends in a group one’s own, or all for whoever may decide there, and says who', async () => {
    const here = { chatId: GROUP, topicId: 7 };
    await kit.hear(BEN, '/tail run-1', here);
    await kit.hear(CLEO, '/tail end-1', here);
    expect(await kit.told(CLEO, '/stop run', here)).toContain('They or an approver can stop them');
    expect(await kit.told(CLEO, '/stop', here)).toBe('⏹️ Stopped: end-1\nChanged by Cleo');
    expect(kit.tails.map(({ jobId }) => jobId)).toEqual(['run-1']);
    await kit.hear(CLEO, '/tail end-1', here);
    expect(await kit.told(BEN, '/stop', here)).toBe(
      '⏹️ Stopped: run-1, end-1\nChanged by Ben Weber',
    );
  });

  it('finds by prefix only what runs here', async () => {
    await kit.hear(CLEO, '/tail run-1');
    expect(await kit.told(CLEO, '/stop end')).toBe('No live log is running here.');
  });
});
