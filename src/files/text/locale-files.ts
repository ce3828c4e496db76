// The translations: one Fluent file per language, named by its code.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Language code to file content, for every `<code>.ftl` in the folder. */
export async function readLocales(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ftl')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return new Map(names.map((name, at) => [name.slice(0, -4), texts[at] ?? '']));
}
