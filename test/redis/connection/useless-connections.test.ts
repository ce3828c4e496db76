// Connections that are there and useless, and servers that answer and can't: whatever the fault, each
// kind of connection notices, says so, and works again by itself.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Connections,
  createConnections,
  DEADLINES,
} from '../../../src/redis/connection/connect.ts';
import { createWakeWorker } from '../../../src/redis/outbox/waker.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';
import { type Proxy as BadNetwork, startProxy } from '../../helpers/proxy.ts';
import { startTestRedis, type TestRedis } from '../../helpers/redis-server.ts';
import { createSeeded } from '../../helpers/seeded.ts';
import { CHANNEL, QUICK, type Roles, startRoles } from './connection-roles.ts';

let server: TestRedis;
let other: TestRedis | undefined;
let proxy: BadNetwork;
let log: LogBook;
let states: boolean[];
let connections: Connections;
let roles: Roles;

beforeEach(async () => {
  server = await startTestRedis({ appendonly: true });
  proxy = await startProxy(server.port, createSeeded(1));
  await begin();
  await allWork();
});

async function begin(): Promise<void> {
  log = createLogBook();
  states = [];
  connections = createConnections({
    address: { kind: 'server', host: '127.0.0.1', port: proxy.port, db: 0, tls: false },
    clock: systemClock,
    log,
    onState: (isUp) => states.push(isUp),
    deadlines: QUICK,
  });
  await connections.start();
  roles = await startRoles(connections, log);
}

afterEach(async () => {
  await roles.stop();
  await connections.stop();
  await proxy.stop();
  await server.stop();
  await other?.stop();
  other = undefined;
});

/** Each role gets something that the master is told now. */
async function allWork(master = server): Promise<void> {
  const { commands, seen } = roles;
  const direct = master.client();
  const queue = new Queue('wake', { connection: direct, prefix: 'p' });
  const before = { ...seen };
  await vi.waitFor(
    async () => {
      await commands.set('k', '1').then(() => {
        seen.answered += 1;
      });
      await direct.xadd('s', '*', 'a', '1');
      await direct.publish(CHANNEL, 'hello');
      await queue.add('chat', { chatId: 1 });
      for (const role of ['answered', 'read', 'heard', 'woken'] as const) {
        expect(seen[role], role).toBeGreaterThan(before[role]);
      }
    },
    { timeout: 60_000, interval: 100 },
  );
  await queue.close();
  direct.disconnect();
}

const isDown = () => vi.waitUntil(() => states.includes(false), { timeout: 60_000 });
const isUp = () => vi.waitUntil(() => states.at(-1) === true, { timeout: 60_000 });

describe('all kinds of connections', () => {
  it.each([
    [
      'a proxy that keeps sockets open and forwards nothing',
      async () => {
        proxy.blackhole(true);
        await isDown();
        // New connections are swallowed too, again and again.
        await systemClock.sleep(2_500);
        proxy.blackhole(false);
      },
    ],
    [
      'a server that is stopped in the middle, so that its sockets are half open',
      async () => {
        process.kill(server.pid, 'SIGSTOP');
        await isDown();
        // So that all of them have noticed.
        await systemClock.sleep(2_000);
        process.kill(server.pid, 'SIGCONT');
      },
    ],
    [
      'a server that is killed',
      async () => {
        await server.kill9();
        await isDown();
        // Several tries to connect fail meanwhile.
        await systemClock.sleep(600);
        await server.restart();
      },
    ],
    [
      'connections that are all cut',
      async () => {
        proxy.cutAll();
        await isDown();
      },
    ],
  ])('come back from %s; it is reported once, and is one gap', async (_name, fault) => {
    await fault();
    await isUp();
    await allWork();
    expect(roles.gaps()).toBe(1);
    expect(log.count('redis_away')).toBe(1);
    expect(log.count('redis_back')).toBe(1);
    expect(states.filter((up, at) => up !== states[at - 1])).toEqual([true, false, true]);
  });

  it('are never quiet for so long that a proxy forgets them', async () => {
    proxy.cutIdle(1_300);
    await roles.stop();
    await connections.stop();
    await begin();
    // One that nobody uses.
    await connections.client('blocking').ping();
    await systemClock.sleep(2_000);
    expect(states).toEqual([true]);
    expect(roles.gaps()).toBe(0);
  });

  it('find the master that is behind the same address now', async () => {
    other = await startTestRedis();
    const former = server.client();
    await former.call('REPLICAOF', '127.0.0.1', String(other.port));
    await expect(roles.commands.set('k', '1')).rejects.toThrow(/READONLY/);
    proxy.retarget(other.port);
    // Only the connection that wrote has noticed; the others are told by whoever moves the address.
    proxy.cutAll();
    await allWork(other);
  });
});

it('a writer leaves a server that has become a replica, without being cut', async () => {
  other = await startTestRedis();
  await server.client().call('REPLICAOF', '127.0.0.1', String(other.port));
  proxy.retarget(other.port);
  const write = () => roles.commands.set('written', 'here');
  await vi.waitFor(write, { timeout: 60_000 });
  expect(await other.client().get('written')).toBe('here');
});

/** As a server does that wants nobody: it says why before it is asked, and hangs up. */
async function startRefusing(line: string) {
  const refusing = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(`${line}\r\n`);
  });
  await once(refusing.listen(0, '127.0.0.1'), 'listening');
  return { port: (refusing.address() as AddressInfo).port, stop: () => refusing.close() };
}

it.each([
  '-ERR max number of clients reached',
  '-DENIED Redis is running in protected mode because protected mode is enabled',
])("the reason is the server's own: %s", async (line) => {
  const refusing = await startRefusing(line);
  proxy.retarget(refusing.port);
  // What is cut says nothing; the next try to connect does.
  proxy.cutAll();
  await vi.waitFor(() => expect(roles.reasons()).toContain(line.slice(1)), 60_000);
  expect(roles.reasons()).toHaveLength(2);
  refusing.stop();
  proxy.retarget(server.port);
  await isUp();
  await allWork();
});

const infoOf = async (redis: Redis, name: string) =>
  Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(await redis.info())?.[1]);

it.each([
  ['its own connection', 0],
  ['the one that BullMQ makes', 1],
])('a worker whose start is refused %s works once there is room', async (_which, more) => {
  const direct = server.client();
  const clients = await infoOf(direct, 'connected_clients');
  const before = await infoOf(direct, 'rejected_connections');
  await direct.config('SET', 'maxclients', String(clients + more));
  const woken = vi.fn(async () => {});
  const blocking = connections.client('blocking');
  const late = createWakeWorker({ blocking, prefix: 'late', waker: { wake() {} }, log }, woken);
  const starting = late.start();
  await vi.waitFor(async () => {
    expect(await infoOf(direct, 'rejected_connections')).toBeGreaterThan(before);
  }, 60_000);
  await direct.config('SET', 'maxclients', '1000');
  await starting;
  const queue = new Queue('wake', { connection: direct, prefix: 'late' });
  await queue.add('chat', { chatId: 1 });
  await vi.waitFor(() => expect(woken).toHaveBeenCalledTimes(1), 60_000);
  await queue.close();
  await late.stop();
});

it('what was asked is given up when the connection is ended between two tries', async () => {
  await server.kill9();
  await isDown();
  const waiting = connections.client('blocking');
  const asked = waiting.get('k');
  await vi.waitUntil(() => waiting.status === 'reconnecting', 60_000);
  waiting.disconnect();
  await expect(asked).rejects.toThrow('Connection is closed.');
  await server.restart();
});

it('every kind notices within fifteen seconds, and none gives up a read that waits by right', () => {
  const { askEveryMs, commandsMs, blockingMs, subscriberMs, workerMs } = DEADLINES;
  for (const ms of [commandsMs, blockingMs, subscriberMs]) {
    expect(askEveryMs + ms).toBeLessThan(15_000);
  }
  expect(blockingMs).toBeGreaterThan(1_000);
  // BullMQ waits for ten seconds at most.
  expect(workerMs).toBeGreaterThan(10_000);
  expect(workerMs).toBeLessThan(15_000);
});
