import { readdir, truncate } from 'node:fs/promises';
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

describe('a line that is too long', () => {
  const LIMIT = 1_048_576;
  const padded = (n: number, bytes: number) => {
    const empty = JSON.stringify({ n, pad: '' });
    return JSON.stringify({ n, pad: 'x'.repeat(bytes - empty.length) });
  };

  it.each(['\n', '\r\n'])('is one of more than 1 MiB without its end %j', async (end) => {
    await kit.write('job-1', `${padded(1, LIMIT)}${end}${padded(2, LIMIT + 1)}${end}${line(3)}`);
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1, 3]);
    expect(await kit.deadLetters()).toMatchObject([
      {
        reason: expect.stringContaining('over 1048576 bytes'),
        entryId: String(LIMIT + end.length),
      },
    ]);
  });

  it('is a dead letter, its beginning handed on, whatever its length', async () => {
    const long = Buffer.alloc(30 * LIMIT, '€');
    await kit.write('job-1', Buffer.concat([Buffer.from(line(1)), long]));
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1]);
    expect(await kit.deadLetters()).toEqual([]);
    await kit.write('job-1', Buffer.concat([long, Buffer.from(`\n${line(2)}`)]));
    await runs.look();
    await createFollower(kit).look();
    expect(await kit.numbers('job-1')).toEqual([1, 2]);
    expect(await kit.deadLetters()).toHaveLength(1);
    const handedOn = kit.messages.map(({ text }) => Buffer.byteLength(text));
    expect(Math.max(...handedOn)).toBeGreaterThan(LIMIT);
    expect(Math.max(...handedOn)).toBeLessThan(LIMIT + 10);
  });

  it('is found to end although its writer took back a part of it', async () => {
    await kit.write('job-1', Buffer.concat([Buffer.from(line(1)), Buffer.alloc(4 * LIMIT, 'x')]));
    await runs.look();
    await truncate(kit.path('job-1'), 2 * LIMIT);
    await kit.write('job-1', `\n${line(2)}`);
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1, 2]);
  });
});

describe('many lines', () => {
  it('are taken at most 500 at once, in order', async () => {
    await kit.write('job-1', lines(1, 1_700));
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual(upTo(1_700));
    expect(kit.batches.map(({ candidates }) => candidates.length)).toEqual([500, 500, 500, 200]);
  });

  it('are taken at most 1 MiB at once', async () => {
    const pad = 'x'.repeat(100_000);
    await kit.write(
      'job-1',
      upTo(50)
        .map((n) => line(n, { pad }))
        .join(''),
    );
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual(upTo(50));
    expect(Math.max(...kit.batches.map(({ candidates }) => candidates.length))).toBe(10);
  });

  it('of one job let every other job have its turn', async () => {
    await kit.write('a-big', lines(1, 20_000));
    for (const n of upTo(40)) await kit.write(`small-${n}`, line(n));
    expect(await runs.lookOnce()).toBe(true);
    for (const n of upTo(40)) expect(await kit.numbers(`small-${n}`)).toEqual([n]);
    expect(await kit.numbers('a-big')).toEqual(upTo(500));
  });

  it('of many jobs let a new job be found soon', async () => {
    for (const n of upTo(60)) await kit.write(`big-${n}`, lines(1, 1_000));
    kit.onAppend(async (batch, real) => {
      await runs.clock.advance(100);
      return real(batch);
    });
    expect(await runs.lookOnce()).toBe(true);
    expect(kit.batches.length).toBeLessThan(60);
    while (await runs.lookOnce());
    for (const n of upTo(60)) expect(await kit.numbers(`big-${n}`)).toHaveLength(1_000);
  });

  it('leave no file open', async () => {
    await kit.write('job-0', line(1));
    await runs.look();
    for (const n of upTo(300)) await kit.write(`job-${n}`, lines(1, 3));
    await runs.clock.advance(1_000);
    const open = await readdir('/proc/self/fd');
    // At once: what nobody closed, the garbage collector closes in time.
    await runs.lookOnce();
    await runs.lookOnce();
    expect(kit.batches).toHaveLength(301);
    expect((await readdir('/proc/self/fd')).length).toBeLessThanOrEqual(open.length + 1);
  });
});
