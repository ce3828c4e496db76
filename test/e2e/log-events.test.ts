// LOG_EVENTS: what the console of the built program shows of events.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { joinedHere, type Settings, spawnProgram } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { freePort } from '../helpers/redis-server.ts';
import { ADMIN_TOKEN, createWorld, type World } from '../helpers/world.ts';

let world: World;
let end: () => Promise<unknown>;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await end();
  await world.end();
});

const TAG = '[events]';

/** The program, and the lines with the tag that it wrote. */
async function started(settings: Settings) {
  const port = String(await freePort());
  const child = spawnProgram(
    { ...world.settings, HTTP_PORT: port, ...settings },
    ['start'],
    joinedHere(),
  );
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) throw new Error('the program has no output');
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const exited = once(child, 'exit');
  end = () => {
    child.kill('SIGTERM');
    return exited;
  };
  while (!lines.some((line) => line.includes('"ready"'))) await systemClock.sleep(20);
  const hangUp = () => child.stdout?.destroy();
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return { port, hangUp, isRunning, tagged: () => lines.filter((line) => line.includes(TAG)) };
}

async function post(port: string, job: string, fields: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/jobs/${job}/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  expect(response.status).toBe(202);
}

/** Until the journal holds so many events, or more. */
async function journalled(count: number): Promise<void> {
  while ((await world.client.xlen('jobwire:journal')) < count) await systemClock.sleep(20);
}

const started1 = {
  type: 'stage_started',
  stage: 'test',
  message: 'runs',
  ts: '2026-03-02T09:00:00Z',
};

it('mirrors the events of staged jobs to the console, one line each, unless told otherwise', async () => {
  const { port, tagged } = await started({});
  await publish(world.client, { event_type: 'job.started', job_id: 'j0' });
  await journalled(1);
  await post(port, 'j1', started1);
  await post(port, 'j1', started1);
  const message = 'two\nlines \u001b[31m, password=hunter2-hunter2 ';
  await post(port, 'j1', { ...started1, type: 'stage_failed', message });
  await journalled(3);
  while (tagged().length < 2) await systemClock.sleep(20);
  expect(tagged()).toEqual([
    `${TAG} 2026-03-02T09:00:00.000Z  stage.started  -/-/j1  test: runs`,
    expect.stringMatching(
      /^\[events\] \S+ {2}stage\.failed {2}-\/-\/j1 {2}test: two lines .*\[redacted/,
    ),
  ]);
  expect(tagged().join('')).not.toMatch(/hunter2/);
});

it.each([
  ['televibe', ['job.started']],
  ['televibe, pipeline', ['job.started', 'stage.started']],
  ['all', ['job.started', 'stage.started']],
  ['none', []],
])('mirrors those of %s', async (names, types) => {
  const { port, tagged } = await started({ LOG_EVENTS: names });
  await publish(world.client, { event_type: 'job.started', job_id: 'j0' });
  await journalled(1);
  await post(port, 'j1', started1);
  await journalled(2);
  while (tagged().length < types.length) await systemClock.sleep(20);
  await end();
  expect(tagged().map((line) => line.split('  ')[1])).toEqual(types);
});

it('goes on when nobody reads the console any more', async () => {
  const { port, hangUp, isRunning } = await started({ LOG_EVENTS: 'all' });
  hangUp();
  for (const at of Array.from({ length: 20 }).keys()) {
    await post(port, 'j1', { ...started1, message: `step ${at}`, stage: `s${at}` });
  }
  await journalled(20);
  expect(isRunning()).toBe(true);
});
