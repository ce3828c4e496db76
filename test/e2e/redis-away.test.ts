// The built program and a Redis that is silent, forbids things, was emptied or is not there yet.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Program, spawnProgram } from '../helpers/program.ts';
import { type Proxy as BadNetwork, startProxy } from '../helpers/proxy.ts';
import { publish } from '../helpers/publish.ts';
import { freePort } from '../helpers/redis-server.ts';
import { createSeeded } from '../helpers/seeded.ts';
import { ownMs } from '../helpers/stopwatch.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../helpers/world.ts';

/** Until a part that is useless has been noticed, and until all works again. */
const WAIT_MS = 60_000;

let world: World;
let proxy: BadNetwork;
beforeEach(async () => {
  world = await createWorld();
  proxy = await startProxy(world.redis.port, createSeeded(1));
});
afterEach(async () => {
  proxy.blackhole(false);
  await world.end();
  await proxy.stop();
});

const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
const get = (url: string, path: string) => fetch(url + path, { headers });
const post = (url: string, id: string) =>
  fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ event_id: id, event_type: 'job.started', job_id: id, data: {} }),
  });
const readyz = async (url: string) => (await get(url, '/readyz')).status;
const becomes = (url: string, status: number) =>
  vi.waitFor(async () => expect(await readyz(url)).toBe(status), {
    timeout: WAIT_MS,
    interval: 100,
  });

/** Of whatever form. */
// biome-ignore lint/suspicious/noExplicitAny: the test says what it expects of it.
const json = async (asked: Promise<Response>): Promise<any> => (await asked).json();

async function timed<T>(work: Promise<T>): Promise<{ result: T; tookMs: number }> {
  const tookMs = await ownMs(() => work);
  return { result: await work, tookMs };
}

/** Ana's chat is told of a job. */
async function tellsAna({ url }: Pick<Program, 'url'>, id: string): Promise<void> {
  await vi.waitFor(async () => expect((await post(url, id)).status).toBe(202), WAIT_MS);
  await world.simulator.world.waitFor(
    () => world.simulator.world.messages(ANA).find(({ text = '' }) => text.includes(id)),
    WAIT_MS,
  );
}

async function greetAna(): Promise<void> {
  const { world: telegram } = world.simulator;
  const before = telegram.messages(ANA).length;
  telegram.say({ chatId: ANA, personId: ANA, text: '/start' });
  await telegram.waitFor(
    () =>
      telegram
        .messages(ANA)
        .slice(before)
        .find(({ from }) => from.isBot),
    WAIT_MS,
  );
}

it('a network that swallows everything is answered in time, noticed, and healed', async ({
  annotate,
}) => {
  const { world: telegram } = world.simulator;
  const program = await world.start({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
  await becomes(program.url, 200);
  await greetAna();
  telegram.say({ chatId: ANA, personId: ANA, text: '/level' });
  const asked = await telegram.waitFor(() =>
    telegram.messages(ANA).findLast(({ keyboard }) => keyboard.length > 0),
  );
  const data = asked.keyboard[0]?.[0]?.callback_data ?? '';
  const stream = await get(program.url, '/events');
  expect(stream.status).toBe(200);

  proxy.blackhole(true);
  const tap = timed(telegram.tap({ chatId: ANA, messageId: asked.messageId, personId: ANA, data }));
  const answers = await Promise.all(
    ['/api/v1/jobs', '/api/v1/events', '/events', '/api/v1/tokens'].map((path) =>
      timed(get(program.url, path)),
    ),
  );
  answers.push(await timed(post(program.url, 'lost')));
  for (const { result, tookMs } of answers) {
    expect([result.url, result.status]).toEqual([result.url, 503]);
    expect(Number(result.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(tookMs).toBeLessThan(1_000);
  }
  expect((await tap).tookMs).toBeLessThan(1_000);
  const noticed = await timed(becomes(program.url, 503));

  proxy.blackhole(false);
  const healed = await timed(becomes(program.url, 200));
  await tellsAna(program, 'after');
  const text = await (await get(program.url, '/metrics')).text();
  for (const source of ['job-events', 'televibe:events:*', 'job:*:events']) {
    expect(text).toContain(`jobwire_gaps_total{source="${source}"} 1`);
  }
  expect(program.log.filter(({ msg }) => msg === 'redis_away')).toHaveLength(1);
  await stream.body?.cancel();
  await annotate(
    `noticed after ${(noticed.tookMs / 1_000).toFixed(1)} s, well again after ${(healed.tookMs / 1_000).toFixed(1)} s`,
  );
});

it('is ready when every source listens, and not before', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const starting = world.start({ HTTP_PORT: String(port) });
  const seen: number[] = [];
  while (seen.at(-1) !== 200) {
    seen.push(await readyz(url).catch(() => 0));
    await systemClock.sleep(5);
  }
  const body = { type: 'job.updated', payload: { id: 'first' } };
  await world.client.publish('job-events', JSON.stringify(body));
  await publish(world.client, { event_type: 'job.started', job_id: 'second' }, 'channel');
  await vi.waitFor(async () => {
    const entries = JSON.stringify(await world.client.xrange('jobwire:journal', '-', '+'));
    for (const id of ['first', 'second']) expect(entries).toContain(id);
  }, 60_000);
  await starting;
  expect(await readyz(url)).toBe(200);
});

/** Makes the user of this line of the documentation, with more or fewer rights; answers its address. */
async function allow(...more: string[]): Promise<string> {
  const operating = readFileSync('docs/operating.md', 'utf8');
  const [, written = ''] = /^(ACL SETUSER jobwire .*)$/m.exec(operating) ?? [];
  const [command = '', ...words] = written.split(' ');
  await world.client.call(command, ...words, ...more);
  const password = words.find((word) => word.startsWith('>'))?.slice(1);
  return `redis://jobwire:${password}@127.0.0.1:${world.redis.port}`;
}

it('works with exactly the rights that docs/operating.md lists', async () => {
  const program = await world.start({ REDIS_URL: await allow() });
  await becomes(program.url, 200);
  await greetAna();
  await tellsAna(program, 'j-rights');
  await world.client.xadd('pr-events', '*', 'event_type', 'x');
  await vi.waitFor(async () => expect(await world.client.xlen('jobwire:dlq')).toBe(1), 60_000);
  const names = program.log.map(({ msg }) => msg);
  expect(names.filter((name) => /rights_missing|interrupted|refused/.test(name))).toEqual([]);
  const denied = (await world.client.call('ACL', 'LOG')) as unknown[];
  expect(denied).toEqual([]);
});

it('names the rights that are missing once; what can work works', async () => {
  const program = await world.start({ REDIS_URL: await allow('-info', '-xgroup') });
  await greetAna();
  await tellsAna(program, 'j-few');
  await world.client.xadd('pr-events', '*', 'event_type', 'x');
  await vi.waitFor(async () => {
    const ready = await json(get(program.url, '/readyz'));
    expect(ready.components['events:delivery']).toMatchObject({
      ok: false,
      detail: expect.stringContaining('xgroup'),
    });
  }, 60_000);
  await systemClock.sleep(1_500);
  const { missing } = await program.logged('redis_rights_missing');
  expect(missing).toEqual(expect.arrayContaining(['INFO', 'XGROUP CREATE pr-events']));
  expect(program.log.filter(({ msg }) => msg === 'loop_interrupted')).toHaveLength(1);
});

it('a Redis that was emptied gets back what the start had made', async () => {
  const { client } = world;
  const program = await world.start();
  await becomes(program.url, 200);
  await greetAna();
  await tellsAna(program, 'j-before');
  const before = await json(get(program.url, '/api/v1/events?limit=1'));
  const stream = await get(program.url, '/events');
  const id = /^id: (\S+)/m.exec(await firstText(stream))?.[1] ?? '';
  expect([before.events.length, id.length > 10]).toEqual([1, true]);
  await client.flushall();
  await program.logged('redis_emptied');
  await vi.waitFor(async () => {
    expect(await client.get('jobwire:layout')).not.toBeNull();
    expect(await client.zcard('jobwire:upkeep:repeat')).toBe(1);
    expect(await client.zcard('jobwire:upkeep:delayed')).toBe(1);
  }, 60_000);
  // Whoever comes back with a place of before is told; the first one ends the streams of before.
  await vi.waitFor(async () => {
    const resumed = await fetch(`${program.url}/events`, {
      headers: { ...headers, 'last-event-id': id },
    });
    expect(await firstText(resumed)).toMatch(/^event: gap$/m);
  }, 60_000);
  await greetAna();
  await tellsAna(program, 'j-after');
  await client.xadd('pr-events', '*', 'event_type', 'x');
  await vi.waitFor(async () => expect(await client.xlen('jobwire:dlq')).toBe(1), 60_000);
  expect(await readyz(program.url)).toBe(200);
});

async function firstText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  let text = '';
  while (reader !== undefined && !text.includes('\n\n')) {
    const { value, done } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  await reader?.cancel();
  return text;
}

it.each(['stderr', 'stdout'] as const)(
  'goes on when nobody reads its %s any more',
  async (name) => {
    const port = await freePort();
    const child = spawnProgram({ ...world.settings, HTTP_PORT: String(port), LOG_LEVEL: 'debug' });
    const url = `http://127.0.0.1:${port}`;
    child[name === 'stderr' ? 'stdout' : 'stderr']?.resume();
    child[name]?.destroy();
    await becomes(url, 200);
    // Something to log, several times.
    await world.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await vi.waitFor(async () => expect((await post(url, 'j')).status).toBe(202), 60_000);
    await becomes(url, 200);
    child.kill('SIGTERM');
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(0);
  },
);
