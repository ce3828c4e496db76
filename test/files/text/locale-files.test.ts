import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readLocales } from '../../../src/files/text/locale-files.ts';

it('reads each language by the name of its file, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jw-locales-'));
  try {
    await writeFile(join(folder, 'de.ftl'), 'hallo = Grüß dich');
    await writeFile(join(folder, 'pt-BR.ftl'), 'hallo = Oi');
    await writeFile(join(folder, 'README.md'), 'no language');
    expect([...(await readLocales(folder))]).toEqual([
      ['de', 'hallo = Grüß dich'],
      ['pt-BR', 'hallo = Oi'],
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
