// A source of the tests as one JavaScript file, for processes that are started again and again: stripping the types of
// everything that it imports takes longer than most of what it does.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const REPORTS = fileURLToPath(new URL('../../reports/', import.meta.url));

/** What lies beside a source is read from there. */
const addressesOfSources: Plugin = {
  name: 'addresses of sources',
  setup({ onLoad }) {
    onLoad({ filter: /\/(?:src|test)\/.*\.ts$/ }, async ({ path }) => {
      const address = JSON.stringify(pathToFileURL(path).href);
      const text = await readFile(path, 'utf8');
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', address) };
    });
  },
};

export interface JoinedScript {
  readonly path: string;
  remove(): Promise<void>;
}

/** Of the source at this address. */
export async function joinScript(source: URL): Promise<JoinedScript> {
  await mkdir(REPORTS, { recursive: true });
  const folder = await mkdtemp(join(REPORTS, 'script-'));
  const path = join(folder, 'script.mjs');
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile: path,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.12',
    plugins: [addressesOfSources],
    logLevel: 'warning',
  });
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
