import { execFileSync } from 'node:child_process';
import { mkdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFollower, createRunsKit, type Follower, line, type RunsKit } from './runs-kit.ts';

let kit: RunsKit;
let runs: Follower;

beforeEach(async () => {
  kit = await createRunsKit();
  runs = createFollower(kit);
});
afterEach(() => kit.remove());

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => line(from + at)).join('');
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);
const inodeOf = async (path: string) => String((await stat(path)).ino);

describe('the lines of a job', () => {
  it('are handed on with the job of their folder and their place in the file', async () => {
    await kit.write('job-1', line(1) + line(22));
    await runs.look();
    const about = { jobId: 'job-1' };
    const source = 'runs/job-1/events.jsonl';
    const arrivedAt = expect.any(Number);
    const same = { dialect: 'pipeline', source, arrivedAt, about };
    expect(kit.messages).toEqual([
      { ...same, text: '{"n":1}', entryId: '0' },
      { ...same, text: '{"n":22}', entryId: '8' },
    ]);
    expect(kit.batches.map(({ acknowledgement }) => acknowledgement)).toEqual([
      { source, from: '', to: `${await inodeOf(kit.path('job-1'))}:17` },
    ]);
  });

  it('are taken when they are complete, and not before', async () => {
    await kit.write('job-1', '{"n":1}\n{"n":2');
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1]);
    await kit.write('job-1', '}');
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1]);
    await kit.write('job-1', '\n');
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1, 2]);
  });

  it('may end like on Windows, and empty ones are nothing', async () => {
    await kit.write('job-1', '\n\r\n{"n":1}\r\n\r\n\n{"n":2}\n\n');
    await runs.look();
    expect(kit.messages.map(({ text }) => text)).toEqual(['{"n":1}', '{"n":2}']);
  });

  it('that nobody can decode become dead letters, and the next one is taken', async () => {
    await kit.write('job-1', `${line(1)}{oops\n${line(2)}`);
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1, 2]);
    expect(await kit.deadLetters()).toMatchObject([
      { source: 'runs/job-1/events.jsonl', entryId: '8', raw: '{oops' },
    ]);
  });

  it('are not taken again after a restart, and those written meanwhile are', async () => {
    await kit.write('job-1', `${line(1)}{"n":`);
    await runs.look();
    await kit.write('job-1', `2}\n${line(3)}`);
    await createFollower(kit).look();
    await createFollower(kit).look();
    expect(await kit.numbers('job-1')).toEqual([1, 2, 3]);
  });

  it('are taken once by two who both think that they are the only one', async () => {
    const other = createFollower(kit);
    for (const n of upTo(20)) {
      await kit.write('job-1', line(n));
      await Promise.all([runs.look(), other.look()]);
    }
    expect(await kit.numbers('job-1')).toEqual(upTo(20));
  });

  it('are taken once when the answer to an append was lost', async () => {
    let lost = 0;
    kit.onAppend(async (batch, real) => {
      await real(batch);
      lost += 1;
      throw new Error('connection lost');
    });
    await kit.write('job-1', lines(1, 3));
    await expect(runs.look()).rejects.toThrow('connection lost');
    kit.onAppend((batch, real) => real(batch));
    await kit.write('job-1', line(4));
    await runs.look();
    expect(lost).toBe(1);
    expect(await kit.numbers('job-1')).toEqual([1, 2, 3, 4]);
  });

  it('wait for as long as they cannot be taken in, and hold up no other job', async () => {
    kit.onAppend(async (batch, real) => {
      if (batch.acknowledgement?.source.includes('bad')) throw new Error('not this one');
      return real(batch);
    });
    await kit.write('bad', line(1));
    for (const n of upTo(30)) await kit.write(`good-${n}`, line(n));
    await expect(runs.look()).rejects.toThrow('not this one');
    while (await runs.lookOnce());
    for (const n of upTo(30)) expect(await kit.numbers(`good-${n}`)).toEqual([n]);
    expect(kit.health.snapshot()['files:runs']).toEqual({ ok: false, detail: 'not this one' });
    kit.onAppend((batch, real) => real(batch));
    await runs.look();
    expect(await kit.numbers('bad')).toEqual([1]);
    expect(kit.health.snapshot()['files:runs']).toEqual({ ok: true, detail: '' });
  });

  it('are not all tried when none of them can be taken in', async () => {
    let tries = 0;
    kit.onAppend(async () => {
      tries += 1;
      throw new Error('Redis is away');
    });
    for (let n = 0; n < 100; n += 1) await kit.write(`job-${n}`, line(n));
    await expect(runs.lookOnce()).rejects.toThrow('Redis is away');
    expect(tries).toBeLessThanOrEqual(16);
  });

  it('of a job that is quiet for long are not looked for at every turn, from the start on', async () => {
    for (const [jobId, agoMs] of [
      ['quiet', 3_600_000],
      ['active', 0],
    ] as const) {
      await kit.write(jobId, line(1));
      await runs.look();
      const at = new Date(createFollower(kit).clock.now() - agoMs);
      await utimes(kit.path(jobId), at, at);
    }
    const restarted = createFollower(kit);
    await restarted.lookOnce();
    for (const jobId of ['quiet', 'active']) await kit.write(jobId, line(2));
    await restarted.lookOnce();
    expect([await kit.numbers('quiet'), await kit.numbers('active')]).toEqual([[1], [1, 2]]);
    await restarted.look();
    expect(await kit.numbers('quiet')).toEqual([1, 2]);
  });
});

describe('only jobs', () => {
  it('are followed: no links, no hidden folders, no strange names', async () => {
    const outside = join(kit.runsDir, '..', 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'events.jsonl'), line(1));
    await symlink(outside, join(kit.runsDir, 'linked-folder'));
    await mkdir(join(kit.runsDir, 'linked-file'));
    await symlink(join(outside, 'events.jsonl'), kit.path('linked-file'));
    await mkdir(kit.path('folder'), { recursive: true });
    await mkdir(join(kit.runsDir, 'pipe'));
    execFileSync('mkfifo', [kit.path('pipe')]);
    await writeFile(join(kit.runsDir, 'events.jsonl'), line(1));
    for (const name of ['.hidden', 'a\nb', 'a\\b', 'x'.repeat(201)]) await kit.write(name, line(1));
    for (const name of ['ok', 'with space', 'jöb:1@x', '100%', 'x'.repeat(200)]) {
      await kit.write(name, line(1));
    }
    await runs.look();
    expect(kit.messages.map(({ about }) => about?.jobId).sort()).toEqual(
      ['ok', 'with space', 'jöb:1@x', '100%', 'x'.repeat(200)].sort(),
    );
  });

  it('are followed, also when a folder becomes a link after it was listed', async () => {
    const outside = join(kit.runsDir, '..', 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'events.jsonl'), lines(1, 9));
    await mkdir(join(kit.runsDir, 'job-1'));
    await runs.lookOnce();
    await rm(join(kit.runsDir, 'job-1'), { recursive: true });
    await symlink(outside, join(kit.runsDir, 'job-1'));
    // Too soon for the folder of jobs to be listed again.
    await runs.lookOnce();
    await runs.look();
    expect(kit.messages).toEqual([]);
  });

  it('that are there: a folder without a file is no error, and it may come later', async () => {
    await mkdir(join(kit.runsDir, 'job-1'));
    await runs.look();
    await kit.write('job-1', line(1));
    await runs.look();
    await rm(join(kit.runsDir, 'job-1'), { recursive: true });
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1]);
    expect(kit.health.snapshot()['files:runs']?.ok).toBe(true);
    expect(kit.log.lines).toEqual([]);
  });
});

describe('a position that names no place', () => {
  it('means that the file is read from its beginning', async () => {
    kit.positions.set('runs/job-1/events.jsonl', 'nonsense');
    kit.onAppend(async (batch) => {
      expect(batch.acknowledgement?.from).toBe('nonsense');
      return { kind: 'appended', positions: [] };
    });
    await kit.write('job-1', line(1));
    await runs.look();
    expect(kit.messages).toHaveLength(1);
  });
});

describe('any splitting of the bytes into appends', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '€', '🎬', '\u2028', '"', '\\', ' ') });
  const written = fc.record({ text, end: fc.constantFrom('\n', '\r\n', '\n\n') });
  const step = fc.record({ at: fc.nat(), restart: fc.boolean() });
  test.prop([fc.array(written, { maxLength: 12 }), fc.array(step, { maxLength: 8 })], {
    numRuns: 60,
  })('gives every line once, in order, across restarts', async (all, steps) => {
    const own = await createRunsKit();
    try {
      const content = all.map(({ text, end }, n) => line(n, { text }).trimEnd() + end).join('');
      const bytes = Buffer.from(content);
      const cuts = steps.map(({ at, restart }) => ({ at: at % (bytes.length + 1), restart }));
      let reader = createFollower(own);
      let from = 0;
      for (const { at, restart } of [
        ...cuts.sort((a, b) => a.at - b.at),
        { at: bytes.length, restart: false },
      ]) {
        await own.write('job-1', bytes.subarray(from, at));
        from = at;
        if (restart) reader = createFollower(own);
        await reader.look();
      }
      const expected = all.map(({ text }, n) => JSON.stringify({ n, text }));
      expect(own.messages.map(({ text }) => text)).toEqual(expected);
      expect(await own.numbers('job-1')).toEqual(all.map((_, n) => n));
      expect(await own.deadLetters()).toEqual([]);
    } finally {
      await own.remove();
    }
  });
});
