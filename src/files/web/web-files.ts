// The built dashboard: files that the build put into dist/web, some compressed beforehand (`.br`, `.gz`).
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** By name: `index.html`, `main-4YH7.js`, `main-4YH7.js.br`. Empty where nothing was built. */
export async function readWebFiles(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names.map(async (name) => [name, await readFile(join(folder, name))] as const);
  return new Map(await Promise.all(files));
}
