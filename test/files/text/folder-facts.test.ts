import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFolderFacts } from '../../../src/files/text/folder-facts.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'jw-folder-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it('knows how much is free, makes the folder if need be, and leaves nothing in it', async () => {
  const path = join(dir, 'archive');
  const [facts] = await createFolderFacts([{ name: 'ARCHIVE_DIR', path }])();
  expect(facts).toEqual({ name: 'ARCHIVE_DIR', freeBytes: expect.any(Number) });
  expect(facts?.freeBytes).toBeGreaterThan(0);
  expect(await readdir(path)).toEqual([]);
});

it('says without the path why nothing can be written', async () => {
  const file = join(dir, 'file');
  await writeFile(file, '');
  const [facts] = await createFolderFacts([{ name: 'ARCHIVE_DIR', path: join(file, 'a') }])();
  expect(facts?.refusal).toBe('ENOTDIR');
});
