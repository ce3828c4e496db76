import { beforeEach, describe, expect, it } from 'vitest';
import { settingsOf } from '../../../../src/audience/address-settings.ts';
import { isJobMuted, jobCalled } from '../../../../src/audience/quiet/muted-jobs.ts';
import { jobKey } from '../../../../src/jobs/job-key.ts';
import {
  ANA,
  aJob,
  BEN,
  CLEO,
  type CommandKit,
  createCommandKit,
  GROUP,
  NOW,
} from '../command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
const chat = (id = CLEO) => kit.chatBook.chats.get(id);
const mutedUntil = (id = CLEO) => chat(id)?.mutedUntil;
const isMuted = (names: string[], id = CLEO, at = kit.time.now) => {
  const stored = chat(id);
  return stored !== undefined && isJobMuted(settingsOf(stored, {}), names, at);
};

describe('/mute', () => {
  it.each([
    ['/mute 30m', NOW + HOUR / 2],
    ['/mute 2H', NOW + 2 * HOUR],
    ['/mute 1h30m', NOW + 1.5 * HOUR],
    ['/mute until 13:30', NOW + 1.5 * HOUR],
    ['/mute until 8', NOW + 20 * HOUR],
    ['/mute Until 12:00', NOW + 24 * HOUR],
  ])('%s leaves the chat alone until then, and offers to undo it', async (text, until) => {
    const { message } = await kit.ask(CLEO, text);
    expect(message.body.text).toContain('Requests still come');
    expect(mutedUntil()).toBe(iso(until));
    expect(message.buttons?.flat().map(({ action }) => action)).toEqual(['unmute']);
    expect(message.body.spans).toContainEqual(
      expect.objectContaining({ type: 'time', unixSeconds: until / 1_000 }),
    );
  });

  it('takes a time of day in the zone of the chat, and says where it had to guess that', async () => {
    expect(await kit.told(CLEO, '/mute until 08:00')).toContain('as UTC');
    await kit.told(CLEO, '/quiet America/New_York');
    expect(await kit.told(CLEO, '/mute until 08:00')).not.toContain('UTC. Say');
    expect(mutedUntil()).toBe('2026-03-02T13:00:00.000Z');
  });

  it('understands the word of the chat’s language', async () => {
    expect(await kit.told(BEN, '/mute bis 13:00')).toContain('Still bis');
    expect(mutedUntil(BEN)).toBe(iso(NOW + HOUR));
  });

  it.each([
    ['/mute 90', 'read 90 as a time'],
    ['/mute tomorrow', 'read tomorrow as a time'],
    ['/mute Morgen', 'read Morgen as a time'],
    ['/mute 5weeks', 'read 5weeks as a time'],
    ['/mute 25:00', 'read 25:00 as a time'],
    ['/mute until', 'as a time'],
    ['/mute until tomorrow', 'read tomorrow as a time'],
    ['/mute 31d', '31d is too long'],
    ['/mute 2h job more', 'more is one word too many'],
    ['/mute job more', 'more is one word too many'],
  ])('explains itself after %s, and offers times', async (text, problem) => {
    const { message } = await kit.ask(CLEO, text);
    expect(message.body.text).toContain(problem);
    expect(message.body.text).toContain('Example: /mute 2h');
    expect(message.buttons?.flat().map(({ action }) => action)).toContain('mute:30m');
    expect(kit.chatBook.chats.size).toBe(0);
  });

  it('names a job that it offers by the beginning of its title, which ends in no half character', async () => {
    kit.jobs.push(aJob({ id: 'j1', title: `${'a'.repeat(29)}👍 and more` }));
    const { message } = await kit.ask(CLEO, '/mute');
    expect(message.buttons?.at(-1)?.[0]?.label).toBe(`🔕 ${'a'.repeat(29)}…`);
  });

  it('offers times and the jobs that run, and takes a tap on them', async () => {
    kit.jobs.push(aJob({ id: 'j1' }), aJob({ id: 'j2', status: 'completed' }));
    const posted = await kit.ask(CLEO, '/mute');
    const actions = posted.message.buttons?.flat().map(({ action }) => action) ?? [];
    expect(actions).toEqual(['mute:30m', 'mute:2h', 'mute:8h', 'mute:until 08:00', 'mute-job:j1']);
    await kit.tap(CLEO, posted, 'mute:until 08:00');
    expect(mutedUntil()).toBe(iso(NOW + 20 * HOUR));
    const edited = kit.outbox.posted.at(-1);
    expect(edited).toMatchObject({ editing: 1 });
    await kit.tap(CLEO, posted, 'mute-job:j1');
    expect(isMuted([jobKey('acme/web', 'j1')])).toBe(true);
  });

  it('concerns a topic alone where it is written in one', async () => {
    await kit.groupGets(['acme/web'], 7);
    await kit.told(BEN, '/mute 2h', { chatId: GROUP, topicId: 7 });
    expect(mutedUntil(GROUP)).toBeUndefined();
    expect(chat(GROUP)?.topics?.[7]).toEqual({ mutedUntil: iso(NOW + 2 * HOUR) });
  });
});

describe('/mute of a job', () => {
  const OTHER = 'p03other';
  const key = jobKey('acme/web', OTHER);

  it('is until it ends, for exactly this id, and is taken back by a button or /unmute', async () => {
    kit.jobs.push(aJob({ id: OTHER }));
    const posted = await kit.ask(CLEO, `/mute ${OTHER}`);
    expect(posted.message.body.text).toContain('until it ends');
    expect(isMuted([key])).toBe(true);
    await kit.tap(CLEO, posted, `unmute-job:${OTHER}`);
    expect(isMuted([key])).toBe(false);
    await kit.told(CLEO, `/mute ${OTHER}`);
    expect(await kit.told(CLEO, `/unmute ${OTHER}`)).toContain('again');
    expect(isMuted([key])).toBe(false);
    expect(chat()).not.toHaveProperty('mutedJobs');
  });

  it('is until a time where one is said', async () => {
    kit.jobs.push(aJob({ id: OTHER }));
    await kit.told(CLEO, `/mute 2h ${OTHER}`);
    expect(isMuted([key], CLEO, NOW + 2 * HOUR - 1)).toBe(true);
    expect(isMuted([key], CLEO, NOW + 2 * HOUR)).toBe(false);
    expect(mutedUntil()).toBeUndefined();
  });

  it('asks when others begin like an id that it does not know, and never guesses', async () => {
    kit.jobs.push(aJob({ id: OTHER }));
    const posted = await kit.ask(CLEO, '/mute p03');
    const buttons = posted.message.buttons?.flat().map(({ label, action }) => [label, action]);
    expect(buttons).toEqual([
      ['p03 as typed', 'mute-job:p03'],
      [OTHER, `mute-job:${OTHER}`],
    ]);
    expect(kit.chatBook.chats.size).toBe(0);
    await kit.tap(CLEO, posted, 'mute-job:p03');
    expect([isMuted([key, jobCalled(OTHER)]), isMuted([jobCalled('p03')])]).toEqual([false, true]);
  });

  it('names a job by what it is for, and by no whole UUID', async () => {
    const id = '550e8400-e29b-41d4-a716-446655440000';
    kit.jobs.push(aJob({ id, title: '**Fix** the footer' }));
    const asked = await kit.ask(CLEO, '/mute 550e8400');
    expect(asked.message.buttons?.flat().map(({ label }) => label)).toEqual([
      '550e8400 as typed',
      'Fix the footer · 550e8400',
    ]);
    const told = [`/mute ${id}`, `/mute 2h ${id}`, `/unmute ${id}`, `/unmute ${id}`];
    for (const text of told) {
      const answer = await kit.told(CLEO, text);
      expect(answer).toContain('Fix the footer');
      expect(answer).not.toContain(id);
    }
  });

  it('may be of a job that is called like a time', async () => {
    kit.jobs.push(aJob({ id: '90' }));
    expect(await kit.told(CLEO, '/mute 90')).toContain('is muted until it ends');
  });

  it('may be of a job that is still to come', async () => {
    expect(await kit.told(CLEO, '/mute nightly-7')).toContain('When it comes');
    expect(isMuted([jobCalled('nightly-7')])).toBe(true);
    expect(await kit.told(CLEO, '/subscriptions')).toContain('Muted jobs: nightly-7');
  });

  it('keeps to what a person may see', async () => {
    kit.jobs.push(aJob({ id: 'p03lab', projectId: 'lab' }));
    expect(await kit.told(BEN, '/mute p03')).toContain('noch nicht gesehen');
    expect(isMuted([jobCalled('p03')], BEN)).toBe(true);
  });
});

describe('/unmute', () => {
  it('hears the chat again at once', async () => {
    await kit.told(CLEO, '/mute 2h');
    expect(await kit.told(CLEO, '/unmute')).toContain('again');
    expect(chat()).not.toHaveProperty('mutedUntil');
    expect(kit.outbox.retried).toEqual([CLEO, CLEO]);
  });

  it('names the quiet hours that there are all the same, and until when they last', async () => {
    await kit.told(CLEO, '/quiet 22:00-07:00 UTC');
    await kit.told(CLEO, '/mute 2h');
    expect(await kit.told(CLEO, '/unmute')).toMatch(/again.*\n.*22:00–07:00 \(UTC\)$/);
    await kit.told(CLEO, '/quiet 11:00-17:00 UTC');
    await kit.told(CLEO, '/mute 2h');
    expect(await kit.told(CLEO, '/unmute')).toMatch(/11:00–17:00 \(UTC\) · now until /);
  });

  it.each([
    ['/unmute', 'not muted here'],
    ['/unmute j9', 'j9 is not muted here'],
    ['/unmute j9 j8', 'one word too many'],
  ])('%s says so where nothing is muted', async (text, answer) => {
    expect(await kit.told(CLEO, text)).toContain(answer);
  });

  it('says that a mute is over by itself', async () => {
    await kit.told(CLEO, '/mute 30m');
    kit.time.now += HOUR;
    expect(await kit.told(CLEO, '/unmute')).toContain('not muted');
    expect(await kit.told(CLEO, '/subscriptions')).not.toContain('Muted');
  });
});

describe('in a group', () => {
  const here = { chatId: GROUP };
  beforeEach(() => kit.groupGets(['acme/web']));

  it.each(['/mute 2h', '/mute j1', '/quiet 22:00-07:00', '/quiet off', '/quiet Europe/Berlin'])(
    '%s is for approvers and admins of what it gets, and says who it was',
    async (text) => {
      const before = chat(GROUP);
      expect(await kit.told(CLEO, text, here)).toContain('Nothing was changed');
      expect(chat(GROUP)).toEqual(before);
      expect(await kit.told(BEN, text, here)).toContain('Changed by Ben Weber');
    },
  );

  it('buttons follow the same rules', async () => {
    const posted = await kit.ask(ANA, '/mute', here);
    const { alert } = await kit.tap(CLEO, posted, 'mute:2h');
    expect([alert, mutedUntil(GROUP)]).toEqual([true, undefined]);
    await kit.tap(BEN, posted, 'mute:2h');
    expect(mutedUntil(GROUP)).toBe(iso(NOW + 2 * HOUR));
    expect(kit.outbox.posted.at(-1)?.message.body.text).toContain('Changed by Ben Weber');
  });

  it('forged data change nothing', async () => {
    const posted = await kit.ask(ANA, '/mute', here);
    for (const data of ['mute:8d', 'quiet:0-1', 'unmute', 'mute-job:x']) {
      expect((await kit.tap(ANA, posted, data)).alert).toBe(true);
    }
    expect(mutedUntil(GROUP)).toBeUndefined();
  });
});
