// `npm start` as a person or a supervisor uses it: it is the program, and leaves nothing behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  utimes,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { ownMs } from '../helpers/stopwatch.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let folder: string;
let simulator: Simulator;
let npm: ChildProcess;
let said: string;

/** A copy in which everything is installed and built last, so that `npm start` has nothing to make. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jw-npm-'));
  for (const name of ['package.json', 'package-lock.json', 'scripts', 'locales', 'dist']) {
    await cp(join(ROOT, name), join(folder, name), { recursive: true });
  }
  await utimes(join(folder, 'package-lock.json'), 1, 1);
  await mkdir(join(folder, 'src'));
  await mkdir(join(folder, 'node_modules'));
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  simulator = await startSimulator({ clock: systemClock, limits: 'off' });
  said = '';
  const { PATH = '', HOME = '' } = process.env;
  const settings = {
    BOT_TOKEN: simulator.token,
    TELEGRAM_API_ROOT: simulator.apiRoot,
    HTTP_PORT: '0',
  };
  npm = spawn('npm', ['start'], {
    cwd: folder,
    env: { PATH, HOME, ...settings },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [npm.stdout, npm.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  }
  await until(async () => said.includes('"ready"'));
});

afterEach(async () => {
  for (const { pid } of await running()) process.kill(pid, 'SIGKILL');
  await simulator.stop();
  await rm(folder, { recursive: true, force: true });
});

async function until(look: () => Promise<boolean>): Promise<void> {
  const end = systemClock.monotonic() + 90_000;
  while (!(await look())) {
    if (systemClock.monotonic() > end) throw new Error(`it did not come to that:\n${said}`);
    await systemClock.sleep(50);
  }
}

/** Every process that works in the folder, whoever started it. */
async function running() {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const worksIn = await readlink(`/proc/${pid}/cwd`).catch(() => '');
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const is = line.replaceAll('\0', ' ').trim();
      return worksIn.startsWith(folder) && is !== '' ? [{ pid: Number(pid), is }] : [];
    }),
  );
  return found.flat();
}

const pidOf = async (kind: RegExp) => {
  const [found] = (await running()).filter(({ is }) => kind.test(is));
  if (found === undefined) throw new Error(`no ${kind}: ${JSON.stringify(await running())}`);
  return found.pid;
};
const PROGRAM = /^\S*node \S*scripts\/run\.mjs start$/;
const REDIS = /^redis-server/;
const group = (signal: NodeJS.Signals) => process.kill(-(npm.pid ?? 0), signal);

it('is npm, the program and its Redis, nothing in between, and ends in peace on Ctrl-C', async () => {
  const parent = /^PPid:\t(\d+)/m.exec(
    await readFile(`/proc/${await pidOf(PROGRAM)}/status`, 'utf8'),
  )?.[1];
  expect(Number(parent)).toBe(npm.pid);
  const others = (await running()).filter(
    ({ is, pid }) => pid !== npm.pid && !PROGRAM.test(is) && !REDIS.test(is),
  );
  // The guard that ends Redis when the program can't.
  expect(others).toMatchObject([{ is: expect.stringMatching(/^\/bin\/sh -c while read/) }]);
  const ended = once(npm, 'close');
  group('SIGINT');
  await ended;
  await until(async () => (await running()).length === 0);
  expect(said).toContain('"inTime":true');
});

it('ends in peace on two signals at once, and at once on one that comes later', async () => {
  // Redis stands still, so that the end takes its time.
  process.kill(await pidOf(REDIS), 'SIGSTOP');
  group('SIGHUP');
  group('SIGTERM');
  await until(async () => said.includes('"stopping"'));
  await systemClock.sleep(2_100);
  expect((await running()).some(({ is }) => PROGRAM.test(is))).toBe(true);
  process.kill(await pidOf(PROGRAM), 'SIGTERM');
  const isGone = until(async () => !(await running()).some(({ is }) => PROGRAM.test(is)));
  expect(await ownMs(() => isGone)).toBeLessThan(1_500);
  // It broke off the end that it was in the middle of.
  expect(said).not.toContain('"stopped"');
  // Whatever hangs is ended by force.
  await until(async () => (await running()).length === 0);
});

it.each([
  ['npm', () => npm.pid ?? 0],
  ['the program', () => pidOf(PROGRAM)],
])('leaves nothing after kill -9 of %s', async (_, pid) => {
  process.kill(await pid(), 'SIGKILL');
  await until(async () => (await running()).length === 0);
});
