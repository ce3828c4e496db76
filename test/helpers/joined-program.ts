// The built program joined with its packages in one file, of which V8 keeps the code that it compiled: for tests that
// start it often. Reading a thousand files of packages and compiling them is two thirds of what a start costs.
// `startProgram` uses it; that the program also starts from `dist/` beside its packages, production.test.ts shows, and
// whatever runs `spawnProgram`.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');
const REPORTS = join(ROOT, 'reports');

/**
 * Runs the joined file. The first process of each command that ends by itself leaves the code that it compiled to those
 * after it.
 */
const RUN = `'use strict';
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { constants, Script } = require('node:vm');
const filename = join(__dirname, 'joined.cjs');
const cache = join(__dirname, \`\${(process.argv[2] ?? '').replace(/\\W/g, '')}.code\`);
let cachedData;
try {
  cachedData = readFileSync(cache);
} catch {}
const source = readFileSync(filename, 'latin1').replace(/^#!.*/, '');
const script = new Script(\`(function (exports, require, module, __filename, __dirname) {\${source}\\n})\`, {
  ...{ filename, cachedData },
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
if (cachedData === undefined) {
  process.on('exit', () => {
    const own = \`\${cache}.\${process.pid}\`;
    try {
      writeFileSync(own, script.createCachedData());
      renameSync(own, cache);
    } catch {}
  });
}
script.runInThisContext()(exports, require, module, filename, __dirname);
`;

let folder: string | undefined;

/** Once for all projects of a run. */
export async function setup(): Promise<void> {
  if (process.env.JOINED_PROGRAM !== undefined || !existsSync(join(DIST, 'main.js'))) return;
  await mkdir(REPORTS, { recursive: true });
  folder = await mkdtemp(join(REPORTS, 'program-'));
  const outdir = join(folder, 'dist');
  await build({
    entryPoints: [join(DIST, 'main.js')],
    outfile: join(outdir, 'joined.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.12',
    // Scripts for Redis and the like are found beside the code.
    define: { 'import.meta.url': 'ownUrl' },
    banner: { js: "const ownUrl = require('node:url').pathToFileURL(__filename).href;" },
    // grammY's packages know an AbortSignal by the name of its class.
    keepNames: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  await writeFile(join(outdir, 'main.js'), RUN);
  await writeFile(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  // Scripts for Redis, pages and the code of the thread, which are no modules of it, and what lies beside it.
  const assets = (await readdir(DIST, { withFileTypes: true })).filter((one) => one.isDirectory());
  for (const { name } of assets) await symlink(join(DIST, name), join(outdir, name));
  for (const name of ['package.json', 'locales']) {
    await symlink(join(ROOT, name), join(folder, name));
  }
  process.env.JOINED_PROGRAM = folder;
}

export async function teardown(): Promise<void> {
  if (folder === undefined) return;
  delete process.env.JOINED_PROGRAM;
  await rm(folder, { recursive: true, force: true });
}
