// What Redis itself answers when it can't: taken for an outage, never for a mistake, and the other way
// round.
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemOf } from '../../../src/http/request/problem.ts';
import { reportUnavailable } from '../../../src/redis/connection/report-unavailable.ts';
import { isUnavailable } from '../../../src/redis/connection/unavailable.ts';
import { JobwireError } from '../../../src/runtime/errors.ts';
import { startTestRedis, type TestRedis } from '../../helpers/redis-server.ts';

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startTestRedis();
  redis = server.client();
});
afterAll(() => server.stop());

const failure = (work: () => Promise<unknown>) =>
  work().then(
    () => new Error('it worked'),
    (error: unknown) => error as Error,
  );
/** As a command, in a script, and in a MULTI. */
const writes = (user: Redis): [string, () => Promise<unknown>][] => [
  ['SET', () => user.set('k', '1')],
  ['EVAL', () => user.eval("return redis.call('SET', KEYS[1], '1')", 1, 'k')],
  ['MULTI', () => user.multi().set('k', '1').exec()],
];

interface Refusal {
  readonly begin: () => Promise<unknown>;
  readonly end: () => Promise<unknown>;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  OOM: {
    begin: () => redis.config('SET', 'maxmemory', '1'),
    end: () => redis.config('SET', 'maxmemory', '0'),
  },
  READONLY: {
    begin: () => redis.call('REPLICAOF', '127.0.0.1', '1'),
    end: () => redis.call('REPLICAOF', 'NO', 'ONE'),
  },
  NOREPLICAS: {
    begin: () => redis.config('SET', 'min-replicas-to-write', '1'),
    end: () => redis.config('SET', 'min-replicas-to-write', '0'),
  },
  'NOPERM|ERR The user': {
    begin: () => redis.call('ACL', 'SETUSER', 'default', '-set'),
    end: () => redis.call('ACL', 'SETUSER', 'default', '+@all'),
  },
};

describe.each(Object.entries(REFUSALS))('%s', (code, { begin, end }) => {
  it('is an outage, as a command, in a script and in a MULTI', async () => {
    await begin();
    try {
      for (const [way, write] of writes(redis)) {
        const error = await failure(write);
        expect(error.message, way).toMatch(new RegExp(`${code}|EXECABORT`));
        expect(isUnavailable(error), `${way}: ${error.message}`).toBe(true);
      }
    } finally {
      await end();
    }
    for (const [way, write] of writes(redis)) expect(await write(), way).toBeTruthy();
  });
});

it('a script that runs for too long is an outage for everybody else', async () => {
  await redis.config('SET', 'busy-reply-threshold', '1');
  const looping = failure(() => server.client().eval('while true do end', 0));
  let error = new Error('');
  while (!error.message.startsWith('BUSY')) error = await failure(() => redis.get('k'));
  expect(isUnavailable(error)).toBe(true);
  await redis.call('SCRIPT', 'KILL');
  expect(isUnavailable(await looping)).toBe(false);
});

it.each([
  'LOADING Redis is loading the dataset in memory',
  'MASTERDOWN Link with MASTER is down',
  "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
  'CLUSTERDOWN The cluster is down',
  'TRYAGAIN Multiple keys request during rehashing of slot',
  'NOAUTH Authentication required.',
  'DENIED Redis is running in protected mode',
  'UNBLOCKED force unblock from blocking operation, instance state changed',
  'ERR max number of clients reached',
  // Redis 6.2
  "ERR Error running script (call to f_1): @user_script:3: @user_script: 3: -OOM command not allowed when used memory > 'maxmemory'.",
  'Connection is closed.',
  "Socket timeout. Expecting data, but didn't receive any in 8000ms.",
])('an outage is: %s', (message) => {
  expect(isUnavailable(new Error(message))).toBe(true);
});

it.each([
  'WRONGTYPE Operation against a key holding the wrong kind of value',
  'BUSYGROUP Consumer Group name already exists',
  'NOGROUP No such key',
  'ERR value is not an integer or out of range',
  'ERR Error running script (call to f_1): @user_script:3: attempt to index a nil value',
  'NOSCRIPT No matching script. Please use EVAL.',
  "Cannot read properties of undefined (reading 'x')",
  'The text LOADING stands in the middle',
])('an outage is not: %s', (message) => {
  expect(isUnavailable(new Error(message))).toBe(false);
});

it('leaves its folder as unavailable, so that HTTP answers 503 and an update is tried again', async () => {
  const store = reportUnavailable({
    away: () => Promise.reject(new Error('READONLY You can not write')),
    wrong: () => redis.lpush('k', 'x'),
    now: () => 7,
    size: 3,
  });
  const away = await failure(() => store.away());
  expect(away).toBeInstanceOf(JobwireError);
  expect([problemOf(away).status, isUnavailable(away)]).toEqual([503, true]);
  expect(away.message).toContain('READONLY');
  const wrong = await failure(() => store.wrong());
  expect([problemOf(wrong).status, isUnavailable(wrong)]).toEqual([500, false]);
  expect(wrong.message).toMatch(/^WRONGTYPE/);
  expect([store.now(), store.size]).toEqual([7, 3]);
});
