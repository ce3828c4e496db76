// What is asked while a connection is still being set up, when it breaks before it is ready.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Connections, createConnections } from '../../../src/redis/connection/connect.ts';
import { isUnavailable } from '../../../src/redis/connection/unavailable.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { createLink, type Link } from '../../chaos/link.ts';
import { startTestRedis, type TestRedis } from '../../helpers/redis-server.ts';
import { QUICK } from './connection-roles.ts';

let server: TestRedis;
let link: Link;
let connections: Connections;
beforeEach(async () => {
  server = await startTestRedis();
  link = await createLink(server.port);
  connections = createConnections({
    address: { kind: 'server', host: '127.0.0.1', port: link.port, db: 0, tls: false },
    clock: systemClock,
    log: silentLogger,
    onState: () => {},
    deadlines: QUICK,
  });
});
afterEach(async () => {
  await connections.stop();
  await link.stop();
  await server.stop();
});

/** A connection that is open and on which nothing has come yet. */
async function inTheMiddle() {
  link.become('blackhole');
  const redis = connections.client('commands');
  void redis.connect().catch(() => {});
  await vi.waitUntil(() => redis.status === 'connect', 60_000);
  return redis;
}

function heal(): void {
  link.deafen();
  link.become('pass');
}

it('a start into a network that swallows everything ends once new connections pass', async () => {
  await inTheMiddle();
  const starting = connections.start();
  heal();
  await starting;
  expect(await connections.client('commands').ping()).toBe('PONG');
});

it.each([
  [['INFO']],
  [['HELLO']],
  [['CLIENT', 'ID']],
  [['SELECT', '0']],
  [['AUTH', 'any']],
  [['GET', 'k']],
  [['PING']],
])('%j is answered or given up, and the connection works again', async ([name = '', ...args]) => {
  const redis = await inTheMiddle();
  const outcome = redis.call(name, ...args).then(
    () => true,
    (error: unknown) => isUnavailable(error),
  );
  heal();
  expect(await outcome).toBe(true);
  expect(await redis.get('k')).toBeNull();
});

it('what was sent on a ready connection is sent again after tries that fail in the middle', async () => {
  const redis = connections.client('commands');
  await redis.set('k', 'kept');
  link.become('blackhole');
  const asked = Promise.all([redis.get('k'), redis.info()]);
  for (let tries = 0; tries < 2; tries += 1) {
    await vi.waitUntil(() => redis.status !== 'connect' && redis.status !== 'ready', 60_000);
    await vi.waitUntil(() => redis.status === 'connect', 60_000);
  }
  heal();
  expect((await asked)[0]).toBe('kept');
});
