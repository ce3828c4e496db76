import { copyFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
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

describe('a file that is rotated', () => {
  it('is read to its end before the new one is begun', async () => {
    await kit.write('job-1', lines(1, 2));
    await runs.look();
    await kit.write('job-1', lines(3, 4));
    await rename(kit.path('job-1'), kit.path('job-1', 'events.jsonl.1'));
    await kit.write('job-1', lines(5, 6));
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual(upTo(6));
    const inode = await inodeOf(kit.path('job-1'));
    expect(kit.positions.get('runs/job-1/events.jsonl')).toBe(`${inode}:16`);
  });

  it('is read to its end also by whoever starts after it', async () => {
    await kit.write('job-1', lines(1, 2));
    await runs.look();
    await kit.write('job-1', lines(3, 4));
    await rename(kit.path('job-1'), kit.path('job-1', 'events.jsonl.1'));
    await kit.write('job-1', lines(5, 6));
    await createFollower(kit).look();
    expect(await kit.numbers('job-1')).toEqual(upTo(6));
  });

  it.each([
    ['events.jsonl.2', 'events.jsonl.1'],
    ['events.jsonl.10', 'events.jsonl.9'],
    ['events.jsonl-20260301', 'events.jsonl-20260302'],
  ])('twice between two looks loses nothing: %s, then %s', async (first, second) => {
    await kit.write('job-1', line(1));
    await runs.look();
    await kit.write('job-1', line(2));
    await rename(kit.path('job-1'), kit.path('job-1', first));
    await kit.write('job-1', line(3));
    await rename(kit.path('job-1'), kit.path('job-1', second));
    await kit.write('job-1', line(4));
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1, 2, 3, 4]);
  });

  it('is read to its end although nothing has its name yet', async () => {
    await kit.write('job-1', line(1));
    await runs.look();
    await kit.write('job-1', line(2));
    await rename(kit.path('job-1'), kit.path('job-1', 'events.jsonl.1'));
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1, 2]);
  });

  it('gets what its writer still had to write', async () => {
    await kit.write('job-1', line(1));
    await runs.lookOnce();
    await rename(kit.path('job-1'), kit.path('job-1', 'events.jsonl.1'));
    await kit.write('job-1', line(3));
    await runs.lookOnce();
    await runs.lookOnce();
    expect(await kit.numbers('job-1')).toEqual([1]);
    await writeFile(kit.path('job-1', 'events.jsonl.1'), lines(2, 2), { flag: 'a' });
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1, 2, 3]);
  });

  it('leaves its last line, which nobody will complete, as a dead letter', async () => {
    await kit.write('job-1', `${line(1)}{"n":2`);
    await runs.look();
    await rename(kit.path('job-1'), kit.path('job-1', 'events.jsonl.1'));
    await kit.write('job-1', line(3));
    await runs.look();
    await createFollower(kit).look();
    expect(await kit.numbers('job-1')).toEqual([1, 3]);
    expect(await kit.deadLetters()).toMatchObject([{ raw: '{"n":2', entryId: '8' }]);
  });

  it('and compressed or deleted gives way to the new one', async () => {
    await kit.write('job-1', lines(1, 3));
    await runs.look();
    await rename(kit.path('job-1'), kit.path('job-1', 'gone'));
    await kit.write('job-1', line(4));
    await rm(kit.path('job-1', 'gone'));
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1, 2, 3, 4]);
    expect(kit.log.count('run_file_restarted')).toBe(1);
  });
});

describe('a file that is emptied', () => {
  it('is read from its beginning', async () => {
    await kit.write('job-1', lines(1, 3));
    await runs.look();
    await truncate(kit.path('job-1'));
    await kit.write('job-1', line(4));
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1, 2, 3, 4]);
  });

  it('after a copy of it was made is read from its beginning, and the copy is not', async () => {
    await kit.write('job-1', lines(1, 3));
    await runs.look();
    await copyFile(kit.path('job-1'), kit.path('job-1', 'events.jsonl.1'));
    await truncate(kit.path('job-1'));
    await runs.look();
    await kit.write('job-1', lines(4, 5));
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual(upTo(5));
  });

  it('is read from its beginning although it is as long again as it was, or longer', async () => {
    for (const last of [6, 8]) {
      await kit.write(`job-${last}`, lines(1, 3));
      await runs.look();
      await truncate(kit.path(`job-${last}`));
      await kit.write(`job-${last}`, lines(4, last));
      // Writes within one tick of a file system's clock bear the same time.
      await utimes(kit.path(`job-${last}`), new Date(), new Date(Date.now() + 5_000));
      await runs.look();
      expect(await kit.numbers(`job-${last}`)).toEqual(upTo(last));
    }
  });

  it('while nobody read is read from its beginning, where lines do not fit', async () => {
    await kit.write('job-1', lines(1, 3));
    await runs.look();
    await truncate(kit.path('job-1'));
    await kit.write('job-1', line(4, { text: 'a longer line than there was' }));
    await createFollower(kit).look();
    expect(await kit.numbers('job-1')).toEqual([1, 2, 3, 4]);
  });

  it('is known as such after a restart', async () => {
    await kit.write('job-1', lines(1, 3));
    await runs.look();
    await truncate(kit.path('job-1'));
    await runs.look();
    await kit.write('job-1', lines(4, 8));
    await createFollower(kit).look();
    expect(await kit.numbers('job-1')).toEqual(upTo(8));
  });
});
