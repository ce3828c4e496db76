import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Service } from '../../src/runtime/lifecycle.ts';
import type { LogSource, LogTail } from '../../src/tails/log-source.ts';
import type { Tails } from '../../src/tails/tail.ts';
import { MAX_TAIL_MS } from '../../src/tails/tail-screen.ts';
import { aJob } from '../helpers/memory-job-board.ts';
import { ANA, createTailsKit, GROUP, type TailsKit } from './tails-kit.ts';

let kit: TailsKit;
let tails: Tails & Service;
beforeEach(async () => {
  kit = createTailsKit();
  tails = await kit.startReplica();
});
afterEach(() => kit.end());

describe('a tail', () => {
  it('shows the newest lines at once, and again only when something changed', async () => {
    kit.writes('j1', 'a', 'b', 'c');
    await kit.open(tails, { lines: 2, locale: 'de' });
    expect(kit.said()).toEqual(['j1 live b c']);
    expect(kit.outbox.posted[0]).toMatchObject({ address: ANA });
    expect(kit.outbox.posted[0]?.message.body.text).toContain('"locale":"de"');
    await kit.clock.advance(6_000);
    expect(kit.said()).toHaveLength(1);
    kit.writes('j1', 'a', 'b', 'c', 'd');
    await kit.clock.advance(2_000);
    expect(kit.said()).toEqual(['j1 live b c', 'j1 live c d']);
    expect(kit.slots()).toBe(1);
  });

  it('waits for a log that is not there yet', async () => {
    await kit.open(tails);
    kit.writes('j1', 'first');
    await kit.clock.advance(2_000);
    expect(kit.said()).toEqual(['j1 waiting', 'j1 live first']);
  });

  it('reads the first source that has the job', async () => {
    const holds = (line: string): LogSource => ({
      tail: async ({ jobId }) => (jobId === line ? undefined : { lines: [line], ended: false }),
    });
    tails = await kit.startReplica([holds('stream'), holds('file')]);
    await kit.open(tails);
    await kit.open(tails, { jobId: 'stream' });
    expect(kit.said()).toEqual(['j1 live stream', 'stream live file']);
  });

  it('says what its job is for, as it was known when it was opened', async () => {
    await kit.open(tails, { title: 'Login form' });
    const titles = kit.outbox.posted.map(({ message }) => JSON.parse(message.body.text).title);
    expect(titles).toEqual(['Login form']);
  });

  it('is complete, with the last lines, when the source says so', async () => {
    kit.writes('j1', 'a');
    await kit.open(tails);
    kit.logs.set('j1', async () => ({ lines: ['a', 'z'], ended: true }));
    await kit.clock.advance(10_000);
    expect(kit.said()).toEqual(['j1 live a', 'j1 complete a z']);
    expect(await kit.store.all()).toEqual([]);
  });

  it.each(['completed', 'failed', 'canceled'] as const)(
    'is complete when its job has %s, with lines written until then',
    async (status) => {
      kit.statuses.set('j1', 'running');
      kit.writes('j1', 'a');
      await kit.open(tails);
      kit.writes('j1', 'a', 'last');
      kit.statuses.set('j1', status);
      await kit.clock.advance(10_000);
      expect(kit.said()).toEqual(['j1 live a', 'j1 complete a last']);
      expect(await kit.store.all()).toEqual([]);
    },
  );

  it('of one project is not complete when the job of that id in another has ended', async () => {
    const ended = { status: 'completed', visibility: 'public', title: '' } as const;
    const at = '2026-03-02T09:00:00.000Z';
    kit.others.set('j1', [{ id: 'j1', projectId: 'b', ...ended, startedAt: at, updatedAt: at }]);
    kit.writes('j1', 'a');
    await kit.open(tails, { projectId: 'b' });
    expect(kit.said().at(-1)).toBe('j1 complete a');
    await kit.open(tails, { projectId: 'a', address: GROUP });
    expect(kit.said().at(-1)).toBe('j1 live a');
    kit.statuses.set('j1', 'failed');
    await kit.clock.advance(4_000);
    expect(kit.said().at(-1)).toBe('j1 complete a');
  });

  it('is shown in a group at most every 4 s', async () => {
    kit.changesAlways('j1');
    await kit.open(tails, { address: GROUP });
    const first = kit.outbox.posted.length;
    await kit.clock.advance(20_000);
    expect(kit.outbox.posted.length - first).toBe(5);
  });

  it('opened again for the same job ends the earlier message and shows a new one', async () => {
    kit.writes('j1', 'a', 'b');
    await kit.open(tails, { lines: 1 });
    await kit.clock.advance(2_000);
    await kit.open(tails, { lines: 2 });
    expect(kit.said()).toEqual(['j1 live b', 'j1 stopped b', 'j1 live a b']);
    expect(kit.slots()).toBe(2);
    expect((await kit.store.all()).map(({ lines }) => lines)).toEqual([2]);
  });

  it('ends the oldest of its chat when it is the sixth there', async () => {
    for (const at of [1, 2, 3, 4, 5, 6]) {
      kit.writes(`j${at}`, 'x');
      await kit.open(tails, { jobId: `j${at}`, address: { chatId: -5, topicId: at } });
      await kit.clock.advance(1);
    }
    expect((await kit.store.all()).map(({ jobId }) => jobId)).toEqual([
      'j2',
      'j3',
      'j4',
      'j5',
      'j6',
    ]);
    expect(kit.said()).toContain('j1 stopped x');
  });
});

describe('a tail that may run no longer', () => {
  it('ends with a line that says so, without any of the log, when rights end', async () => {
    kit.writes('j1', 'a');
    await kit.open(tails);
    kit.revoked.add('j1');
    kit.writes('j1', 'a', 'secret');
    await kit.clock.advance(10_000);
    expect(kit.said()).toEqual(['j1 live a', 'j1 revoked']);
    expect(await kit.store.all()).toEqual([]);
  });

  it('goes on without what is stored by job id alone once another job has the id', async () => {
    const twin = aJob({ id: 'j1', projectId: 'b', visibility: 'internal' });
    kit.logs.set('j1', async () => {
      kit.others.set('j1', [twin]);
      return { lines: ['secret'], ended: false };
    });
    await kit.open(tails);
    await kit.clock.advance(10_000);
    expect(kit.said()).toEqual(['j1 waiting']);
  });

  describe.each(['revoked', 'internal'] as const)('because the job is %s', (how) => {
    it('shows nothing of a log that was being read meanwhile', async () => {
      let answer = (_: LogTail) => {};
      kit.logs.set('j1', () => new Promise((resolve) => (answer = resolve)));
      await kit.open(tails);
      kit[how].add('j1');
      answer({ lines: ['secret'], ended: false });
      await kit.clock.advance(0);
      expect(kit.said()).toEqual(['j1 revoked']);
    });

    it('shows no last lines to whoever stops it, also if that happens while they are read', async () => {
      kit.writes('j1', 'a');
      await kit.open(tails);
      kit.logs.set('j1', async () => {
        kit[how].add('j1');
        return { lines: ['secret'], ended: false };
      });
      await tails.close(await tails.running(ANA));
      expect(kit.said().at(-1)).toBe('j1 stopped');
      await kit.open(tails);
      await tails.close(await tails.running(ANA));
      expect(kit.said().join()).not.toContain('secret');
    });
  });

  it('ends after its longest time, and says so', async () => {
    kit.writes('j1', 'a');
    await kit.open(tails);
    await kit.open(tails, { jobId: 'old', openedAt: kit.clock.now() - MAX_TAIL_MS });
    await kit.clock.advance(2_000);
    expect(kit.said()).toEqual(['j1 live a', 'old expired']);
    expect((await kit.store.all()).map(({ jobId }) => jobId)).toEqual(['j1']);
  });

  it('is the oldest of its person, when that is the eleventh', async () => {
    for (let at = 1; at <= 11; at += 1) {
      await kit.open(tails, { jobId: `j${at}`, address: { chatId: -at } });
      await kit.clock.advance(1);
    }
    const jobs = (await kit.store.all()).map(({ jobId }) => jobId);
    expect(jobs).toHaveLength(10);
    expect(jobs).not.toContain('j1');
  });

  it('is not begun when 200 run, and ends none of them', async () => {
    for (let at = 0; at < 200; at += 1) {
      const tail = { jobId: `j${at}`, by: at, address: { chatId: -at } };
      expect(await kit.open(tails, tail)).toBe('opened');
    }
    expect(await kit.open(tails, { by: 300 })).toBe('full');
    expect(await kit.store.all()).toHaveLength(200);
    const again = { jobId: 'j7', by: 7, address: { chatId: -7 } };
    expect(await kit.open(tails, { ...again, openedAt: 5 })).toBe('opened');
  });
});

describe('stopping', () => {
  beforeEach(async () => {
    for (const jobId of ['j1', 'j2', 'j3']) kit.writes(jobId, 'x');
    await kit.open(tails);
    await kit.open(tails, { jobId: 'j2' });
    await kit.open(tails, { jobId: 'j3', address: GROUP });
  });

  it('ends one tail of an address, or all of them, and says so in their messages', async () => {
    const running = await tails.running(ANA);
    expect(running.map(({ jobId }) => jobId)).toEqual(['j1', 'j2']);
    await tails.close(running.slice(0, 1));
    expect(kit.said().at(-1)).toBe('j1 stopped x');
    await tails.close(await tails.running(ANA));
    expect(await tails.running(ANA)).toEqual([]);
    expect((await kit.store.all()).map(({ jobId }) => jobId)).toEqual(['j3']);
    await kit.clock.advance(10_000);
    expect(kit.said('j1').at(-1)).toBe('j1 stopped x');
  });

  it('has the last word over a refresh that had begun before', async () => {
    let answer = (_: LogTail) => {};
    kit.logs.set('j1', () => new Promise((resolve) => (answer = resolve)));
    await kit.clock.advance(2_000);
    const slow = answer;
    kit.writes('j1', 'x');
    await tails.close((await tails.running(ANA)).slice(0, 1));
    slow({ lines: ['old'], ended: false });
    await kit.clock.advance(10_000);
    expect(kit.said('j1').at(-1)).toBe('j1 stopped x');
  });

  it('has the last word over a refresh that shows something meanwhile', async () => {
    const release = kit.holdUp('stopped');
    const closed = tails.close((await tails.running(ANA)).slice(0, 1));
    await kit.clock.advance(0);
    kit.writes('j1', 'x', 'y');
    await kit.clock.advance(2_000);
    release();
    await closed;
    await kit.clock.advance(10_000);
    expect(kit.said('j1').at(-1)).toMatch(/^j1 stopped/);
  });

  it('answers soon although the log can not be read', async () => {
    kit.logs.set('j1', () => new Promise(() => {}));
    const closed = tails.close((await tails.running(ANA)).slice(0, 1));
    await kit.clock.advance(500);
    await closed;
    expect(kit.said().at(-1)).toBe('j1 stopped');
  });
});

it('edits no more often when 10,000 lines a second are written than when ten are', async () => {
  const editsOf = async (perSecond: number): Promise<number> => {
    const start = kit.said().length;
    let count = 0;
    kit.logs.set('j1', async () => {
      count += 2 * perSecond;
      const lines = Array.from({ length: 20 }, (_, at) => `line ${count + at}`);
      return { lines, ended: false };
    });
    await kit.open(tails);
    await kit.clock.advance(20_000);
    await tails.close(await tails.running(ANA));
    return kit.said().length - start;
  };
  expect(await editsOf(10_000)).toBe(await editsOf(10));
});
