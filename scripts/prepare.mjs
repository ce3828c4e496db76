// Makes a fresh clone ready: npm packages, and the programs that npm can't bring (a Redis server; for
// the tests also Chromium). Plain JavaScript without dependencies, because nothing is installed yet.
// Usage: node scripts/prepare.mjs [redis] [chromium]
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PROGRAMS = {
  redis: {
    names: ['redis-server', 'valkey-server'],
    packages: ['redis-server'],
    hint: 'a Redis server, 7.0 or newer: apt-get install redis-server, brew install redis, or set REDIS_URL to one that runs',
  },
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium', 'fonts-noto-color-emoji'],
    hint: 'Chromium for the browser tests: apt-get install chromium fonts-noto-color-emoji',
  },
};

function found(names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.some((name) => folders.some((folder) => isExecutable(join(folder, name))));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(command, args, env = {}) {
  const options = { stdio: 'inherit', env: { ...process.env, ...env } };
  return spawnSync(command, args, options).status === 0;
}

/** How to become root without being asked for a password; undefined when that can't be done. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n'] : undefined;
}

/** The lists of packages were fetched by this run. */
let isUpdated = false;

function install(packages) {
  const root = asRoot();
  if (root === undefined || !found(['apt-get'])) return false;
  const apt = (...args) => {
    const [command, ...rest] = [...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];
    const all = [...rest, 'apt-get', '-qq', '-o=Dpkg::Use-Pty=0', ...args];
    return run(command, all);
  };
  console.log(`Installing ${packages.join(', ')} …`);
  isUpdated ||= apt('update');
  return isUpdated && apt('install', '-y', '--no-install-recommends', ...packages);
}

function prepareProgram({ names, packages, hint }) {
  if (found(names)) return true;
  if (install(packages) && found(names)) return true;
  console.error(`Missing: ${hint}.`);
  return false;
}

function preparePackages() {
  const marker = 'node_modules/.package-lock.json';
  const isFresh =
    existsSync(marker) && statSync(marker).mtimeMs >= statSync('package-lock.json').mtimeMs;
  return isFresh || run('npm', ['ci', '--no-audit', '--no-fund']);
}

const wanted = process.argv.slice(2).map((name) => PROGRAMS[name]);
const ready = [preparePackages(), ...wanted.map(prepareProgram)];
process.exitCode = ready.every(Boolean) ? 0 : 1;
