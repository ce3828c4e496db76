// A line of a job's file that ends every process which reads it: it is found, put aside, and costs no other.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKeys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { KILLER } from '../../helpers/delivery.ts';
import { createIntakeKit } from '../../helpers/intake-kit.ts';
import { type JoinedScript, joinScript } from '../../helpers/joined-script.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

const PROGRAM = new URL('../../helpers/killed-runs.ts', import.meta.url);
const LINES = 40;
const KILLER_AT = 17;

let kit: RedisKit;
let program: JoinedScript;
let runsDir: string;

beforeAll(async () => {
  [kit, program] = await Promise.all([startRedisKit(), joinScript(PROGRAM)]);
  runsDir = await mkdtemp(join(tmpdir(), 'jw-killer-'));
});
afterAll(async () => {
  await Promise.all([kit.server.stop(), program.remove()]);
  await rm(runsDir, { recursive: true, force: true });
});

const line = (job: string, n: number) => {
  const note = job === 'bad' && n === KILLER_AT ? KILLER : 'ordinary';
  return `${JSON.stringify({ ts: 1_795_856_400 + n, type: 'stage_started', payload: { n, note } })}\n`;
};

it('is set aside after four processes ended at it; all other lines are journalled once, in order', async () => {
  const all = Array.from({ length: LINES }, (_, n) => n);
  for (const job of ['bad', 'good']) {
    await mkdir(join(runsDir, job));
    await writeFile(join(runsDir, job, 'events.jsonl'), all.map((n) => line(job, n)).join(''));
  }
  const keys = createKeys('killer');
  const { journalled, buried } = createIntakeKit({ redis: kit.redis, keys });
  const isDone = async () =>
    (await kit.redis.xlen(keys.journal)) + (await kit.redis.xlen(keys.deadLetters)) >= 2 * LINES;
  const args = [program.path, kit.server.socketPath, 'killer', runsDir];
  let deaths = 0;
  for (;;) {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const gone = once(child, 'exit');
    while (child.signalCode === null && child.exitCode === null && !(await isDone())) {
      await systemClock.sleep(20);
    }
    if (await isDone()) {
      child.kill('SIGKILL');
      await gone;
      break;
    }
    expect(child.signalCode).toBe('SIGKILL');
    deaths += 1;
  }
  // Once among all the others, then four times by itself.
  expect(deaths).toBe(5);
  const events = (await journalled(2 * LINES - 1)).map(({ event }) => event);
  const numbers = (job: string) =>
    events.filter(({ jobId }) => jobId === job).map(({ data }) => data.n);
  expect(numbers('good')).toEqual(all);
  expect(numbers('bad')).toEqual(all.filter((n) => n !== KILLER_AT));
  expect(await buried()).toMatchObject([
    { source: 'runs/bad/events.jsonl', attempts: 4, raw: expect.stringContaining(KILLER) },
  ]);
});
