// Builds the dashboard (src/web) into a folder: names with hashes of their contents, minified, and compressed
// beforehand, so that serving costs nothing.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { headingsIn } from './event-headings.mjs';

/** Smaller ones don't get smaller. */
const MIN_COMPRESSED_BYTES = 256;

/** The texts of the dashboard, and the headings of events, which the chats show too. */
const texts = {
  name: 'texts',
  setup({ onLoad }) {
    onLoad({ filter: /locales\/web\/\w+\.ftl$/ }, ({ path }) => {
      const shared = readFileSync(join('locales', basename(path)), 'utf8');
      const own = withoutComments(readFileSync(path, 'utf8'));
      return { loader: 'file', contents: `${own}\n${headingsIn(shared).join('\n')}\n` };
    });
  },
};

function withoutComments(ftl) {
  return ftl.replace(/^#.*\n?/gm, '').replace(/\n{2,}/g, '\n');
}

export async function buildWeb(outdir) {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const { metafile } = await build({
    entryPoints: { main: 'src/web/main.tsx', style: 'src/web/styles/main.css' },
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome112', 'firefox116', 'safari17'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: '/assets/',
    metafile: true,
    legalComments: 'none',
    plugins: [texts],
    logLevel: 'warning',
  });
  const outputs = Object.entries(metafile.outputs);
  const addressOf = (source) => {
    const [path = ''] = outputs.find(([, { entryPoint }]) => entryPoint === source) ?? [];
    return `/assets/${basename(path)}`;
  };
  const shell = readFileSync('src/web/index.html', 'utf8')
    .replace('{{script}}', addressOf('src/web/main.tsx'))
    .replace('{{style}}', addressOf('src/web/styles/main.css'));
  writeFileSync(join(outdir, 'index.html'), shell);
  for (const name of readdirSync(outdir)) compress(join(outdir, name));
}

function compress(path) {
  const plain = readFileSync(path);
  if (plain.length < MIN_COMPRESSED_BYTES) return;
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  writeFileSync(`${path}.br`, brotliCompressSync(plain, best));
  writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
}
