// Builds dist/: the sources in a few files, because a program of 500 modules takes twice as long to start.
// Types are checked by `npm run check`, packages stay in node_modules.
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { build } from 'esbuild';
import { buildWeb } from './build-web.mjs';

/** What no module imports: scripts for Redis, pages for browsers, the code of a thread. */
const ASSETS = /\.(lua|html|css|js|svg)$/;

/** Files beside a module are found from where its source lay: all of dist's modules lie at the top. */
const moduleAddresses = {
  name: 'module addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const address = `new URL('./${relative('src', path)}', import.meta.url).href`;
      const text = readFileSync(path, 'utf8');
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', address) };
    });
  },
};

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.12',
  sourcemap: true,
  plugins: [moduleAddresses],
  logLevel: 'warning',
});
await buildWeb('dist/web');
for (const file of readdirSync('src', { recursive: true })) {
  if (file.startsWith('web/')) continue;
  if (ASSETS.test(file)) cpSync(`src/${file}`, `dist/${file}`);
}
chmodSync('dist/main.js', 0o755);
