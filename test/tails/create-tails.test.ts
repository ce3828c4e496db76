import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Service } from '../../src/lifecycle.ts';
import type { LogSource, LogTail } from '../../src/tails/log-source.ts';
import type { Tails } from '../../src/tails/tail.ts';
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
      tail: async (jobId) => (jobId === line ? undefined : { lines: [line], ended: false }),
    });
    tails = await kit.startReplica([holds('stream'), holds('file')]);
    await kit.open(tails);
    await kit.open(tails, { jobId: 'stream' });
    expect(kit.said()).toEqual(['j1 live stream', 'stream live file']);
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

describe('stopping', () => {
  beforeEach(async () => {
    for (const jobId of ['j1', 'j2', 'j3']) kit.writes(jobId, 'x');
    await kit.open(tails);
    await kit.open(tails, { jobId: 'j2' });
    await kit.open(tails, { jobId: 'j3', address: GROUP });
  });

  it('ends one tail of an address, or all of them, and says so in their messages', async () => {
    expect(await tails.close(ANA, 'j1')).toEqual(['j1']);
    expect(kit.said().at(-1)).toBe('j1 stopped x');
    expect(await tails.close(ANA)).toEqual(['j2']);
    expect(await tails.close(ANA)).toEqual([]);
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
    await tails.close(ANA, 'j1');
    slow({ lines: ['old'], ended: false });
    await kit.clock.advance(10_000);
    expect(kit.said('j1').at(-1)).toBe('j1 stopped x');
  });

  it('answers soon although the log can not be read', async () => {
    kit.logs.set('j1', () => new Promise(() => {}));
    const closed = tails.close(ANA, 'j1');
    await kit.clock.advance(500);
    expect(await closed).toEqual(['j1']);
    expect(kit.said().at(-1)).toBe('j1 stopped');
  });
});
