// What is shipped: the built program beside its production packages, installed without a script, as the
// Dockerfile does it; on the machine's Node and on the image's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { NODES } from '../helpers/nodes.ts';
import { type Installed, spawnProgram, startProgram } from '../helpers/program.ts';
import { ADMIN_TOKEN, ANA } from '../helpers/world.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const SHIPPED = ['package.json', 'package-lock.json', '.npmrc', 'dist', 'locales'];

let root: string;
let simulator: Simulator;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'jw-shipped-'));
  for (const name of SHIPPED)
    await cp(join(REPOSITORY, name), join(root, name), { recursive: true });
  const { PATH = '', HOME = '' } = process.env;
  const args = ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--prefer-offline'];
  const npm = spawn('npm', args, { cwd: root, env: { PATH, HOME }, stdio: 'inherit' });
  expect(await once(npm, 'exit')).toEqual([0, null]);
  simulator = await startSimulator({ clock: systemClock, limits: 'off' });
  simulator.world.addPerson({ id: ANA, firstName: 'Ana', languageCode: 'en' });
  simulator.world.addPrivateChat(ANA);
});
afterAll(async () => {
  await simulator.stop();
  await rm(root, { recursive: true, force: true });
});

const settingsFor = (dataDir: string) => ({
  BOT_TOKEN: simulator.token,
  TELEGRAM_API_ROOT: simulator.apiRoot,
  DATA_DIR: dataDir,
  ADMIN_USER_IDS: String(ANA),
  ADMIN_TOKEN,
  BATCH_WINDOW_MS: '50',
  HTTP_PORT: '0',
});

async function outputOf(args: readonly string[], installed: Installed) {
  const dataDir = join(root, `data-${args[0]}`);
  const child = spawnProgram(settingsFor(dataDir), args, installed);
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, said };
}

it('has every production package and no other', async () => {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const installed = JSON.parse(
    await readFile(join(root, 'node_modules/.package-lock.json'), 'utf8'),
  );
  const isNeeded = ([path, { dev, optional }]: [string, { dev?: true; optional?: true }]) =>
    path !== '' && dev !== true && optional !== true;
  const needed = Object.entries<{ dev?: true; optional?: true }>(lock.packages).filter(isNeeded);
  expect(needed.length).toBeGreaterThan(50);
  for (const [path] of needed) expect(installed.packages).toHaveProperty([path]);
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const folders = await readdir(join(root, 'node_modules'));
  // Some that our tests use are used by production packages, too.
  const paths = new Set(needed.map(([path]) => path));
  const extra = folders.filter((name) => !paths.has(`node_modules/${name}`));
  expect(extra.filter((name) => name in devDependencies)).toEqual([]);
});

describe.each(NODES)('on %s', (_, node) => {
  it('tells its version, and finds nothing wrong', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    expect(await outputOf(['--version'], { node, root })).toEqual({
      code: 0,
      said: `${version}\n`,
    });
    const doctor = await outputOf(['doctor', '--json'], { node, root });
    const { checks } = JSON.parse(doctor.said);
    expect(checks.filter(({ status }: { status: string }) => status === 'fail')).toEqual([]);
    expect(doctor.code).toBe(0);
  });

  it('brings an event into a chat with a Redis of its own, and ends with 0', async () => {
    const dataDir = await mkdtemp(join(root, 'data-'));
    const program = await startProgram(settingsFor(dataDir), { node, root });
    const telegram = simulator.world;
    const ready = async () => expect((await fetch(`${program.url}/readyz`)).status).toBe(200);
    await vi.waitFor(ready, { timeout: 60_000 });
    telegram.say({ chatId: ANA, personId: ANA, text: '/start' });
    const before = telegram.messages(ANA).length;
    await telegram.waitFor(() => telegram.messages(ANA).length > before);
    const title = `Ship it ${systemClock.token(9)}`;
    const response = await fetch(`${program.url}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        event_type: 'job.started',
        project_id: 'shop',
        job_id: 'j1',
        data: { instruction: title },
      }),
    });
    expect(response.status).toBe(202);
    const told = () => telegram.messages(ANA).filter(({ text }) => text.includes(title));
    await telegram.waitFor(() => told().length > 0, 60_000);
    expect((await program.stop()).code).toBe(0);
    expect(told()).toHaveLength(1);
  });
});
