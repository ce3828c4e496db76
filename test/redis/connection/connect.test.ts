import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { type RedisAddress, readRedisUrl } from '../../../src/config/redis-url.ts';
import { type Connections, createConnections } from '../../../src/redis/connection/connect.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { type Logger, silentLogger } from '../../../src/runtime/logger.ts';
import { freePort, startTestRedis, type TestRedis } from '../../helpers/redis-server.ts';

let server: TestRedis | undefined;
let connections: Connections | undefined;
afterEach(async () => {
  await connections?.stop();
  await server?.stop();
});

/** Connections that note what they logged and told. */
function connected(address: RedisAddress) {
  const lines: string[] = [];
  const states: boolean[] = [];
  const note = (level: string) => (fields: object, name: string) => {
    lines.push(`${level} ${name} ${JSON.stringify(fields)}`);
  };
  const log: Logger = {
    ...silentLogger,
    warn: note('warn'),
    error: note('error'),
    info: note('info'),
  };
  connections = createConnections({
    address,
    clock: systemClock,
    log,
    onState: (ok, detail) => {
      states.push(ok);
      lines.push(`state ${ok} ${detail}`);
    },
  });
  return { connections, lines, states };
}

function addressOf(url: string): RedisAddress {
  const read = readRedisUrl(url);
  if (read.kind === 'wrong') throw new Error(`no address: ${url}`);
  return read.address;
}

it('gives every connection its name', async () => {
  server = await startTestRedis();
  const { connections } = connected({ kind: 'socket', socketPath: server.socketPath, db: 0 });
  await connections.client('blocking').ping();
  await connections.client('subscriber').subscribe('x');
  const list = String(await connections.client('commands').client('LIST'));
  const names = [...list.matchAll(/ name=(\S+)/g)].map(([, name]) => name);
  expect(names.sort()).toEqual(['jobwire-blocking', 'jobwire-commands', 'jobwire-subscriber']);
});

it('keeps commands over an outage, and reports it once', async () => {
  server = await startTestRedis({ appendonly: true });
  const { connections, lines, states } = connected(addressOf(server.url));
  await connections.start();
  const commands = connections.client('commands');
  await commands.set('jobwire:a', '1');
  await server.kill9();
  const waiting = commands.get('jobwire:a');
  await vi.waitUntil(() => states.includes(false), 60_000);
  // Several tries to connect fail before the server is back.
  await systemClock.sleep(400);
  await server.restart();
  expect(await waiting).toBe('1');
  await vi.waitUntil(() => states.at(-1) === true, 60_000);
  expect(states).toEqual([true, false, true]);
  expect(lines.filter((line) => line.includes('redis_away'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('redis_back'))).toHaveLength(1);
});

it('waits for a Redis that is not there yet', async () => {
  server = await startTestRedis();
  await server.kill9();
  const { connections, states } = connected(addressOf(server.url));
  const starting = connections.start();
  await vi.waitUntil(() => states.includes(false), 60_000);
  await server.restart();
  await starting;
  expect(states.at(-1)).toBe(true);
});

it('stops at once while Redis is away', async () => {
  server = await startTestRedis();
  await server.kill9();
  const { connections } = connected(addressOf(server.url));
  const starting = connections.start();
  const outcome = expect(starting).rejects.toMatchObject({ code: 'unavailable' });
  await connections.stop();
  await outcome;
});

it('says that the password is wrong without saying which', async () => {
  server = await startTestRedis({ password: 'right-pass' });
  const wrong = `redis://:wrong-pass@127.0.0.1:${server.port}`;
  const { lines, connections, states } = connected(addressOf(wrong));
  void connections.start().catch(() => {});
  await vi.waitUntil(() => states.includes(false), 60_000);
  expect(lines.join('\n')).toContain('WRONGPASS');
  expect(lines.join('\n')).not.toContain('wrong-pass');
});

it('uses the password and the database of the address', async () => {
  server = await startTestRedis({ password: 'right-pass' });
  const { connections } = connected(addressOf(`${server.url}/3`));
  await connections.client('commands').set('jobwire:a', '1');
  const other = server.client();
  await other.select(3);
  expect(await other.get('jobwire:a')).toBe('1');
});

it('refuses a Cluster', async () => {
  server = await startTestRedis({ cluster: true });
  const { connections } = connected(addressOf(server.url));
  await expect(connections.start()).rejects.toMatchObject({ code: 'config_invalid' });
});

it('reaches the master that Sentinel names', async () => {
  server = await startTestRedis();
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'jw-sentinel-'));
  const file = join(dir, 'sentinel.conf');
  await writeFile(
    file,
    `port ${port}\ndir ${dir}\nsentinel monitor main 127.0.0.1 ${server.port} 1\n`,
  );
  const sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' });
  try {
    const { connections } = connected(addressOf(`redis+sentinel://127.0.0.1:${port}/main`));
    await connections.start();
    await connections.client('commands').set('jobwire:a', '1');
    expect(await server.client().get('jobwire:a')).toBe('1');
  } finally {
    sentinel.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  }
});

it('says nothing of a Redis that nobody expects yet', async () => {
  server = await startTestRedis();
  await server.kill9();
  const { connections, lines, states } = connected(addressOf(server.url));
  const early = connections.client('blocking');
  const waiting = early.ping();
  await new Promise((resolve) => early.once('reconnecting', resolve));
  await server.restart();
  await connections.start();
  await waiting;
  await vi.waitUntil(() => states.length > 0, 60_000);
  expect(states).toEqual([true]);
  expect(lines).toEqual(['state true ']);
});

it('shows no password that a server repeats, because it knows no HELLO and no AUTH', async () => {
  server = await startTestRedis({
    args: ['--rename-command', 'HELLO', '', '--rename-command', 'AUTH', ''],
  });
  const password = 'pw-hunter2';
  const { connections, lines } = connected(
    addressOf(`redis://me:${password}@127.0.0.1:${server.port}`),
  );
  void connections.start().catch(() => {});
  await vi.waitFor(() => expect(lines.join()).toContain('redis_away'), 60_000);
  expect(lines.join()).toMatch(/unknown command/i);
  expect(lines.join()).not.toContain(password);
});
