// The rules of the house: who may import whom (.dependency-cruiser.cjs, read by dependency-cruiser itself),
// and how rooms are laid out.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { beforeAll, describe, expect, it } from 'vitest';
import { findKnots, type Import } from './helpers/knots.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** A cruise that reads nothing finds nothing wrong. */
const MIN_MODULES = 500;
const MIN_DEPENDENCIES = 2_000;
/** Beside its rooms. */
const MAX_FILES_OF_A_ROOM = 16;
const EXPORTED = /^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm;

/** A command of the chat and one of the command line that do the same have one name. */
function isCommandPair(name: string, files: readonly string[]): boolean {
  const homes = files.map((file) => /^src\/(cli|telegram\/commands)\/.*\/([\w-]+)\.ts$/.exec(file));
  return (
    new Set(homes.map((home) => home?.[1])).size === 2 && homes.every((home) => home?.[2] === name)
  );
}

async function cruiseSource() {
  const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
  const { output } = await cruise(
    ['src'],
    { ...options, ruleSet: { forbidden }, validate: true, baseDir: ROOT },
    undefined,
    { tsConfig: extractTSConfig(`${ROOT}tsconfig.json`) },
  );
  if (typeof output === 'string') throw new Error(output);
  return output;
}

let output: Awaited<ReturnType<typeof cruiseSource>>;
beforeAll(async () => {
  output = await cruiseSource();
});

const sources = readdirSync(`${ROOT}src`, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => posix.join(parentPath.slice(ROOT.length), name));

/** Which parts a script requires: see src/redis/scripts/script.ts. */
function importsOfScripts(): Import[] {
  return sources
    .filter((file) => file.endsWith('.lua'))
    .flatMap((from) => {
      const [, names = ''] = /^-- Requires: (.+)$/m.exec(readFileSync(ROOT + from, 'utf8')) ?? [];
      const parts = names.split(', ').filter(Boolean);
      return parts.map((name) => ({ from, to: posix.join(posix.dirname(from), name) }));
    });
}

describe('the house', () => {
  it('keeps every import rule', () => {
    const { violations, totalDependenciesCruised } = output.summary;
    const ours = output.modules.filter(({ source }) => source.startsWith('src/'));
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    expect(ours.length).toBeGreaterThan(MIN_MODULES);
    expect(totalDependenciesCruised).toBeGreaterThan(MIN_DEPENDENCIES);
  });

  it('has no knot: the files and rooms of every folder form a line', () => {
    const imports = output.modules.flatMap(({ source, dependencies }) =>
      dependencies.map(({ resolved }) => ({ from: source, to: resolved })),
    );
    const ours = [...imports, ...importsOfScripts()].filter(
      ({ from, to }) => from.startsWith('src/') && to.startsWith('src/'),
    );
    const hint = 'imports run one way: move what both need into a file or folder of its own';
    expect(findKnots(ours), hint).toEqual([]);
  });

  it('has no room of more files than one can take in', () => {
    const counts = new Map<string, number>();
    for (const file of sources) {
      const room = posix.dirname(file);
      counts.set(room, (counts.get(room) ?? 0) + 1);
    }
    const crowded = [...counts].filter(([, count]) => count > MAX_FILES_OF_A_ROOM);
    const hint = `at most ${MAX_FILES_OF_A_ROOM} files a folder: move those of one matter into a folder of their own`;
    expect(crowded, hint).toEqual([]);
  });

  it('exports no name twice: one name, one meaning', () => {
    const homes = new Map<string, Set<string>>();
    for (const file of sources.filter((name) => /\.tsx?$/.test(name))) {
      for (const [, name = ''] of readFileSync(ROOT + file, 'utf8').matchAll(EXPORTED)) {
        homes.set(name, (homes.get(name) ?? new Set()).add(file));
      }
    }
    expect(homes.size).toBeGreaterThan(MIN_MODULES);
    const twice = [...homes].filter(
      ([name, files]) => files.size > 1 && !isCommandPair(name, [...files]),
    );
    expect(twice, 'an exported name is in one file only: give one of them another').toEqual([]);
  });

  it('requires only scripts that are there', () => {
    const missing = importsOfScripts().filter(({ to }) => !sources.includes(to));
    expect(missing).toEqual([]);
  });
});

describe('a knot is found', () => {
  it.each([
    [
      'between two files',
      [
        ['src/a.ts', 'src/b.ts'],
        ['src/b.ts', 'src/a.ts'],
      ],
    ],
    [
      'between two rooms',
      [
        ['src/x/a.ts', 'src/y/b.ts'],
        ['src/y/c.ts', 'src/x/d.ts'],
      ],
    ],
    [
      'between a file and the room beside it',
      [
        ['src/a.ts', 'src/x/b.ts'],
        ['src/x/c.ts', 'src/a.ts'],
      ],
    ],
  ])('%s', (_, pairs) => {
    const imports = pairs.map(([from = '', to = '']) => ({ from, to }));
    expect(findKnots(imports)).toHaveLength(1);
  });

  it('and a room may use the files beside it', () => {
    const pairs = [
      ['src/x/all.ts', 'src/x/y/a.ts'],
      ['src/x/y/a.ts', 'src/x/contract.ts'],
    ];
    const imports = pairs.map(([from = '', to = '']) => ({ from, to }));
    expect(findKnots(imports)).toEqual([]);
  });
});
