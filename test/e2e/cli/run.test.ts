// `jobwire run` with real commands, beside a jobwire that runs, and without one.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { Settings } from '../../helpers/program.ts';
import { endScripts, MAIN, startJobwire, startScript } from '../../helpers/script.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { waitUntil } from '../../helpers/wait.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../../helpers/world.ts';

let world: World;
let url: string;
let token: string;
let folder: string;
/** Takes every request, and answers none. */
let hanging: Server;

const WAYS = ['http', 'redis'] as const;
type Way = (typeof WAYS)[number];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobwire-run-'));
  world = await createWorld();
  ({ url } = await world.start());
  world.simulator.world.say({ chatId: ANA, personId: ANA, text: '/start' });
  const made = await fetch(`${url}/api/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'ci', scopes: ['publish', 'read'], projects: ['http'] }),
  });
  ({ token } = (await made.json()) as { token: string });
  hanging = createServer(() => {});
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  endScripts();
  hanging.closeAllConnections();
  hanging.close();
  await world.end();
  await rm(folder, { recursive: true, force: true });
});

const settingsOf = (way: Way): Settings =>
  way === 'http'
    ? { JOBWIRE_URL: url, JOBWIRE_TOKEN: token, JOBWIRE_PROJECT: 'http' }
    : { REDIS_URL: world.redis.url, JOBWIRE_PROJECT: 'redis' };

const sh = (way: Way | Settings, job: string, [script = '', ...more]: readonly string[]) =>
  startJobwire(['run', '--job', job, ...more, '--', 'sh', '-c', script], {
    settings: typeof way === 'string' ? settingsOf(way) : way,
    input: 'from stdin\n',
  });

interface Told {
  readonly event_type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

async function told(job: string): Promise<Told[]> {
  const answer = await fetch(`${url}/api/v1/events?job_id=${job}`, {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  return ((await answer.json()) as { events: Told[] }).events;
}

/** The newest event of a job, once it has this type. */
async function ended(job: string, type: string): Promise<Told['data']> {
  let events: Told[] = [];
  await waitUntil(
    async () => {
      events = await told(job);
      return events.at(-1)?.event_type === type;
    },
    { saw: () => events, patienceMs: 60_000 },
  );
  return events.at(-1)?.data ?? {};
}

async function logOf(job: string): Promise<string[]> {
  // That of the token's project, or the one that the bus has for the id.
  const stream = job.startsWith('http-')
    ? `jobwire:log:${jobKey('http', job)}`
    : `televibe:logs:${job}`;
  const entries = await world.client.xrange(stream, '-', '+');
  return entries.map(([, fields]) => fields.join(' '));
}

describe.each(WAYS)('jobwire run by %s', (way) => {
  it('tells the start, the progress and the end of a command, and its output as the log', async () => {
    const job = `${way}-done`;
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    const script = `echo "$JOBWIRE_JOB $JOBWIRE_PROJECT"; cat; echo '::progress 0.4 run the tests'; sleep 1; echo token=${secret}; echo oh >&2`;
    const end = await sh(way, job, [script, '--title', 'Deploy shop', '--budget', '12']).ended;
    expect(end).toEqual({
      code: 0,
      out: `${job} ${way}\nfrom stdin\n::progress 0.4 run the tests\ntoken=${secret}\n`,
      err: 'oh\n',
    });
    expect(await ended(job, 'job.completed')).toMatchObject({ success: true, exit_code: 0 });
    const events = await told(job);
    expect(events.map(({ event_type }) => event_type)).toEqual([
      ...['job.started', 'job.progress', 'job.completed'],
    ]);
    expect(events[0]?.data).toMatchObject({
      instruction: 'Deploy shop',
      budget_usd: 12,
      heartbeat_seconds: 120,
    });
    expect(events[1]?.data).toEqual({ progress: 0.4, last_action: 'run the tests' });
    await waitUntil(async () => (await logOf(job)).at(-1) === 'end 1');
    const log = await logOf(job);
    expect(log).toContain('line from stdin level info');
    expect(log).toContain('line oh level error');
    expect(log.join('\n')).not.toMatch(/ghp_|::progress/);
  });

  it('tells of a failure with the code, the last lines and where to look', async () => {
    const job = `${way}-failed`;
    const end = await sh(way, job, ['echo one; echo "2 tests failed" >&2; exit 3']).ended;
    expect(end).toEqual({ code: 3, out: 'one\n', err: '2 tests failed\n' });
    const data = await ended(job, 'job.failed');
    expect(data).toMatchObject({ exit_code: 3, duration_seconds: expect.any(Number) });
    expect(data.error).toMatch(/2 tests failed/);
    const says = ({ text }: { text: string }) => /❌/.test(text) && /2 tests failed/.test(text);
    await world.simulator.world.waitFor(
      () => world.simulator.world.messages(ANA).find(says),
      60_000,
    );
  });

  it.each([
    ['SIGTERM', 143, 'job.failed'],
    ['SIGHUP', 129, 'job.failed'],
    ['SIGINT', 130, 'job.canceled'],
  ] as const)('passes %s on, and ends as the command does', async (signal, code, type) => {
    const job = `${way}-${signal}`;
    const script = startJobwire(['run', '--job', job, '--', 'sleep', '60'], {
      settings: settingsOf(way),
    });
    await waitUntil(async () => (await told(job)).length > 0);
    script.signal(signal);
    expect((await script.ended).code).toBe(code);
    expect(await ended(job, type)).toMatchObject({ exit_code: code });
  });

  it('gives signs of life while the command says nothing, and is noticed when it is killed', async () => {
    const job = `${way}-silent`;
    const script = sh(way, job, ['echo $$; exec sleep 300', '--silent-after', '5s']);
    await waitUntil(async () => (await told(job)).length > 0);
    const quiet = systemClock.sleep(8_000);
    expect(await Promise.race([script.ended, quiet])).toBeUndefined();
    expect(await told(job)).toHaveLength(1);
    script.signal('SIGKILL');
    // The command outlives it.
    process.kill(Number(script.said.out));
    await ended(job, 'job.silent');
  });

  it('lets the command answer a signal as it likes', async () => {
    const trap = sh(way, `${way}-trap`, [
      'trap "echo bye; exit 7" TERM; echo up; while :; do sleep 0.1; done',
    ]);
    await trap.says(/up/);
    trap.signal('SIGTERM');
    expect(await trap.ended).toMatchObject({ code: 7, out: 'up\nbye\n' });
  });
});

describe('jobwire run', () => {
  const NOWHERE: Settings = { REDIS_URL: 'redis://127.0.0.1:1' };

  it('passes every byte through untouched, in both directions', async () => {
    const bytes = Buffer.from(Array.from({ length: 65_536 }, (_, at) => (at * 7) % 256));
    const file = join(folder, 'bytes');
    await writeFile(file, bytes);
    const end = await sh('redis', 'bytes', [`cat '${file}'; cat '${file}' >&2; printf end`]).ended;
    expect(end.code).toBe(0);
    expect(end.out).toBe(`${bytes.toString('latin1')}end`);
  });

  it.each<[string, () => Settings]>([
    ['no settings', () => ({})],
    ['wrong settings', () => ({ JOBWIRE_URL: 'nonsense' })],
    ['no Redis', () => NOWHERE],
    ['no server', () => ({ JOBWIRE_URL: 'http://127.0.0.1:2', JOBWIRE_TOKEN: 'x' })],
    ['a token that is wrong', () => ({ JOBWIRE_URL: url, JOBWIRE_TOKEN: 'wrong' })],
  ])('runs the command all the same with %s, and says so once', async (_name, settings) => {
    const { code, out, err } = await sh(settings(), 'alone', ['echo out; exit 5']).ended;
    expect({ code, out }).toEqual({ code: 5, out: 'out\n' });
    expect(err.match(/The command runs all the same/g)).toHaveLength(1);
  });

  it('is not slowed by a server that hangs', async () => {
    const { port } = hanging.address() as AddressInfo;
    const settings = { JOBWIRE_URL: `http://127.0.0.1:${port}`, JOBWIRE_TOKEN: 'x' };
    const script = sh(settings, 'hanging', [
      'i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; echo done',
    ]);
    const tookMs = await ownMs(() => script.says(/\ndone\n/));
    const { code, err } = await script.ended;
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    expect(err).toContain('could not be told');
  });

  it('goes on when its own reader leaves, as the command would alone', async () => {
    const command = `'${process.execPath}' '${MAIN}' run --job reader -- yes | head -n 2`;
    const settings = settingsOf('redis');
    const end = await startScript(['sh', '-c', command], { settings }).ended;
    expect(end).toMatchObject({ code: 0, out: 'y\ny\n' });
    // Its output is a socket, and says so in either of two ways.
    expect([1, 141]).toContain((await ended('reader', 'job.failed')).exit_code);
  });

  it('ends with 127 and 126 where there is nothing to run', async () => {
    const end = (...command: string[]) =>
      startJobwire(['run', '--job', 'none', '--', ...command], { settings: settingsOf('redis') })
        .ended;
    const [missing, denied] = await Promise.all([end('no-such-command'), end('/etc/passwd')]);
    expect(missing).toMatchObject({ code: 127, err: expect.stringContaining('not found') });
    expect(denied.code).toBe(126);
    expect(await ended('none', 'job.failed')).toMatchObject({});
  });

  it('needs its command after --, whose options stay its own', async () => {
    const end = (...args: string[]) => startJobwire(['run', ...args], { settings: {} }).ended;
    const [none, loose, budget, help] = await Promise.all([
      ...[end(), end('npm', 'test'), end('--budget', 'much', '--', 'true')],
      end('--', 'echo', '--help', '--project', 'x'),
    ]);
    for (const wrong of [none, loose, budget]) {
      expect(wrong).toMatchObject({
        code: 64,
        err: expect.stringContaining('expected: jobwire run'),
      });
    }
    expect(help).toMatchObject({ code: 0, out: '--help --project x\n' });
  });

  it('leaves Ctrl-C to the terminal, which sends it to the command once, and keeps its input one', async () => {
    const script =
      'trap "echo INT" INT; test -t 0 && echo tty; echo up; for i in 1 2 3 4 5 6 7 8 9; do sleep 0.1; done; exit 9';
    const helper = fileURLToPath(new URL('../../helpers/at-terminal.py', import.meta.url));
    const command = [process.execPath, MAIN, 'run', '--job', 'ctrl-c', '--', 'sh', '-c', script];
    const settings = settingsOf('redis');
    const { code, out } = await startScript(['python3', helper, ...command], { settings }).ended;
    expect({ code, ints: out.match(/INT/g)?.length }).toEqual({ code: 9, ints: 1 });
    expect(out).toContain('tty\r\n');
    expect(await ended('ctrl-c', 'job.failed')).toMatchObject({ exit_code: 9 });
  });

  it('gives the terminal to the command where that is wished, and keeps no log', async () => {
    const end = await sh('redis', 'own-terminal', ['echo out', '--terminal']).ended;
    expect(end).toEqual({ code: 0, out: 'out\n', err: '' });
    await ended('own-terminal', 'job.completed');
    expect(await logOf('own-terminal')).toEqual([]);
  });
});
