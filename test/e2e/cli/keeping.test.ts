// Dead letters, tokens and the doctor by the command line, on a Redis and on one of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';
import { jobwire, jobwireHere } from '../../helpers/command-line.ts';
import { startTestRedis, type TestRedis } from '../../helpers/redis-server.ts';
import { createWorld } from '../../helpers/world.ts';

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startTestRedis({ appendonly: true });
  redis = server.client();
});
afterAll(() => server.stop());
beforeEach(() => redis.flushall());

const cli = (...args: string[]) => jobwireHere({ REDIS_URL: server.url }, ...args);

/** Without a stage, as former versions wrote them. */
async function bury(
  raw: string,
  reason = 'The message is not JSON.',
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const source = 'televibe:stream:shop';
  const fields = { source, entry_id: '1772442000000-0', raw, reason, ...more };
  const flat = Object.entries({ ...fields, attempts: '1', failed_at: '1772442000000' }).flat();
  return (await redis.xadd('jobwire:dlq', '*', ...flat)) ?? '';
}

const READABLE = JSON.stringify({ event_id: 'e-1', event_type: 'job.started', job_id: 'j1' });

describe('dlq list', () => {
  it('shows the newest first, and how many there are', async () => {
    const [first, second, third] = [await bury('a'), await bury('b'), await bury('c')];
    const { code, out, err } = await cli('dlq', 'list', '--limit', '2');
    expect(code).toBe(0);
    expect(out.indexOf(third)).toBeLessThan(out.indexOf(second));
    expect(out).not.toContain(first);
    expect(out).toContain('televibe:stream:shop');
    expect(out).toContain('The message is not JSON.');
    expect(err).toContain('2 of 3');
  });

  it('is one JSON document with what was received', async () => {
    const id = await bury('{"half":\u001b');
    const { code, out } = await cli('dlq', 'list', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      dead_letters: [
        {
          id,
          source: 'televibe:stream:shop',
          entry_id: '1772442000000-0',
          raw: '{"half":\u001b',
          reason: 'The message is not JSON.',
          attempts: 1,
          stage: 'decoding',
          failed_at: '2026-03-02T09:00:00.000Z',
        },
      ],
      count: 1,
    });
  });

  it('is of one stage where one is asked for, and knows no other than these', async () => {
    const [first, second] = [await bury('a'), await bury('b', 'broke', { stage: 'routing' })];
    const routing = await cli('dlq', 'list', '--stage', 'routing', '--json');
    expect(JSON.parse(routing.out).dead_letters).toMatchObject([{ id: second, stage: 'routing' }]);
    expect((await cli('dlq', 'list', '--stage', 'decoding')).out).toContain(first);
    const none = await cli('dlq', 'list', '--stage', 'delivering');
    expect(none).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('no dead letters'),
    });
    expect((await cli('dlq', 'list', '--stage', 'sending')).code).toBe(64);
  });

  it('shows text that a terminal would obey as text', async () => {
    await bury('\u001b]0;owned\u0007', '\u001b[2Jreason');
    const { out } = await cli('dlq', 'list');
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(out).toContain('reason');
  });

  it('says that there are none', async () => {
    const { code, out, err } = await cli('dlq', 'list');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('no dead letters');
  });
});

describe('dlq retry', () => {
  it('makes an event of one that can be read now', async () => {
    const id = await bury(READABLE);
    const { code, out } = await cli('dlq', 'retry', id);
    expect({ code, out }).toEqual({ code: 0, out: `${id}  journalled  e-1\n` });
    expect(await redis.xlen('jobwire:dlq')).toBe(0);
    const { events } = JSON.parse((await cli('history', '--json')).out);
    expect(events).toEqual([expect.objectContaining({ event_id: 'e-1', job_id: 'j1' })]);
  });

  it('tells what became of each, and ends with 1 when one is still dead or unknown', async () => {
    const [dead, fine] = [await bury('nonsense'), await bury(READABLE)];
    const { code, out } = await cli('dlq', 'retry', '--all');
    expect(code).toBe(1);
    expect(out).toMatch(
      new RegExp(`^${dead}  still dead  .*not JSON.*\n${fine}  journalled  e-1\n$`),
    );
    const unknown = await cli('dlq', 'retry', '1-0');
    expect(unknown).toMatchObject({ code: 1, out: '1-0  unknown\n' });
    expect(await redis.xlen('jobwire:dlq')).toBe(1);
  });
});

describe('dlq drop', () => {
  it('throws away what is named, or all', async () => {
    const [first] = [await bury('a'), await bury('b'), await bury('c')];
    const one = await cli('dlq', 'drop', first, '1-0');
    expect(one).toMatchObject({ code: 1, out: `${first}  dropped\n1-0  unknown\n` });
    const { code, out } = await cli('dlq', 'drop', '--all');
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(2);
    expect(await redis.xlen('jobwire:dlq')).toBe(0);
  });
});

describe('token', () => {
  it('is created with its secret alone on standard output, listed without it, and revoked', async () => {
    const options = ['--scopes', 'read,decide', '--projects', 'shop,web', '--user-id', '7001'];
    const created = await cli('token', 'create', 'ci', ...options);
    expect(created.code).toBe(0);
    expect(created.out).toMatch(/^jw_[\w-]{43}\n$/);
    const listed = await cli('token', 'list', '--json');
    const { tokens } = JSON.parse(listed.out);
    expect(tokens).toEqual([
      {
        id: expect.stringMatching(/^t/),
        name: 'ci',
        scopes: ['read', 'decide'],
        projects: ['shop', 'web'],
        user_id: '7001',
        created_at: expect.stringMatching(/Z$/),
      },
    ]);
    const [{ id }] = tokens;
    expect(created.err).toContain(id);
    expect((await cli('token', 'list')).out).toMatch(
      new RegExp(`^${id}  ci  read,decide  shop,web  user 7001  \\S+Z\n$`),
    );
    const revoked = await cli('token', 'revoke', id);
    expect(revoked).toMatchObject({ code: 0, out: '' });
    expect(await cli('token', 'revoke', id)).toMatchObject({ code: 1, out: '' });
    expect(JSON.parse((await cli('token', 'list', '--json')).out)).toEqual({ tokens: [] });
  });

  it('opens the HTTP API of a jobwire that runs', async () => {
    const world = await createWorld();
    try {
      const { url } = await world.start();
      const { out } = await jobwire(world.settings, 'token', 'create', 'ci', '--scopes', 'read');
      const headers = { authorization: `Bearer ${out.trim()}` };
      expect((await fetch(`${url}/api/v1/events`, { headers })).status).toBe(200);
      expect((await fetch(`${url}/api/v1/tokens`, { headers })).status).toBe(403);
    } finally {
      await world.end();
    }
  });
});

describe('doctor', () => {
  const statusOf = (out: string) =>
    Object.fromEntries(
      JSON.parse(out).checks.map((check: { name: string; status: string }) => [
        check.name,
        check.status,
      ]),
    );

  it('finds a world in order, and a running jobwire with its parts', async () => {
    const world = await createWorld();
    try {
      const { url } = await world.start();
      const settings = { ...world.settings, HTTP_PORT: new URL(url).port };
      const { code, out, err } = await jobwire(settings, 'doctor', '--json');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(JSON.parse(out).ok).toBe(true);
      // The tests run on the oldest Node that is supported, too.
      const { node: _, ...others } = statusOf(out);
      expect(new Set(Object.values(others))).toEqual(new Set(['ok']));
      expect(out).toContain('redis');
      expect(out).not.toContain(world.simulator.token);
      const { out: lines } = await jobwire(settings, 'doctor');
      expect(lines).toMatch(/^ok {4}telegram +Telegram knows the bot as @/m);
    } finally {
      await world.end();
    }
  });

  it('fails, says what to do, and tells no token, when Telegram refuses it', async () => {
    const simulator = await startSimulator({ clock: systemClock });
    try {
      const settings = {
        REDIS_URL: server.url,
        BOT_TOKEN: '123456:wrong-secret-token',
        TELEGRAM_API_ROOT: simulator.apiRoot,
      };
      const { code, out, err } = await jobwire(settings, 'doctor');
      expect(code).toBe(1);
      expect(out).toMatch(/^fail {2}telegram .*rejects BOT_TOKEN/m);
      expect(out).toContain('→ Get the token from @BotFather');
      expect(out + err).not.toContain('wrong-secret');
    } finally {
      await simulator.stop();
    }
  });

  it('warns of a Redis that may lose something, and of dead letters', async () => {
    await bury('nonsense');
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru', 'appendonly', 'no');
    try {
      const { code, out } = await cli('doctor', '--json');
      expect(code).toBe(0);
      expect(statusOf(out)).toMatchObject({
        redis: 'ok',
        'redis-eviction': 'warn',
        'redis-persistence': 'warn',
        'dead-letters': 'warn',
        telegram: 'warn',
      });
    } finally {
      await redis.config('SET', 'maxmemory-policy', 'noeviction', 'appendonly', 'yes');
    }
  });

  it('tells wrong settings as JSON too', async () => {
    const { code, out } = await jobwire({ HTTP_PORT: 'x', LOG_LEVEL: 'loud' }, 'doctor', '--json');
    expect(code).toBe(78);
    expect(statusOf(out)).toMatchObject({ settings: 'fail' });
    expect(out).toContain('LOG_LEVEL');
  });
});

describe('with a Redis of its own', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'jw-cli-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('keeps what it did, whether a jobwire runs there or not', async () => {
    const settings = { DATA_DIR: dataDir, REDIS_URL: '' };
    const alone = await jobwire(settings, 'token', 'create', 'alone', '--scopes', 'read');
    expect(alone.code).toBe(0);
    const world = await createWorld({ limits: 'off', settings });
    try {
      await world.start();
      const beside = await jobwire(world.settings, 'token', 'create', 'beside', '--scopes', 'read');
      expect(beside.code).toBe(0);
      const { tokens } = JSON.parse((await jobwire(settings, 'token', 'list', '--json')).out);
      expect(tokens.map(({ name }: { name: string }) => name)).toEqual(['alone', 'beside']);
    } finally {
      await world.end();
    }
  });
});
