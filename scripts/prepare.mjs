// Makes a fresh clone ready: npm packages, and the programs that they don't bring (a Redis server; for
// the tests also luacheck, promtool, Chromium, Firefox, nginx, HAProxy, Caddy, the Node of the image, and redis-py for an
// example). Plain JavaScript without dependencies, because nothing is installed yet.
// Usage: node scripts/prepare.mjs [redis] [luacheck] [promtool] [chromium] [firefox] [proxies] [redis-py] [node-24]
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, lstatSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hasNode24, NODE_24_FOLDER } from './node-24.mjs';

const PROGRAMS = {
  redis: {
    names: ['redis-server', 'valkey-server'],
    packages: ['redis-server'],
    hint: 'a Redis server, 7.0 or newer: apt-get install redis-server, brew install redis, or set REDIS_URL to one that runs',
  },
  luacheck: {
    names: ['luacheck'],
    packages: ['lua-check'],
    hint: 'luacheck, which reads the Lua scripts: apt-get install lua-check, or brew install luacheck',
  },
  promtool: {
    names: ['promtool'],
    packages: ['prometheus'],
    hint: 'promtool, which checks metrics and alert rules: apt-get install prometheus, or brew install prometheus',
  },
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium', 'fonts-noto-color-emoji'],
    hint: 'Chromium for the browser tests: apt-get install chromium fonts-noto-color-emoji',
  },
  firefox: {
    names: ['firefox-esr', 'firefox'],
    packages: ['firefox-esr'],
    hint: 'Firefox for the tests of streams: apt-get install firefox-esr',
  },
  proxies: {
    isThere: () => ['nginx', 'haproxy', 'caddy'].every((name) => found([name])),
    packages: ['nginx-light', 'haproxy', 'caddy'],
    hint: 'nginx, HAProxy and Caddy for the tests behind them: apt-get install nginx-light haproxy caddy',
  },
  'redis-py': {
    isThere: () =>
      ['python3', '/usr/bin/python3'].some(
        (python) => spawnSync(python, ['-c', 'import redis'], { stdio: 'ignore' }).status === 0,
      ),
    packages: ['python3-redis'],
    hint: 'redis-py for the test of examples/producer.py: apt-get install python3-redis, or pip install redis',
  },
};

function found(names) {
  // Servers are there, which not everybody has on the PATH.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
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

function prepareProgram({ names, isThere = () => found(names), packages, hint }) {
  if (isThere()) return true;
  if (install(packages) && isThere()) return true;
  console.error(`Missing: ${hint}.`);
  return false;
}

/** Installs what the folder's lock file names, unless that is there already. */
function preparePackages(folder = '.') {
  // npm would empty a linked folder, which belongs to another checkout.
  if (lstatSync(join(folder, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    return true;
  const marker = join(folder, 'node_modules/.package-lock.json');
  const lock = join(folder, 'package-lock.json');
  const isFresh = existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs;
  const args = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  return isFresh || run('npm', args);
}

function prepare(name) {
  if (name !== 'node-24') return prepareProgram(PROGRAMS[name]);
  return !hasNode24() || preparePackages(NODE_24_FOLDER);
}

const ready = [preparePackages(), ...process.argv.slice(2).map(prepare)];
process.exitCode = ready.every(Boolean) ? 0 : 1;
