// No secret in anything that the program says, at its most talkative and with every part failing.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import {
  joinedHere,
  type Program,
  type Settings,
  spawnProgram,
  startProgram,
} from '../helpers/program.ts';
import { startTestRedis, type TestRedis } from '../helpers/redis-server.ts';

const PASSWORD = 'pa%ss"w/0rd@hunter2';
const ADMIN_TOKEN = 'Zk4"q\\W8v+Nr2/Ty6Lm9';
let redis: TestRedis;
let simulator: Simulator;
let folder: string;
let settings: Settings;
let program: Program | undefined;
beforeAll(async () => {
  redis = await startTestRedis({ password: PASSWORD });
  simulator = await startSimulator({ clock: systemClock });
  folder = await mkdtemp(join(tmpdir(), 'jw-secrets-'));
  settings = {
    BOT_TOKEN: simulator.token,
    TELEGRAM_API_ROOT: simulator.apiRoot,
    REDIS_URL: urlWith(PASSWORD),
    ADMIN_TOKEN,
    ARCHIVE_DIR: join(folder, 'archive'),
    LOG_LEVEL: 'trace',
  };
});
afterAll(async () => {
  await program?.stop();
  await simulator.stop();
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const urlWith = (password: string) =>
  `redis://default:${encodeURIComponent(password)}@127.0.0.1:${redis.port}`;

function expectNoSecretIn(text: string): void {
  for (const secret of [PASSWORD, ADMIN_TOKEN, simulator.token, 'hunter2']) {
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      expect(text).not.toContain(form);
    }
    expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, -3));
  }
}

async function saidBy(args: readonly string[], more: Settings = {}) {
  const child = spawnProgram({ ...settings, HTTP_PORT: '0', ...more }, args, joinedHere());
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, said };
}

it('a program that runs, and loses Redis, tells no secret', async () => {
  program = await startProgram(settings);
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const read = async (path: string) => {
    const response = await fetch(`${program?.url}${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };
  expect(await read('/metrics')).toMatchObject({ status: 200 });
  await redis.kill9();
  await program.logged('redis_away');
  const answers = await Promise.all(['/metrics', '/readyz', '/healthz'].map(read));
  await redis.restart();
  await program.logged('redis_back');
  expectNoSecretIn(JSON.stringify(answers));
  expectNoSecretIn(answers.map(({ text }) => text).join('\n'));
  expectNoSecretIn(program.log.map((line) => JSON.stringify(line)).join('\n'));
});

it('commands tell no secret, with a stack or without', async () => {
  const runs = await Promise.all([
    saidBy(['doctor']),
    saidBy(['doctor', '--json'], { REDIS_URL: urlWith(`${PASSWORD}-wrong`) }),
    saidBy(['history'], { REDIS_URL: urlWith(`${PASSWORD}-wrong`) }),
    saidBy(['doctor'], { BOT_TOKEN: '1234567:hunter2-hunter2' }),
    saidBy(['start'], { REDIS_URL: `redis:/${PASSWORD}`, ADMIN_TOKEN: 'hunter2' }),
    saidBy(['start'], { PUBLIC_URL: `https://me:${PASSWORD}@jobs.example.org` }),
  ]);
  expect(runs.map(({ code }) => code)).toEqual([0, 1, 1, 1, 78, 78]);
  for (const { said } of runs) expectNoSecretIn(said);
});
