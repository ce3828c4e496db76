// What docs/architecture.md names is there.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NAMED = /`((?:[a-z-]+\/)+[\w-]+\.(?:ts|lua|js))`/g;

it('names only files that are there', () => {
  const text = readFileSync(`${ROOT}docs/architecture.md`, 'utf8');
  const named = [...text.matchAll(NAMED)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(
    (path) => !existsSync(`${ROOT}src/${path}`) && !existsSync(`${ROOT}${path}`),
  );
  expect(missing).toEqual([]);
});
