// Values in Redis that are not what jobwire stores there: each costs nothing but itself, is named once, and counts on
// /readyz until it can be read.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { decode } from '../../../src/dialects/all-dialects.ts';
import { createRetry } from '../../../src/intake/retry.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { createStorage, type Storage } from '../../../src/redis/storage.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createHealth, type Health } from '../../../src/runtime/health.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { anEvent } from '../../helpers/events.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { routeSteps } from '../approvals/approval-kit.ts';

let kit: RedisKit;
let keys: Keys;
let storage: Storage;
let health: Health;
let log: LogBook;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  health = createHealth();
  log = createLogBook();
  storage = createStorage({
    ...{ connect: () => kit.redis, keyPrefix: keys.prefix, adminUserIds: [], batchWindowMs: 1 },
    ...{ globalMessagesPerSecond: 30, eventRetentionDays: 7, maxEventsPerJob: 100 },
    ...{ encode: (event) => event, clock: systemClock, log, health },
  });
});

const TAIL = { address: { chatId: 1001 }, by: 1001, lines: 20, locale: 'en', openedAt: 17 };
const AT = '2026-03-02T09:00:00.000Z';
const job = (id: string) => ({
  ...{ id, status: 'running', visibility: 'public', title: '', startedAt: AT, updatedAt: AT },
});

/** Asked, like those that the router asks. */
async function ask(...ids: string[]): Promise<void> {
  const commit = routeSteps(kit.redis, keys);
  for (const id of ids) await commit({ kind: 'ask', request: aRequest(id), copies: [] });
}

interface Case {
  readonly what: string;
  /** Stores a good one and a broken one; answers where the broken one is. */
  readonly store: () => Promise<{ readonly key: string; readonly field?: string }>;
  /** What the good one is known by, of all that is read. */
  readonly read: () => Promise<readonly unknown[]>;
}

const broken = '{"id":7}';

const CASES: readonly Case[] = [
  {
    what: 'a job',
    async store() {
      const [good, bad] = [jobKey(undefined, 'good'), jobKey(undefined, 'bad')];
      await kit.redis.hset(keys.jobs, good, JSON.stringify(job('good')), bad, broken);
      await kit.redis.zadd(keys.jobsByChange, 1, good, 2, bad);
      return { key: keys.jobs, field: bad };
    },
    read: async () => (await storage.board.recent(10)).map(({ id }) => id),
  },
  {
    what: 'a job that an event is about',
    async store() {
      const [good, bad] = [jobKey('p1', 'good'), jobKey('p1', 'bad')];
      await kit.redis.hset(keys.jobs, good, JSON.stringify(job('good')), bad, broken);
      return { key: keys.jobs, field: bad };
    },
    async read() {
      const events = ['good', 'bad'].map((jobId) => anEvent({ projectId: 'p1', jobId }));
      return [...(await storage.flowStore.jobs(events)).jobs.values()].map(({ id }) => id);
    },
  },
  {
    what: 'a live log',
    async store() {
      await storage.tailStore.put({ ...TAIL, jobId: 'good' });
      await kit.redis.hset(keys.tails, 'bad', broken);
      return { key: keys.tails, field: 'bad' };
    },
    read: async () => (await storage.tailStore.all()).map(({ jobId }) => jobId),
  },
  {
    what: 'a token',
    async store() {
      await storage.tokens.create({ name: 'good', scopes: ['read'] });
      await kit.redis.hset(keys.tokens, 'bad', broken);
      return { key: keys.tokens, field: 'bad' };
    },
    read: async () => (await storage.tokens.list()).map(({ name }) => name),
  },
  {
    what: 'a member',
    async store() {
      await storage.members.grant(1001, { role: 'viewer' }, { name: 'good' });
      await kit.redis.hset(keys.members, '1002', broken);
      return { key: keys.members, field: '1002' };
    },
    read: async () => (await storage.members.all()).map(({ name }) => name),
  },
  {
    what: 'an update that was kept',
    async store() {
      await kit.redis.hset(keys.parkedUpdates, '1', '{"update_id":1}', '2', broken);
      return { key: keys.parkedUpdates, field: '2' };
    },
    read: async () => (await storage.updateLog.parked()).map(() => 'good'),
  },
  {
    what: 'a request',
    async store() {
      await ask('good', 'bad');
      await kit.redis.hset(keys.approval('bad'), 'request', broken);
      return { key: keys.approval('bad'), field: 'request' };
    },
    read: async () => (await storage.approvals.pending()).map(({ request }) => request.id),
  },
  {
    what: 'the outcome of a request',
    async store() {
      await ask('good', 'bad');
      for (const id of ['good', 'bad']) {
        const approval = await storage.approvals.get(id);
        if (approval !== undefined) await storage.approvals.step(voteStep(approval, aVote('ana')));
      }
      await kit.redis.hset(keys.approval('bad'), 'outcome', broken);
      return { key: keys.approval('bad'), field: 'outcome' };
    },
    read: async () => (await storage.approvals.recent(10)).map(({ request }) => request.id),
  },
  {
    what: 'an audit entry',
    async store() {
      const key = `${keys.approval('one')}:audit`;
      await kit.redis.rpush(key, JSON.stringify({ what: 'good', at: AT }), broken);
      return { key, field: '1' };
    },
    read: async () => (await storage.approvals.audit('one')).map(({ what }) => what),
  },
  ...(['read', 'query', 'get'] as const).map((way) => ({
    what: `an event of the journal (${way})`,
    async store() {
      const good = JSON.stringify(anEvent({ id: 'good', projectId: 'p1' }));
      await kit.redis.xadd(keys.journal, '1-0', 'e', broken);
      await kit.redis.xadd(keys.journal, '2-0', 'e', good);
      return { key: keys.journal, field: '1-0' };
    },
    async read() {
      const { journal } = storage;
      const page = { filter: {}, order: 'asc', limit: 1 } as const;
      const ways = {
        read: () => journal.read('0-0', 1),
        query: async () => (await journal.query(page)).entries,
        get: () => journal.get(['1-0', '2-0']),
      };
      const entries = await ways[way]();
      return entries.flatMap((entry) => entry?.event.id ?? []);
    },
  })),
];

const counted = () => health.snapshot().stored;

describe.each(CASES)('$what that can’t be read', ({ store, read }) => {
  it('is passed over, named once, and counted until it is gone', async () => {
    const { key, field } = await store();
    for (let times = 0; times < 2; times += 1) expect(await read()).toEqual(['good']);
    const lines = log.lines.filter(({ name }) => name === 'stored_unreadable');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'error', fields: { key, field } });
    expect(counted()).toEqual({
      ok: true,
      detail: "1 stored value can't be read; the others go on",
    });
  });
});

it('a value that is read again counts no more', async () => {
  await kit.redis.hset(keys.members, '1001', broken);
  expect(await storage.members.get(1001)).toBeUndefined();
  expect(counted()?.detail).not.toBe('');
  const member = { userId: 1001, name: 'Ana', grants: [], knownAs: [] };
  await kit.redis.hset(keys.members, '1001', JSON.stringify(member));
  expect(await storage.members.get(1001)).toEqual(member);
  expect(counted()).toEqual({ ok: true, detail: '' });
});

it('a request that can’t be read is no unknown one: whoever asks for it gets the error', async () => {
  await ask('bad');
  await kit.redis.hset(keys.approval('bad'), 'request', broken);
  await expect(storage.approvals.get('bad')).rejects.toMatchObject({
    code: 'stored_unreadable',
    message: expect.stringContaining(`${keys.approval('bad')}, field "request"`),
  });
});

it.each(['members', 'chats'] as const)('no change overwrites one of the %s', async (hash) => {
  await kit.redis.hset(keys[hash], '1001', broken);
  const change = {
    members: () => storage.members.grant(1001, { role: 'viewer' }),
    chats: () => storage.chatBook.update(1001, (chat) => chat as never),
  };
  await expect(change[hash]()).rejects.toMatchObject({ code: 'stored_unreadable' });
  expect(await kit.redis.hget(keys[hash], '1001')).toBe(broken);
});

it('a rollback that can’t be read is one of which nothing is known', async () => {
  await kit.redis.set(keys.rollback, broken);
  expect(await storage.history.open()).toEqual({ lost: [] });
});

it('a message to try again that is none is given out once more, with the reason', async () => {
  await kit.redis.zadd(keys.again, 1, 'm1', 2, 'm2');
  await kit.redis.hset(`${keys.again}:messages`, 'm1', broken);
  for (const text of [broken, '']) {
    expect(await storage.retries.claim()).toMatchObject({
      message: { text, source: `${keys.again}:messages` },
      unreadable: expect.stringContaining('is no message to try again'),
    });
  }
});

it('a message to try again that is none becomes a dead letter', async () => {
  await kit.redis.zadd(keys.again, 1, 'm1');
  await kit.redis.hset(`${keys.again}:messages`, 'm1', broken);
  const retry = createRetry({
    ...{ store: storage.retries, journal: storage.journal, decode, clock: systemClock, log },
    metrics: createMetrics(),
  });
  await retry.start();
  const [letter] = await vi.waitFor(async () => {
    const letters = await storage.deadLetters.list(1);
    expect(letters).toHaveLength(1);
    return letters;
  }, 60_000);
  await retry.stop();
  expect(letter).toMatchObject({ raw: broken, reason: expect.stringContaining('field "m1"') });
  expect(await kit.redis.zcard(keys.again)).toBe(0);
});

it('a dead letter of which fields are missing or odd is listed all the same', async () => {
  await kit.redis.xadd(keys.deadLetters, '17-0', 'failed_at', 'soon', 'attempts', 'many');
  await kit.redis.xadd(keys.deadLetters, '18-0', 'failed_at', '18', 'attempts', '2');
  expect(await storage.deadLetters.list(10)).toMatchObject([
    { attempts: 2, failedAt: '1970-01-01T00:00:00.018Z' },
    { attempts: 1, failedAt: '1970-01-01T00:00:00.017Z' },
  ]);
});

it('readers of the live journal go on behind an event that is none', async () => {
  const heard = new Promise<string>((resolve) => {
    storage.feed.follow(([entry]) => resolve(entry?.event.id ?? ''));
  });
  await storage.feed.start();
  await kit.redis.xadd(keys.journal, '1-0', 'e', broken);
  await kit.redis.xadd(keys.journal, '2-0', 'e', JSON.stringify(anEvent({ id: 'good' })));
  expect(await heard).toBe('good');
  await storage.feed.stop();
});
