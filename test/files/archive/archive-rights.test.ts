import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createArchive } from '../../../src/files/archive/archive.ts';
import { createArchiveRights } from '../../../src/files/archive/archive-rights.ts';
import { anEvent } from '../../helpers/events.ts';
import { createLogBook } from '../../helpers/log-book.ts';

let root: string;
let archiveDir: string;
let log: ReturnType<typeof createLogBook>;
let umask: number;
beforeEach(async () => {
  // As wide as can be, so that nothing is closed by chance.
  umask = process.umask(0);
  root = await mkdtemp(join(tmpdir(), 'jw-archive-'));
  archiveDir = join(root, 'archive');
  log = createLogBook();
});
afterEach(async () => {
  process.umask(umask);
  await rm(root, { recursive: true, force: true });
});

const start = () => createArchiveRights({ archiveDir, log }).start();
const write = (jobId: string) =>
  createArchive({ archiveDir, encode: ({ type }) => ({ type }), log }).write([
    { position: `1-${jobId}`, event: anEvent({ jobId }) },
  ]);
const modeOf = async (path: string) => ((await stat(path)).mode & 0o7777).toString(8);

async function modes(): Promise<Record<string, string>> {
  const names = ['.', ...(await readdir(archiveDir, { recursive: true }))].toSorted();
  const found = names.map(async (name) => [name, await modeOf(join(archiveDir, name))] as const);
  return Object.fromEntries(await Promise.all(found));
}

/** As it was made before, by a jobwire that closed nothing. */
async function makeOldArchive(): Promise<void> {
  await mkdir(join(archiveDir, 'j1'), { recursive: true });
  await mkdir(join(archiveDir, 'empty'));
  await writeFile(join(archiveDir, 'j1', 'events.jsonl'), '{}\n');
  await chmod(archiveDir, 0o755);
}

it('what is archived is for its owner only, whatever the umask', async () => {
  await start();
  await write('j1');
  expect(await modes()).toEqual({ '.': '700', j1: '700', 'j1/events.jsonl': '600' });
});

it('an archive that was there before is closed, with all that is in it', async () => {
  await makeOldArchive();
  await start();
  await write('j2');
  expect(await modes()).toEqual({
    '.': '700',
    empty: '700',
    j1: '700',
    'j1/events.jsonl': '600',
    j2: '700',
    'j2/events.jsonl': '600',
  });
  expect(log.lines).toEqual([]);
});

it('a file that was opened to others later is closed with the next event', async () => {
  await write('j1');
  await chmod(join(archiveDir, 'j1'), 0o755);
  await chmod(join(archiveDir, 'j1', 'events.jsonl'), 0o644);
  await write('j1');
  expect(await modes()).toMatchObject({ j1: '700', 'j1/events.jsonl': '600' });
});

it('what others keep beside it stays as it is, and the log says so once', async () => {
  await makeOldArchive();
  await mkdir(join(archiveDir, 'theirs'));
  await writeFile(join(archiveDir, 'theirs', 'data'), '');
  await writeFile(join(archiveDir, 'notes.txt'), '');
  await start();
  expect(await modes()).toEqual({
    '.': '755',
    empty: '700',
    j1: '700',
    'j1/events.jsonl': '600',
    'notes.txt': '666',
    theirs: '777',
    'theirs/data': '666',
  });
  const reason = 'it contains other files than the archive';
  expect(log.lines).toEqual([
    { level: 'warn', name: 'folder_open_to_others', fields: { folder: archiveDir, reason } },
  ]);
});

it('a folder for everybody, like /tmp, is not closed', async () => {
  await mkdir(archiveDir);
  await chmod(archiveDir, 0o1777);
  await start();
  expect(await modeOf(archiveDir)).toBe('1777');
  expect(log.count('folder_open_to_others')).toBe(1);
});

it('no folder, and one that is closed, need nothing', async () => {
  await start();
  await mkdir(archiveDir, { mode: 0o700 });
  await writeFile(join(archiveDir, 'notes.txt'), '');
  await start();
  expect(await modes()).toEqual({ '.': '700', 'notes.txt': '666' });
  expect(log.lines).toEqual([]);
});
