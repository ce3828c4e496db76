// What is let go of: by age, beyond a job's limit, and on whose schedule.
import { Queue } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { START } from '../../../src/journal/journal.ts';
import { createConnections } from '../../../src/redis/connection/connect.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { createRetention, type Pruned, prune } from '../../../src/redis/journal/retention.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const limits = { retentionMs: 30 * DAY_MS, perJob: 3 };

let kit: RedisKit;
let keys: Keys;
let journal: Journal;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  await kit.redis.flushall();
  keys = kit.fresh();
  journal = createJournal({
    redis: kit.redis,
    keys,
    limits,
    newEpoch: () => 'e',
    clock: systemClock,
  });
});

/** As it is done so many milliseconds from now. */
function pruneIn(ms: number): Promise<Pruned> {
  return pruneAt(systemClock.now() + ms);
}

function pruneAt(atMs: number): Promise<Pruned> {
  return prune({ redis: kit.redis, keys, limits, now: () => atMs });
}

async function append(...events: Partial<CanonicalEvent>[]): Promise<string[]> {
  const candidates = events.map((event) => candidate(anEvent(event)));
  const result = await journal.append({ candidates, deadLetters: [] });
  return result.kind === 'appended' ? result.positions.map((position) => position ?? '') : [];
}

async function found(filter: Parameters<Journal['query']>[0]['filter']): Promise<string[]> {
  const { entries } = await journal.query({ filter, order: 'asc', limit: 1_000 });
  return entries.map(({ event }) => event.id);
}

/** The router has seen everything up to here. */
const routed = (position: string) => kit.redis.set(keys.routed, position);

describe('an id', () => {
  /** What was seen until now was seen in the generation before. */
  async function turnGeneration(): Promise<void> {
    const [prefix, generation] = [
      `${keys.prefix}:seen:`,
      Math.floor(Date.now() / limits.retentionMs),
    ];
    for (const age of [1, 0]) {
      const [from, to] = [generation - age, generation - age - 1];
      for (const key of await kit.redis.keys(`${prefix}${from}:*`)) {
        await kit.redis.rename(key, `${prefix}${to}:${key.slice(`${prefix}${from}:`.length)}`);
      }
      await kit.redis.srem(keys.seen, from);
      await kit.redis.sadd(keys.seen, to);
    }
  }

  it('of the generation before is not let go of, and of older ones nothing is left', async () => {
    await append({ id: 'x' });
    await turnGeneration();
    await pruneIn(0);
    expect(await append({ id: 'x' })).toEqual(['']);
    await turnGeneration();
    await pruneIn(0);
    expect(await kit.redis.keys(`${keys.prefix}:seen:*`)).toEqual([]);
    expect(await append({ id: 'x' })).toEqual([expect.stringMatching(/-/)]);
  });

  it('is remembered in the next generation and forgotten in the one after', async () => {
    expect((await append({ id: 'x' }))[0]).not.toBe('');
    await turnGeneration();
    expect(await append({ id: 'x' }, { id: 'y' })).toEqual(['', expect.stringMatching(/-/)]);
    await turnGeneration();
    expect(await append({ id: 'y' })).toEqual(['']);
    expect((await append({ id: 'x' }))[0]).not.toBe('');
    expect(await found({})).toEqual(['x', 'y', 'x']);
  });
});

describe('events of a certain age', () => {
  it('are let go of once they are older than that, and no other', async () => {
    await append({ id: 'old', jobId: 'a' });
    await systemClock.sleep(100);
    const [position = ''] = await append({ id: 'young', jobId: 'b' });
    const youngMs = Number(position.split('-')[0]);
    const endMs = youngMs + limits.retentionMs;
    expect(await pruneAt(endMs - 30_000)).toEqual({ byAge: 0, bySurplus: 0 });
    expect(await pruneAt(endMs - 30)).toMatchObject({ byAge: 1 });
    expect((await journal.read(START, 10)).map(({ event }) => event.id)).toEqual(['young']);
    expect(await found({})).toEqual(['young']);
    expect(await found({ jobId: 'a' })).toEqual([]);
    expect(await found({ jobId: 'b' })).toEqual(['young']);
    expect((await journal.bounds()).first).toBe(position);
    expect(await pruneAt(endMs + MINUTE_MS)).toMatchObject({ byAge: 1 });
    expect((await journal.bounds()).last).toBe(position);
  });

  it('leave nothing in the indexes by time and by late project', async () => {
    const { projectId: _none, ...orphan } = anEvent({ aggregate: 'execution:1' });
    await journal.append({
      candidates: [{ ...candidate(orphan as CanonicalEvent), belongsTo: 'execution:1' }],
      deadLetters: [],
    });
    const links = [{ of: 'execution:1', to: 'project:p7' }];
    await journal.append({ candidates: [{ ...candidate(anEvent()), links }], deadLetters: [] });
    expect(await found({ projectIds: ['p7'] })).toEqual([orphan.id]);
    const left = async () => ({
      late: await kit.redis.hlen(keys.late),
      ofProject: await kit.redis.zcard(`${keys.late}:p7`),
      times: await kit.redis.hlen(keys.times),
      days: (await kit.redis.keys(`${keys.times}:*`)).length,
    });
    expect(await left()).toEqual({ late: 1, ofProject: 1, times: 2, days: 1 });
    await pruneIn(limits.retentionMs - MINUTE_MS);
    expect(await left()).toEqual({ late: 1, ofProject: 1, times: 2, days: 1 });
    await pruneIn(limits.retentionMs + MINUTE_MS);
    expect(await left()).toEqual({ late: 0, ofProject: 0, times: 0, days: 0 });
    expect(await found({ projectIds: ['p7'] })).toEqual([]);
    expect(await found({ since: '2026-01-01T00:00:00.000Z' })).toEqual([]);
  });
});

describe("events beyond a job's limit", () => {
  const ids = (count: number) => Array.from({ length: count }, (_, at) => `e${at}`);

  it('are let go of after ten minutes, the oldest ones, and of that job only', async () => {
    await append(...ids(5).map((id) => ({ id, jobId: 'big' })));
    const [last = ''] = await append({ id: 'other', jobId: 'small' });
    await routed(last);
    expect(await pruneIn(9 * MINUTE_MS)).toEqual({ byAge: 0, bySurplus: 0 });
    expect((await journal.read(START, 10)).map(({ event }) => event.id)).toEqual([
      ...ids(5),
      'other',
    ]);
    expect(await pruneIn(11 * MINUTE_MS)).toEqual({ byAge: 0, bySurplus: 2 });
    const kept = ['e2', 'e3', 'e4', 'other'];
    expect((await journal.read(START, 10)).map(({ event }) => event.id)).toEqual(kept);
    expect(await found({})).toEqual(kept);
    expect(await found({ jobId: 'big' })).toEqual(['e2', 'e3', 'e4']);
    expect(await found({ projectIds: ['p1'] })).toEqual(kept);
    expect(await found({ types: ['task.*'] })).toEqual(kept);
    expect(await kit.redis.zcard(keys.surplus)).toBe(0);
    expect(await pruneIn(11 * MINUTE_MS)).toEqual({ byAge: 0, bySurplus: 0 });
  });

  it('are kept until the router has seen them', async () => {
    const [, second = ''] = await append(...ids(6).map((id) => ({ id, jobId: 'big' })));
    expect(await pruneIn(60 * MINUTE_MS)).toEqual({ byAge: 0, bySurplus: 0 });
    await routed(second);
    expect(await pruneIn(60 * MINUTE_MS)).toEqual({ byAge: 0, bySurplus: 2 });
    expect((await journal.read(START, 10)).map(({ event }) => event.id)).toEqual(ids(6).slice(2));
    await routed((await journal.bounds()).last);
    expect(await pruneIn(60 * MINUTE_MS)).toEqual({ byAge: 0, bySurplus: 1 });
  });

  it('are let go of, however many there are', async () => {
    const many = ids(2_600).map((id) => ({ id, jobId: 'big' }));
    for (let at = 0; at < many.length; at += 650) await append(...many.slice(at, at + 650));
    await routed((await journal.bounds()).last);
    expect(await pruneIn(11 * MINUTE_MS)).toEqual({ byAge: 0, bySurplus: 2_597 });
    expect(await kit.redis.xlen(keys.journal)).toBe(3);
  });
});

describe('the schedule', () => {
  it('exists once, however many replicas there are, and goes on when one stops', async () => {
    const log = createLogBook();
    const { now } = systemClock;
    const address = { kind: 'socket', socketPath: kit.server.socketPath, db: 0 } as const;
    const connections = [1, 2].map(() =>
      createConnections({ address, clock: systemClock, log, onState: () => {} }),
    );
    const replicas = connections.map(({ client }) =>
      createRetention({
        redis: client('commands'),
        blocking: client('blocking'),
        ...{ keys, limits, now, log, clock: systemClock },
      }),
    );
    await append(...Array.from({ length: 5 }, (_, at) => ({ id: `s${at}`, jobId: 'big' })));
    for (const replica of replicas) await replica.start();
    const queue = new Queue('upkeep', { connection: kit.redis, prefix: keys.prefix });
    try {
      const schedulers = await queue.getJobSchedulers();
      expect(schedulers).toMatchObject([{ key: 'retention', every: 60_000 }]);
      await vi.waitFor(async () => expect(await queue.getDelayedCount()).toBe(1), 60_000);
      await replicas[0]?.stop();
      expect(await queue.getJobSchedulersCount()).toBe(1);
      // What is due is done by the replica that is left.
      await routed((await journal.bounds()).last);
      const past = now() - 11 * MINUTE_MS;
      const surplus = await kit.redis.zrange(keys.surplus, '0', '-1');
      for (const position of surplus) await kit.redis.zadd(keys.surplus, past, position);
      await queue.add('prune', {}, { removeOnComplete: true });
      await vi.waitFor(() => expect(log.count('retention_done')).toBe(1), 60_000);
      expect(await kit.redis.xlen(keys.journal)).toBe(3);
    } finally {
      await queue.close();
      for (const service of [...replicas, ...connections]) await service.stop();
    }
  });
});
