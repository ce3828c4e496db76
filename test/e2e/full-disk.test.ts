// The disk under jobwire's own Redis is full. What was answered as taken is kept; what is not taken is
// said so; and when there is space again, everything works again by itself.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type LimitedRedis, limitedRedis } from '../helpers/limited-redis.ts';
import { type Program, startProgram } from '../helpers/program.ts';
import { ADMIN_TOKEN, ANA } from '../helpers/world.ts';

let simulator: Simulator;
let limited: LimitedRedis;
let program: Program;
let dataDir = '';
let redis: Redis;

beforeEach(async () => {
  simulator = await startSimulator({ clock: systemClock, limits: 'off' });
  limited = await limitedRedis();
  dataDir = await mkdtemp(join(tmpdir(), 'jw-disk-'));
  program = await startProgram({
    PATH: `${limited.folder}:${process.env.PATH}`,
    BOT_TOKEN: simulator.token,
    TELEGRAM_API_ROOT: simulator.apiRoot,
    ADMIN_USER_IDS: String(ANA),
    ADMIN_TOKEN,
    DATA_DIR: dataDir,
  });
  redis = new Redis({ path: join(dataDir, 'redis/redis.sock'), retryStrategy: () => 50 });
  redis.on('error', () => {});
});

afterEach(async () => {
  redis.disconnect();
  await program.stop();
  await simulator.stop();
  await limited.remove();
  await rm(dataDir, { recursive: true, force: true });
});

const until = { timeout: 60_000, interval: 100 };

async function pidOfRedis(): Promise<number> {
  return Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]);
}

async function post(path: string, body: object, headers: object = {}): Promise<number> {
  const response = await fetch(`${program.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ADMIN_TOKEN}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return response.status;
}

function publish(id: string): Promise<number> {
  const data = { step: id };
  const event = {
    event_id: id,
    event_type: 'job.progress',
    project_id: 'shop',
    job_id: 'j1',
    data,
  };
  return post('/api/v1/events', event);
}

async function kept(): Promise<string[]> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const response = await fetch(`${program.url}/api/v1/events?types=job.progress&limit=1000`, {
    headers,
  });
  const { events } = (await response.json()) as { events: { event_id: string }[] };
  return events.map(({ event_id: id }) => id);
}

it('loses no event that it answered with 202, says so on /readyz, and heals by itself', async () => {
  const taken: string[] = [];
  for (let at = 0; at < 5; at += 1) {
    expect(await publish(`before-${at}`)).toBe(202);
    taken.push(`before-${at}`);
  }
  await limited.fill(await pidOfRedis());
  for (let at = 0; at < 5; at += 1) {
    const status = await publish(`full-${at}`);
    if (status === 202) taken.push(`full-${at}`);
    else expect(status).toBeGreaterThanOrEqual(500);
  }
  expect(taken).toHaveLength(5);
  await expect
    .poll(async () => (await fetch(`${program.url}/readyz`)).text(), until)
    .toMatch(/"storage":\{"ok":false/);

  // A crash now takes all that is not in the file.
  process.kill(await pidOfRedis(), 'SIGKILL');
  await expect.poll(() => kept().catch(() => []), until).toEqual(expect.arrayContaining(taken));

  for (let at = 0; at < 5; at += 1) {
    await expect.poll(() => publish(`full-${at}`), until).toBe(202);
    taken.push(`full-${at}`);
  }
  expect((await kept()).toSorted()).toEqual(taken.toSorted());
  await expect.poll(async () => (await fetch(`${program.url}/readyz`)).status, until).toBe(200);
});

it('decides nothing that it cannot keep, and the same decision counts when there is space again', async () => {
  const data = { approval_id: 'ap-1', action: 'git push', scope: 'push' };
  const ask = { event_type: 'job.approval_needed', project_id: 'shop', job_id: 'j1', data };
  // By the bus: nobody approves what they asked for with their own token.
  await redis.xadd('televibe:stream:shop', '*', 'event', JSON.stringify(ask));
  const path = '/api/v1/approvals/ap-1/decision';
  await expect.poll(() => post(path, { decision: 'wrong' }), until).toBe(422);
  const pid = await pidOfRedis();
  await limited.fill(pid);
  const decide = () => post(path, { decision: 'approve' }, { 'idempotency-key': 'once' });
  expect(await decide()).toBeGreaterThanOrEqual(500);
  await limited.lift(pid);
  await expect.poll(decide, until).toBe(200);
});
