// The built program joined with its packages, for tests that start it often: reading a thousand files of
// packages is half of what a start costs. `startProgram` uses it; that the program also starts from `dist/` beside
// its packages, production.test.ts shows, and whatever runs `spawnProgram`.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');
const REPORTS = join(ROOT, 'reports');
/** Packages that are CommonJS ask for Node's modules by `require`. */
const REQUIRE = `import { createRequire as requireOf } from 'node:module';
const require = requireOf(import.meta.url);`;

let folder: string | undefined;

/** Once for all projects of a run. */
export async function setup(): Promise<void> {
  if (process.env.JOINED_PROGRAM !== undefined || !existsSync(join(DIST, 'main.js'))) return;
  await mkdir(REPORTS, { recursive: true });
  folder = await mkdtemp(join(REPORTS, 'program-'));
  const outdir = join(folder, 'dist');
  await build({
    entryPoints: [join(DIST, 'main.js')],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.12',
    banner: { js: REQUIRE },
    // grammY's packages know an AbortSignal by the name of its class.
    keepNames: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
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
