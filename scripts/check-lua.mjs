// Runs luacheck over every script of src/redis as Redis is sent it: behind the parts that it requires. What is
// found is told of the file that holds the line.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { tsImport } from 'tsx/esm/api';

const FOLDER = 'src/redis';
const FINDING = /^(?<text>[^:]+):(?<line>\d+):(?<column>\d+): (?<message>\((?<code>[WE]\d+)\) .*)$/;
/** What is unused in a part: it may be there for another script. */
const UNUSED = /^W[23]/;

const { readParts } = await tsImport('../src/redis/scripts/script.ts', import.meta.url);

/** The path of every file, and which paths make the text of its script, with the line each of them begins at. */
function readTexts() {
  const paths = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.lua'))
    .map((name) => join(FOLDER, name));
  return paths.map((path) => {
    let lines = 0;
    const parts = readParts(pathToFileURL(path)).map(({ file, text }) => {
      const start = lines;
      lines += text.split('\n').length;
      return { path: relative('.', fileURLToPath(file)), start, text };
    });
    return { path, parts, text: parts.map(({ text }) => text).join('\n') };
  });
}

function isPartOfAnother(path, texts) {
  return texts.some((text) => text.path !== path && text.parts.some((part) => part.path === path));
}

/** Runs luacheck once; resolves with what it finds in which text. */
function lint(texts) {
  const folder = mkdtempSync(join(tmpdir(), 'jobwire-lua-'));
  try {
    texts.forEach(({ text }, at) => {
      writeFileSync(join(folder, `${at}.lua`), text);
    });
    const args = [
      '--config',
      '.luacheckrc',
      '--formatter',
      'plain',
      '--codes',
      '--no-cache',
      folder,
    ];
    const { error, status, stdout, stderr } = spawnSync('luacheck', args, { encoding: 'utf8' });
    if (error?.code === 'ENOENT') {
      throw new Error(
        'luacheck is not there; expected Debian’s package lua-check (apt-get install lua-check) or brew install luacheck. `npm run check` installs it where it may.',
      );
    }
    // 0: nothing found, 1 and 2: warnings and errors.
    if (error || status > 2) throw new Error(`luacheck can't run: ${error?.message ?? stderr}`);
    return stdout.split('\n').flatMap((line) => readFinding(line, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readFinding(line, folder) {
  const groups = FINDING.exec(line)?.groups;
  if (groups === undefined) return [];
  const at = Number(relative(folder, groups.text).replace('.lua', ''));
  return [
    {
      at,
      line: Number(groups.line),
      column: groups.column,
      message: groups.message,
      code: groups.code,
    },
  ];
}

function partAt({ parts }, line) {
  return parts.findLast(({ start }) => start < line);
}

function whereIs(text, line) {
  const { path, start } = partAt(text, line);
  return `${path}:${line - start}`;
}

/** What is found in each file: what is unused only where every script that holds the file finds it. */
function findProblems(texts) {
  const found = new Map();
  for (const { at, line, column, message, code } of lint(texts)) {
    const told = message.replace(
      /on line (\d+)/,
      (_, other) => `at ${whereIs(texts[at], Number(other))}`,
    );
    const problem = `${whereIs(texts[at], line)}:${column}: ${told}`;
    const known = found.get(problem) ?? { path: partAt(texts[at], line).path, code, times: 0 };
    found.set(problem, { ...known, times: known.times + 1 });
  }
  const users = (path) => texts.filter(({ parts }) => parts.some((part) => part.path === path));
  return [...found].flatMap(([problem, { path, code, times }]) =>
    UNUSED.test(code) && times < users(path).length ? [] : [problem],
  );
}

try {
  const all = readTexts();
  const scripts = all.filter(({ path }) => !isPartOfAnother(path, all));
  if (scripts.length === 0) throw new Error(`There is no script in ${FOLDER}; expected some.`);
  const problems = findProblems(scripts);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
