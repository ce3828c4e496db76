// Every key is spelled in keys.ts: no script and no file of redis/ makes one of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createKeys, KEY_NAMES } from '../../../src/redis/scripts/keys.ts';
import { luaPrologue } from '../../../src/redis/scripts/lua-beginning.ts';
import { readWithParts } from '../../../src/redis/scripts/script.ts';

const ROOM = new URL('../../../src/redis/', import.meta.url);
const files = readdirSync(fileURLToPath(ROOM), { recursive: true, encoding: 'utf8' });
const read = (name: string) => readFileSync(new URL(name, ROOM), 'utf8');
const scripts = files.filter((name) => name.endsWith('.lua'));
/** Migrations know the names of former layouts, and rights those of no key in particular. */
const sources = files.filter(
  (name) => name.endsWith('.ts') && !/^(migrations\/|scripts\/|monitoring\/rights)/.test(name),
);

function codeOf(name: string): string {
  return read(name).replace(/--.*$/gm, '');
}

it.each(scripts)('%s names only keys that there are', (name) => {
  expect(readWithParts(new URL(name, ROOM))).toContain(codeOf(name).trim().split('\n').at(-1));
});

it.each(scripts)('%s spells no key', (name) => {
  const literals = Object.values(KEY_NAMES).filter((key) => key.includes(':'));
  const begins = literals.map((key) => key.split('%s')[0] ?? '').filter((start) => start !== '');
  const spelled = [...codeOf(name).matchAll(/'([^'\n]*)'/g)].filter(([, text = '']) =>
    begins.some((start) => text.startsWith(start) || text.startsWith(`:${start}`)),
  );
  expect(spelled.map(([, text]) => text)).toEqual([]);
  expect(codeOf(name)).not.toMatch(/\bprefix\b/);
});

it.each(sources)('%s spells no key', (name) => {
  expect(read(name)).not.toMatch(/\$\{(keys\.\w+(\([^)]*\))?|(keys\.)?prefix)\}:/);
});

describe('a name', () => {
  it('is that of one key only', () => {
    const names = Object.values(KEY_NAMES);
    expect(names.length).toBeGreaterThan(80);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(Object.keys(KEY_NAMES))('%s is used', (name) => {
    const inLua = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const used = new RegExp(`\\bkeys\\.${inLua}\\b`);
    const isRead = new RegExp(
      `(\\bkeys\\.${name}\\b|\\{[^}]*\\b${name}\\b[^}]*\\}(: Pick<Keys| = keys))`,
    );
    const isUsed =
      scripts.some((script) => used.test(codeOf(script))) ||
      sources.some((source) => isRead.test(read(source)));
    expect(isUsed).toBe(true);
  });

  it('that there is not can not be loaded', () => {
    expect(() => luaPrologue("redis.call('GET', keys.rooted)")).toThrow(/no key 'rooted'/);
  });

  it('means the same in Lua as in TypeScript', () => {
    const keys = createKeys('p');
    expect(keys.seenIn(3, '7f')).toBe('p:seen:3:7f');
    expect(luaPrologue('keys.seen_in(generation, bucket)')).toContain(
      "seen_in = function(a, b) return prefix .. ':seen:' .. a .. ':' .. b end",
    );
  });
});
