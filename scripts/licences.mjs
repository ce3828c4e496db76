// Writes docs/licences.md: every package that is shipped, with its licence, as node_modules and for
// other platforms the lock file have it. Fails when a licence is not one that lets everybody use,
// change and pass on the program.
// Usage: node scripts/licences.mjs [--check]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const LIST = 'docs/licences.md';
const PERMISSIVE = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
]);
const HEADING = `# Licences

What jobwire ships besides its own code (MIT, see \`LICENSE\`): the packages that \`npm ci --omit=dev\`
installs. Made by \`node scripts/licences.mjs\`; a test keeps it up to date and allows permissive
licences only.

| package | version | licence |
|---|---|---|
`;

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** What is not installed on this platform is known from the lock file. */
function licenceOf(path, locked) {
  const file = `${path}/package.json`;
  const { license } = existsSync(file) ? readJson(file) : locked;
  return typeof license === 'string' ? license : (license?.type ?? 'unknown');
}

const shipped = Object.entries(readJson('package-lock.json').packages)
  .filter(([path, { dev }]) => path !== '' && dev !== true)
  .map(([path, locked]) => ({
    name: path.replace(/^.*node_modules\//, ''),
    version: locked.version,
    licence: licenceOf(path, locked),
  }))
  .toSorted((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
const rows = shipped.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |\n`);
const text = HEADING + [...new Set(rows)].join('');

const refused = shipped.filter(({ licence }) => !PERMISSIVE.has(licence));
for (const { name, licence } of refused) console.error(`${name}: ${licence} is not permissive.`);
if (process.argv.includes('--check')) {
  const isCurrent = existsSync(LIST) && readFileSync(LIST, 'utf8') === text;
  if (!isCurrent) console.error(`${LIST} is out of date; run: node scripts/licences.mjs`);
  process.exitCode = isCurrent && refused.length === 0 ? 0 : 1;
} else {
  writeFileSync(LIST, text);
  process.exitCode = refused.length === 0 ? 0 : 1;
}
