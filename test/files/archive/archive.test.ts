import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import {
  appendFile,
  mkdir,
  mkdtemp,
  open as openFile,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { createArchive } from '../../../src/files/archive/archive.ts';
import type { JournalEntry } from '../../../src/journal/journal.ts';
import { anEvent } from '../../helpers/events.ts';
import { createLogBook } from '../../helpers/log-book.ts';

let root: string;
let archiveDir: string;
let log: ReturnType<typeof createLogBook>;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'jw-archive-'));
  archiveDir = join(root, 'archive');
  log = createLogBook();
});
afterEach(() => rm(root, { recursive: true, force: true }));

const encode = ({ time, type, data }: CanonicalEvent) => ({ ts: time, type, payload: data });
/** A second one is a restart. */
const open = () => createArchive({ archiveDir, encode, log });

/** The entry at place `n` of the journal. */
const entry = (n: number, fields: Partial<CanonicalEvent> = {}): JournalEntry => ({
  position: `1-${n}`,
  event: anEvent({ type: 'job.progress', data: { n }, ...fields }),
});
const entries = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => entry(from + at));
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

const path = (folder = 'j1') => join(archiveDir, folder, 'events.jsonl');
const content = (folder?: string) => readFile(path(folder), 'utf8');
async function numbers(folder?: string): Promise<number[]> {
  const text = await content(folder);
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line).payload.n);
}

describe('the archive', () => {
  it('keeps every event of a job as one line, in order, in a file of the job', async () => {
    const archive = open();
    await archive.write([entry(1), entry(2, { jobId: 'j2' }), entry(3)]);
    await archive.write([entry(4, { jobId: 'j2' })]);
    expect(await content()).toBe(
      [1, 3]
        .map(
          (n) => `{"ts":"2026-03-02T09:00:00.000Z","type":"job.progress","payload":{"n":${n}}}\n`,
        )
        .join(''),
    );
    expect(await numbers('j2')).toEqual([2, 4]);
  });

  it('keeps no event that belongs to no job', async () => {
    const { jobId: _, ...event } = anEvent();
    await open().write([{ position: '1-1', event }]);
    await expect(readdir(archiveDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('never leaves its folder, whatever a job is called', async () => {
    const ids = [
      '../j',
      '..',
      '.',
      '',
      '/etc/j',
      'a/b',
      'a\\b',
      '.hidden',
      'a\0b',
      'x'.repeat(999),
    ];
    await open().write(ids.map((jobId, n) => entry(n, { jobId })));
    expect(await readdir(root)).toEqual(['archive']);
    const folders = await readdir(archiveDir);
    expect(folders).toHaveLength(ids.length);
    for (const folder of folders)
      expect(await readdir(join(archiveDir, folder))).toEqual(['events.jsonl']);
    expect(folders).toContain('..%2Fj'.replace('.', '%2E'));
  });

  it('has calls wait for each other', async () => {
    const archive = open();
    await Promise.all(upTo(50).map((n) => archive.write([entry(n)])));
    expect(await numbers()).toEqual(upTo(50));
  });

  it('keeps equal lines of different events', async () => {
    const archive = open();
    for (const n of [1, 2, 3]) await archive.write([entry(n, { data: { n: 7 } })]);
    expect(await numbers()).toEqual([7, 7, 7]);
  });
});

describe('a call to the archive that is repeated', () => {
  it('adds nothing after a crash', async () => {
    await open().write(entries(1, 3));
    await open().write(entries(1, 3));
    expect(await numbers()).toEqual([1, 2, 3]);
  });

  it('adds only what it has more than the first time', async () => {
    await open().write(entries(1, 3));
    await open().write(entries(4, 6));
    await open().write(entries(4, 9));
    expect(await numbers()).toEqual(upTo(9));
  });

  it('is not seen where a line only ends like another', async () => {
    const short = () => createArchive({ archiveDir, encode: ({ data }) => data.n, log });
    await short().write([entry(12)]);
    await short().write([entry(2)]);
    expect(await content()).toBe('12\n2\n');
  });

  it('adds nothing although nothing crashed', async () => {
    const archive = open();
    await archive.write(entries(1, 3));
    await archive.write(entries(1, 5));
    expect(await numbers()).toEqual(upTo(5));
  });

  it('adds what is missing when the first one failed for some jobs', async () => {
    await open().write([entry(1)]);
    await writeFile(join(archiveDir, 'j2'), 'in the way');
    const archive = open();
    const batch = [entry(2), entry(3, { jobId: 'j2' }), entry(4, { jobId: 'j3' })];
    expect(await archive.write(batch)).toMatchObject([
      { position: '1-3', reason: expect.stringContaining('a folder that jobwire may write to') },
    ]);
    await rm(join(archiveDir, 'j2'));
    await archive.write(batch);
    expect(await numbers()).toEqual([1, 2]);
    expect(await numbers('j2')).toEqual([3]);
    expect(await numbers('j3')).toEqual([4]);
  });

  it('adds all when nothing of the first one was written, though it is equal to what is there', async () => {
    const archive = open();
    const [first, second] = [1, 2].map((n) => [entry(n, { data: { n: 7 } })]);
    await archive.write(first ?? []);
    await rename(path(), `${path()}.aside`);
    await mkdir(path());
    expect(await archive.write(second ?? [])).toHaveLength(1);
    await rmdir(path());
    await rename(`${path()}.aside`, path());
    expect(await archive.write(second ?? [])).toEqual([]);
    expect(await numbers()).toEqual([7, 7]);
  });

  it('adds only what is missing when it is unknown how much of the first one was written', async () => {
    const archive = open();
    const long = (n: number) => entry(n, { data: { n, text: 'x'.repeat(30_000) } });
    await archive.write([entry(1)]);
    const former = await content();
    // Takes 64 KiB, of which nothing can be cut off again.
    await rm(path());
    execFileSync('mkfifo', ['-m', '600', path()]);
    const pipe = await openFile(path(), constants.O_RDWR | constants.O_NONBLOCK);
    const batch = [2, 3, 4, 5].map(long);
    expect(await archive.write(batch)).toHaveLength(4);
    const { buffer, bytesRead } = await pipe.read(Buffer.alloc(100_000));
    await pipe.close();
    await rm(path());
    await writeFile(path(), former + buffer.toString('utf8', 0, bytesRead));
    expect(await archive.write(batch)).toEqual([]);
    expect(await numbers()).toEqual(upTo(5));
  });

  const crash = fc.record({
    before: fc.integer({ min: 0, max: 4 }),
    count: fc.integer({ min: 1, max: 6 }),
    more: fc.integer({ min: 0, max: 3 }),
    at: fc.nat(),
  });
  test.prop([crash], { numRuns: 80 })(
    'leaves every line whole and once, wherever the crash came',
    async ({ before, count, more, at }) => {
      await rm(archiveDir, { recursive: true, force: true });
      const last = before + count + more;
      const text = '€🎬\n'.repeat(3);
      const batch = upTo(last).map((n) => entry(n, { data: { n, text } }));
      await open().write(batch.slice(0, before));
      const kept = before === 0 ? 0 : (await readFile(path())).length;
      await open().write(batch.slice(before, before + count));
      const { length } = await readFile(path());
      await truncate(path(), kept + (at % (length - kept + 1)));
      await open().write(batch.slice(before));
      expect(await numbers()).toEqual(upTo(last));
    },
  );
});

describe('a half line at the end of an archived file', () => {
  it('is removed, and nothing else, though it is long', async () => {
    await open().write([entry(1)]);
    await appendFile(path(), `{"half":"${'€'.repeat(100_000)}`);
    await open().write([entry(2)]);
    expect(await numbers()).toEqual([1, 2]);
    expect(log.lines).toEqual([
      {
        level: 'warn',
        name: 'archive_half_line_removed',
        fields: { folder: 'j1', cutBytes: 300_009 },
      },
    ]);
  });

  it('is removed where there is nothing else', async () => {
    await open().write([entry(1)]);
    await truncate(path(), 5);
    await open().write([entry(2)]);
    expect(await numbers()).toEqual([2]);
  });
});

it('opens few files at once, and leaves none open', async () => {
  const archive = open();
  await archive.write([entry(0)]);
  const before = (await readdir('/proc/self/fd')).length;
  await archive.write(upTo(1_000).map((n) => entry(n, { jobId: `job-${n}` })));
  expect((await readdir('/proc/self/fd')).length).toBeLessThanOrEqual(before + 1);
  expect(await readdir(archiveDir)).toHaveLength(1_001);
});
