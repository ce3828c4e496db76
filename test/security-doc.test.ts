import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const text = readFileSync('docs/security.md', 'utf8');
const code = [...text.matchAll(/`([^`\s]+)`/g)].map(([, name]) => name ?? '');
const tests = code.filter((name) => name.startsWith('test/'));
const sources = code.filter(
  (name) => /^[a-z-]+(?:\/[a-z-]+)*(?:\/|\.(?:ts|lua))$/.test(name) && !tests.includes(name),
);

describe('docs/security.md', () => {
  it('names a test or a place for each promise, and each of them exists', () => {
    expect(tests.length).toBeGreaterThan(30);
    expect(sources.length).toBeGreaterThan(30);
    const missing = [...tests, ...sources.map((name) => `src/${name}`)].filter(
      (path) => !existsSync(path),
    );
    expect(missing).toEqual([]);
  });

  it('has a test in every row of its tables of promises', () => {
    const rows = text.split('\n').filter((line) => /^\| [^|]+ \| [^|]* \| [^|]+ \|$/.test(line));
    const untested = rows.filter((row) => !row.includes('`test/') && !row.startsWith('| promise'));
    expect(untested).toEqual([]);
  });
});
