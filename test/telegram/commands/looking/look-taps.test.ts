// Pages that are turned in place: each tap shows what the person who taps may see there and then.
import { beforeEach, describe, expect, it } from 'vitest';
import { jobKey } from '../../../../src/jobs/job-key.ts';
import type { Posted } from '../../../helpers/recording-outbox.ts';
import { ANA, aJob, BEN, CLEO, type CommandKit, DAN, GROUP } from '../command-kit.ts';
import {
  at,
  createLookWorld,
  DEPLOY,
  FIXED,
  HIDDEN,
  happens,
  INTERNAL,
  LIMITS,
} from './look-world.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createLookWorld();
});

const TOPIC = 7;
const inTopic = { chatId: GROUP, topicId: TOPIC };
const buttons = ({ message }: Posted) => (message.buttons ?? []).flat();
const dataOf = (posted: Posted, label: string) =>
  buttons(posted).find((button) => button.label === label)?.action ?? `no ${label}`;

/** The page that a tap put in place of the tapped one. */
async function turn(person: number, page: Posted, label: string): Promise<Posted> {
  const before = kit.outbox.posted.length;
  const answer = await kit.tap(person, page, dataOf(page, label));
  const [turned] = kit.outbox.posted.slice(before);
  if (turned === undefined) throw new Error(`nothing turned: ${answer?.text.text}`);
  expect(turned.editing).toBe(1);
  return turned;
}
const text = ({ message }: Posted) => message.body.text;

describe('/jobs', () => {
  it('turns pages in place, and opens a job and goes back to the same page', async () => {
    const first = await kit.ask(ANA, '/jobs');
    const second = await turn(ANA, first, '›');
    expect(text(second)).toMatch(/^📋 Jobs\n\n1\. ❌ Smoke tests/);
    expect(buttons(second).map(({ label }) => label)).toEqual(['1', '‹', '↻']);
    const job = await turn(ANA, second, '1');
    expect(text(job)).toMatch(/^❌ Smoke tests failed · acme\/web\n/);
    expect(text(await turn(ANA, job, '‹‹ Back'))).toBe(text(second));
    expect(text(await turn(ANA, second, '‹'))).toBe(text(first));
  });

  it('shows the last page where the one that was asked for is gone', async () => {
    const second = await turn(ANA, await kit.ask(ANA, '/jobs'), '›');
    kit.jobs.splice(1, 2);
    expect(text(await turn(ANA, second, '↻'))).toMatch(/^📋 Jobs\n\n1\. ⏸️ Deploy/);
  });

  it('has what waits for people before what changed since', async () => {
    const order = [...(await kit.told(ANA, '/jobs')).matchAll(/^\d\. (\S+)/gm)].map(
      ([, icon]) => icon,
    );
    expect(order).toEqual(['⏸️', '🔄', '🔄', '🔄', '🔄', '✅']);
  });

  it('says what to do where there is none', async () => {
    kit.jobs.length = 0;
    const { message } = await kit.ask(CLEO, '/jobs');
    expect(message.body.text).toContain('/subscriptions');
    expect(message.buttons).toBeUndefined();
  });

  it.each([
    ['an admin in private', ANA, undefined, [LIMITS, HIDDEN, INTERNAL]],
    ['a viewer of everything in private', CLEO, undefined, [LIMITS, HIDDEN]],
    ['an approver of one project in private', BEN, undefined, [LIMITS]],
    ['an admin in a topic', ANA, inTopic, [LIMITS]],
    ['a viewer in a topic', CLEO, inTopic, [LIMITS]],
    ['an admin in the group, which gets nothing itself', ANA, { chatId: GROUP }, []],
  ] as const)('shows %s what is theirs there', async (...[, person, where, seen]) => {
    await kit.groupGets(['acme/web'], TOPIC);
    for (const command of ['/jobs', '/sessions', '/history', '/history 30', '/job']) {
      const { message } = await kit.ask(person, command, where);
      const all = JSON.stringify(message);
      for (const job of [HIDDEN, INTERNAL]) {
        const isSeen = (seen as readonly unknown[]).includes(job);
        if (!isSeen) expect(all, command).not.toContain(job.title);
        if (isSeen && command === '/jobs') expect(all, command).toContain(job.title);
      }
      expect(all.includes('in private'), command).toBe(where !== undefined);
    }
    const { message } = await kit.ask(person, '/jobs', where);
    expect(message.body.text.includes('Add rate')).toBe(seen.length > 0);
  });

  it('hides credentials in titles and steps', async () => {
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    kit.jobs.unshift(aJob({ id: 'leak', title: `push with ${secret}`, updatedAt: at(0) }));
    await happens(kit, {
      jobId: 'leak',
      type: 'job.progress',
      data: { last_action: `curl ${secret}` },
    });
    for (const command of [
      '/jobs',
      '/job leak',
      '/sessions',
      '/history',
      '/history 9',
      '/history leak',
      '/mute',
      '/mute leak',
      '/subscriptions',
    ])
      expect(JSON.stringify((await kit.ask(ANA, command)).message), command).not.toContain(
        'a1B2a1B2',
      );
  });
});

describe('/job', () => {
  it('takes an exact id before a longer one, and asks by buttons which of several', async () => {
    kit.jobs.push(aJob({ id: 'fix-12', title: 'Fix the footer', updatedAt: at(1) }));
    expect(await kit.told(ANA, '/job fix-1')).toContain('Fix the checkout');
    const asked = await kit.ask(ANA, '/job fix-');
    expect(buttons(asked).map(({ label }) => label)).toEqual([
      'Fix the footer · fix-12 · acme/web',
      'Fix the checkout · fix-1 · acme/web',
    ]);
    expect(text(await turn(ANA, asked, 'Fix the checkout · fix-1 · acme/web'))).toContain(
      'Fix the checkout done',
    );
  });

  it('asks which project is meant where two have a job of this id', async () => {
    kit.jobs.push({ ...FIXED, projectId: 'acme/api', title: 'Other' });
    const asked = await kit.ask(CLEO, '/job fix-1');
    expect(text(asked)).toBe('Several projects have a job of this id. Which one?');
    expect(buttons(asked)).toHaveLength(2);
    expect(await kit.told(BEN, '/job fix-1')).toContain('Fix the checkout');
  });

  it('of another is answered as one that is nowhere', async () => {
    const told = async (id: string) => (await kit.told(BEN, `/job ${id}`)).replace(id, '');
    expect(await told('hid-1')).toBe(await told('abs-1'));
    expect((await kit.told(BEN, '/history hid-1')).replace('hid-1', '')).toBe(
      (await kit.told(BEN, '/history abs-1')).replace('abs-1', ''),
    );
    expect((await kit.told(BEN, '/history acme/secret')).replace('acme/secret', '')).toBe(
      (await kit.told(BEN, '/history acme/absent')).replace('acme/absent', ''),
    );
  });

  it('opens the log, and ends it where it runs', async () => {
    await kit.groupGets(['acme/web'], TOPIC);
    const page = await kit.ask(CLEO, `/job ${DEPLOY.id}`, inTopic);
    await kit.tap(CLEO, page, dataOf(page, '📜 Log'));
    expect(kit.tails.map(({ jobId, address }) => [jobId, address])).toEqual([[DEPLOY.id, inTopic]]);
    await kit.hear(ANA, `/tail ${LIMITS.id}`, inTopic);
    const running = await turn(CLEO, page, '↻');
    const stopping = dataOf(running, '⏹️ Stop the log');
    await kit.members.grant(DAN, { role: 'viewer' });
    expect((await kit.tap(DAN, running, stopping))?.text.text).toContain('Others opened');
    expect(kit.tails).toHaveLength(2);
    expect(buttons(await turn(CLEO, running, '⏹️ Stop the log'))[0]?.label).toBe('📜 Log');
    expect(kit.tails.map(({ jobId }) => jobId)).toEqual([LIMITS.id]);
  });
});

describe('a tap', () => {
  it('by a person without a role, or with data that the message does not have, shows nothing', async () => {
    const page = await kit.ask(ANA, '/jobs');
    const before = kit.outbox.posted.length;
    expect((await kit.tap(DAN, page, dataOf(page, '1')))?.text.text).toContain('no role');
    const forged = `l:o:${jobKey('acme/secret', 'hid-1')}:`;
    expect((await kit.tap(BEN, await kit.ask(BEN, '/jobs'), forged))?.text.text).toContain(
      'too old',
    );
    expect(kit.outbox.posted.slice(before + 1)).toEqual([]);
  });

  it('on a job or a history that the person who taps may not see finds nothing', async () => {
    const page = await kit.ask(ANA, '/jobs');
    const asked = await kit.ask(ANA, '/history');
    const before = kit.outbox.posted.length;
    expect((await kit.tap(BEN, page, dataOf(page, '3')))?.text.text).toBe(
      'I no longer have this job.',
    );
    expect((await kit.tap(BEN, asked, dataOf(asked, '📁 acme/secret')))?.alert).toBe(true);
    expect(kit.outbox.posted.length).toBe(before);
  });

  it('in a group shows only what the group gets, also on a page that was opened before that changed', async () => {
    await kit.groupGets(['acme/web', 'acme/secret']);
    const page = await kit.ask(ANA, '/jobs', { chatId: GROUP });
    expect(text(page)).toContain('Rotate the vault');
    await kit.chatBook.update(GROUP, (stored) => {
      if (stored === undefined) throw new Error('no group');
      return {
        ...stored,
        subscriptions: stored.subscriptions.filter(({ id }) => id !== 'acme/secret'),
      };
    });
    const turned = await turn(ANA, page, '↻');
    expect(text(turned)).not.toContain('Rotate the vault');
    expect(text(turned)).toContain('in private');
    expect((await kit.tap(ANA, page, dataOf(page, '3')))?.alert).toBe(true);
  });
});

describe('/sessions', () => {
  it('opens the jobs of a session, of its project alone', async () => {
    kit.jobs.push(
      aJob({ ...HIDDEN, id: 'twin', sessionId: 'S12', title: 'Twin', updatedAt: at(2) }),
    );
    const page = await kit.ask(CLEO, '/sessions');
    const session = await turn(CLEO, page, '1');
    expect(text(session)).toMatch(
      /^🗂️ Session S12\n\n1\. ⏸️ Deploy shop.*\n.*\n.*\n\n2\. 🔄 Add rate/,
    );
    expect(text(session)).not.toContain('Twin');
    const job = await turn(CLEO, session, '2');
    expect(text(await turn(CLEO, job, '‹‹ Back'))).toBe(text(session));
    expect(text(await turn(CLEO, session, '‹‹ Back'))).toBe(text(page));
  });
});

describe('/history', () => {
  const step = (number: number) => ({
    ...{ jobId: LIMITS.id, sessionId: 'S12', type: 'job.progress', time: at(60 - number) },
    data: { last_action: `step ${number}` },
  });
  const steps = (posted: Posted) =>
    [...text(posted).matchAll(/step (\d+)/g)].map(([, number]) => Number(number));

  it('goes back page by page and returns, though more happens meanwhile', async () => {
    await happens(kit, ...[1, 2, 3, 4, 5].map(step));
    const newest = await kit.ask(ANA, `/history job ${LIMITS.id} 2`);
    expect(steps(newest)).toEqual([4, 5]);
    const older = await turn(ANA, newest, '‹');
    expect(steps(older)).toEqual([2, 3]);
    const oldest = await turn(ANA, older, '‹');
    expect(steps(oldest)).toEqual([1]);
    expect(buttons(oldest).map(({ label }) => label)).toEqual(['‹‹ Back', '↻', '›']);
    await happens(kit, step(6), step(7));
    const back = await turn(ANA, oldest, '›');
    expect(steps(back)).toEqual([2, 3]);
    expect(steps(await turn(ANA, await turn(ANA, back, '›'), '›'))).toEqual([6, 7]);
    expect(steps(await turn(ANA, oldest, '↻'))).toEqual([6, 7]);
  });

  it('passes over what may not be shown, and finds what lies behind it', async () => {
    await happens(kit, step(1));
    const hidden = Array.from({ length: 350 }, (_, number) => ({
      ...step(number + 10),
      projectId: 'acme/secret',
    }));
    const internal = Array.from({ length: 50 }, (_, number) => ({
      ...step(number + 500),
      visibility: 'internal' as const,
    }));
    await happens(kit, ...hidden, ...internal);
    expect(steps(await kit.ask(BEN, '/history 5'))).toEqual([1]);
    expect(steps(await kit.ask(CLEO, '/history 2'))).toEqual([358, 359]);
    expect(steps(await kit.ask(ANA, '/history 2'))).toEqual([548, 549]);
  });
});
