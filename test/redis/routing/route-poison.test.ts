import { fc, test } from '@fast-check/vitest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stableName } from '../../../src/event/event-id.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { createRouteStore } from '../../../src/redis/routing/route-store.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { fieldsOf } from '../../../src/redis/scripts/stream-entries.ts';
import type { Effect, RouteStore } from '../../../src/routing/route-store.ts';
import type { Lease } from '../../../src/runtime/lease.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { ASKED_AT as AT, aRequest } from '../../helpers/requests.ts';

let kit: RedisKit;
let keys: Keys;
let lease: Lease;
let store: RouteStore;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  const { redis } = kit;
  lease = createLease(redis, keys, 'router');
  store = createRouteStore({ redis, blocking: redis, keys, lease: 'router', windowMs: 2_000 });
});
afterEach(() => kit.redis.flushall());

const JOB = jobKey('p1', 'j1');
const BAD = '5-0';
const key = (name: string) => `${keys.prefix}:${name}`;

async function commit(...effects: Effect[]) {
  const fence = (await lease.acquireOrRenew()) ?? 0;
  const from = await store.position();
  const to = `${Number.parseInt(from, 10) + 10}-0`;
  return { to, result: await store.commit({ fence, revision: 0, from, to, effects }) };
}

const gather = (chatId: number, position: string, group = 'session:S1'): Effect => ({
  kind: 'gather',
  addresses: [{ chatId }],
  entry: { position, group, weight: 'news' },
});
const ask = (id: string, chatIds: readonly number[] = []): Effect => ({
  ...{ kind: 'ask', position: BAD, request: aRequest(id), job: JOB },
  copies: chatIds.map((chatId) => ({ address: { chatId }, token: `token-${id}-${chatId}` })),
});
const withdraw: Effect = {
  ...{ kind: 'withdraw', position: BAD, job: JOB },
  outcome: { status: 'canceled', at: AT },
};
const alive: Effect = { kind: 'alive', position: BAD, job: JOB, at: AT };
const board: Effect = {
  ...{ kind: 'job', position: BAD, key: JOB },
  home: { key: stableName('home'), projectId: 'p1' },
  job: {
    ...{ id: 'j1', status: 'running', visibility: 'public', title: '' },
    ...{ startedAt: AT, updatedAt: AT },
  },
};
async function letters() {
  const entries = await kit.redis.xrange(keys.deadLetters, '-', '+');
  return entries.map(([, flat]) => Object.fromEntries(fieldsOf(flat)));
}

/** Everything under the prefix, but for what a failed effect is expected to leave. */
async function dump() {
  const { redis } = kit;
  const all: Record<string, string> = {};
  for (const name of (await redis.keys(`${keys.prefix}:*`)).sort()) {
    if (/:(routed|dlq|clock|lease:.*)$/.test(name)) continue;
    all[name] = (await redis.dumpBuffer(name))?.toString('base64') ?? '';
  }
  return all;
}
const approval = (name = '') => `approval:${aRequest('a1').key}${name}`;

/** A key that an effect writes to, and what is done before the key is spoiled. */
const SPOILED: readonly [string, () => string, Effect, readonly Effect[]][] = [
  ['a window', () => 'window:7', gather(7, BAD), []],
  ['the list of windows of a chat', () => 'out:7:windows', gather(7, BAD), []],
  ['the ids of requests', () => `approvals:ids:${stableName('a1')}`, ask('a1'), []],
  ['the requests of a job', () => `approvals:job:${JOB}`, ask('a1'), []],
  ['the request itself', () => approval(), ask('a1'), []],
  ['what was done with it', () => approval(':audit'), ask('a1'), []],
  ['its copies', () => approval(':copies'), ask('a1', [7]), []],
  ['its copies, at its end', () => approval(':copies'), withdraw, [ask('a1', [7])]],
  ['its audit, at its end', () => approval(':audit'), withdraw, [ask('a1', [7])]],
  ['what awaits a job', () => `approvals:unacknowledged:${JOB}`, alive, []],
  ['what a job asks for', () => `approvals:job:${JOB}`, withdraw, []],
  ['the jobs of an id', () => `jobs:of:${stableName('j1')}`, board, []],
  ['the homes of a job', () => `jobs:homes-of:${JOB}`, board, []],
];

describe('an effect that Redis refuses', () => {
  it.each(SPOILED)(
    'is left out whole where %s is of a wrong type; the rest is done',
    async (...[, name, bad, before]) => {
      const { redis } = kit;
      if (before.length > 0) await commit(...before);
      await redis.xadd(keys.journal, BAD, 'e', '{"id":"bad"}');
      await redis.del(key(name()));
      await redis.set(key(name()), 'spoiled');
      const untouched = await dump();
      const alone = await commit(bad);
      expect(await dump()).toEqual(untouched);
      const reason = expect.stringMatching(/wrong kind of value|is a string, not a/);
      expect(alone.result).toMatchObject({
        kind: 'committed',
        failed: [{ position: BAD, reason }],
      });
      expect(await store.position()).toBe(alone.to);
      const letter = { source: 'journal', entry_id: BAD, raw: '{"id":"bad"}', reason };
      expect(await letters()).toMatchObject([{ ...letter, attempts: '1', stage: 'routing' }]);

      const good = gather(8, '6-0');
      const { result } = await commit(good, bad, gather(8, '7-0'));
      expect(result).toMatchObject({ failed: [{ position: BAD }] });
      expect(await redis.lrange(key('window:8'), 0, -1)).toHaveLength(2);
      expect(await redis.zscore(keys.due, '8')).not.toBeNull();
    },
  );

  it('costs the other chats that a request goes to nothing', async () => {
    await kit.redis.set(key('out:7:queue'), 'spoiled');
    const { result } = await commit(ask('a1', [6, 7, 8]));
    expect(result).toMatchObject({ failed: [{ reason: expect.stringContaining('shown in 7') }] });
    expect(await kit.redis.zcard(key('out:6:queue'))).toBe(1);
    expect(await kit.redis.zcard(key('out:8:queue'))).toBe(1);
    await kit.redis.del(key('out:8:queue'));
    // The same when the request ends.
    expect((await commit(withdraw)).result).toMatchObject({ failed: [] });
    expect(await kit.redis.zcard(key('out:8:queue'))).toBe(1);
  });

  it('makes one dead letter of an event, however much of it fails', async () => {
    for (const chat of [1, 2, 3]) await kit.redis.set(key(`window:${chat}`), 'spoiled');
    const effects = [1, 2, 3, 4].map((chat) => gather(chat, BAD));
    const { result } = await commit(...effects, gather(4, '6-0'));
    const reason = expect.stringMatching(/^to be gathered for 1: WRONGTYPE .* \(and 2 more\)$/);
    expect(result).toMatchObject({ failed: [{ position: BAD, reason }] });
    expect(await letters()).toHaveLength(1);
    expect(await kit.redis.llen(key('window:4'))).toBe(2);
  });

  it('is said even where no dead letter can be written', async () => {
    await kit.redis.set(keys.deadLetters, 'spoiled');
    const { result } = await commit({ kind: 'dead_letter', position: BAD, reason: 'odd' });
    const reason = expect.stringMatching(/^odd; no dead letter: WRONGTYPE/);
    expect(result).toMatchObject({ failed: [{ position: BAD, reason }] });
  });
});

describe('a step that Redis refuses', () => {
  it.each([
    ['routed', 'hash'],
    ['audience-revision', 'hash'],
    ['jobs', 'string'],
    ['jobs:names', 'string'],
    ['jobs:homes', 'string'],
    ['jobs:by-change', 'string'],
    ['due', 'string'],
    ['out-turn', 'hash'],
    ['taps', 'string'],
    ['approvals:current', 'string'],
    ['approvals:pending', 'string'],
    ['approvals:all', 'string'],
    ['approvals:gates', 'string'],
    ['approvals:deadlines', 'string'],
    ['approvals:reminders', 'string'],
    ['approvals:generations', 'string'],
    ['approvals:acknowledgements-due', 'string'],
  ])('for the type of %s is refused whole, by name, until it is right', async (name, type) => {
    const { redis } = kit;
    const fence = (await lease.acquireOrRenew()) ?? 0;
    const effects = [gather(7, BAD), ask('a1', [7]), board, withdraw];
    const step = { fence, revision: 0, from: '0-0', to: '9-0', effects };
    if (type === 'hash') await redis.hset(key(name), 'spoiled', '1');
    else await redis.set(key(name), 'spoiled');
    const untouched = await dump();
    for (let tries = 0; tries < 2; tries += 1) {
      await expect(store.commit(step)).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining(`${key(name)} in Redis is a ${type}`),
      });
      expect(await dump()).toEqual(untouched);
    }
    await redis.del(key(name));
    expect(await store.commit(step)).toMatchObject({ kind: 'committed', failed: [] });
    expect(await redis.llen(key('window:7'))).toBe(1);
  });

  it.each([
    ['there is no memory left', ['maxmemory', '1'], ['maxmemory', '0'], 'OOM'],
    [
      'too few replicas are there',
      ['min-replicas-to-write', '3'],
      ['min-replicas-to-write', '0'],
      'NOREPLICAS',
    ],
  ] as const)(
    'because %s has written nothing, and is done later',
    async (...[, fault, mend, code]) => {
      const { redis } = kit;
      await commit(ask('a1'));
      await redis.hset(key(approval()), 'announced', '1-0');
      await redis.sadd(key(`approvals:unacknowledged:${JOB}`), aRequest('a1').key);
      const fence = (await lease.acquireOrRenew()) ?? 0;
      // The sign of life begins with a removal, which needs no memory.
      const effects = [alive, gather(7, BAD), ask('a2', [7])];
      const step = { fence, revision: 0, from: '10-0', to: '19-0', effects };
      const untouched = await dump();
      await redis.config('SET', ...fault);
      await expect(store.commit(step)).rejects.toThrow(code);
      expect(await dump()).toEqual(untouched);
      await redis.config('SET', ...mend);
      expect(await store.commit(step)).toMatchObject({ kind: 'committed', failed: [] });
      expect(await redis.llen(key('window:7'))).toBe(1);
      expect(await letters()).toEqual([]);
    },
  );

  it('because its replica is read-only has written nothing, and is done later', async () => {
    const { redis } = kit;
    const fence = (await lease.acquireOrRenew()) ?? 0;
    const step = { fence, revision: 0, from: '0-0', to: '9-0', effects: [gather(7, BAD)] };
    await redis.replicaof('127.0.0.1', '1');
    await expect(store.commit(step)).rejects.toThrow('READONLY');
    await redis.replicaof('NO', 'ONE');
    expect(await store.commit(step)).toMatchObject({ kind: 'committed', failed: [] });
    expect(await redis.llen(key('window:7'))).toBe(1);
  });
});

describe('what is in an effect', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      '\ud800',
      'a\udc00b',
      '\\ud800',
      '\u0000',
      '\n',
      '\u001f',
      '"]}',
      '9007199254740993',
    ),
  );

  test.prop([fc.array(anyText, { minLength: 1, maxLength: 5 })], { numRuns: 100 })(
    'comes into Redis as UTF-8, whatever it is',
    async (texts) => {
      await kit.redis.del(key('window:7'), key('jobs:homes'), key('window:7:more'));
      const homes = texts.map((projectId, at): Effect => {
        const home = { key: `home-${at}`, projectId };
        return { ...board, kind: 'job', home } as Effect;
      });
      const gathered = texts.map((group, at) => gather(7, `5-${at}`, group));
      const { result } = await commit(...gathered, ...homes);
      expect(result).toMatchObject({ kind: 'committed', failed: [] });
      const utf8 = (text: string) => Buffer.from(text).toString();
      expect(await kit.redis.lrange(key('window:7'), 0, -1)).toEqual(
        texts.map((group, at) => `5-${at}\u001f.\u001f${utf8(group)}`),
      );
      expect(Object.values(await kit.redis.hgetall(key('jobs:homes')))).toEqual(texts.map(utf8));
    },
  );

  it('may be for ten thousand chats, and as many entries for one', async () => {
    const { redis } = kit;
    const addresses = Array.from({ length: 10_000 }, (_, at) => ({ chatId: 1_000 + at }));
    const positions = Array.from({ length: 2_500 }, (_, at) => `5-${at}`);
    const many = positions.map((position) => gather(7, position));
    const entry = { position: '6-0', group: '', weight: 'alert' } as const;
    const { result } = await commit(...many, { kind: 'gather', addresses, entry });
    expect(result).toMatchObject({ kind: 'committed', failed: [] });
    if (result.kind === 'committed') expect(result.wake).toHaveLength(10_001);
    const kept = (await redis.lrange(key('window:7'), 0, -1)).map(
      (text) => text.split('\u001f')[0],
    );
    expect(kept).toEqual(positions.slice(-2_000));
    expect(await redis.hgetall(key('window:7:more'))).toEqual({ 'session:S1': '500' });
    expect(await redis.lrange(key('window:10999!'), 0, -1)).toEqual(['6-0\u001f!\u001f']);
  });

  it('is done once when the step comes again, because its answer was lost', async () => {
    const fence = (await lease.acquireOrRenew()) ?? 0;
    const effects = [
      gather(7, '5-0'),
      { kind: 'dead_letter', position: BAD, reason: 'odd' } as const,
    ];
    const step = { fence, revision: 0, from: '0-0', to: '9-0', effects };
    expect(await store.commit(step)).toMatchObject({ kind: 'committed' });
    expect(await store.commit(step)).toEqual({ kind: 'stale' });
    expect(await kit.redis.llen(key('window:7'))).toBe(1);
    expect(await letters()).toHaveLength(1);
  });
});
