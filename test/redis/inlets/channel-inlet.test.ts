// Channels that nobody keeps a record of: what is said there is kept at once, and what can't have been
// heard is counted, told and, where a hash knows, asked for.
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dialectNamed } from '../../../src/dialects/all-dialects.ts';
import type { RawMessage, Source } from '../../../src/dialects/dialect.ts';
import type { Receive } from '../../../src/intake/receive.ts';
import { fold } from '../../../src/jobs/job-board.ts';
import type { JournalEntry } from '../../../src/journal/journal.ts';
import { createChannelInlet } from '../../../src/redis/inlets/channel-inlet.ts';
import { createBuildHashes } from '../../../src/redis/jobs/build-hashes.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { Service } from '../../../src/runtime/lifecycle.ts';
import { createIntakeKit, type IntakeKit } from '../../helpers/intake-kit.ts';
import { createMemoryJobBoard, type MemoryJobBoard } from '../../helpers/memory-job-board.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

/** How long a cut connection stays away. */
const AWAY_MS = 250;

let kit: RedisKit;
let keys: Keys;
let inlets: Service[];
let connections: Redis[];
/** What all replicas know of the jobs. */
let board: MemoryJobBoard;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  await kit.redis.flushall();
  keys = kit.fresh();
  [inlets, connections] = [[], []];
  board = createMemoryJobBoard();
});
afterEach(async () => {
  await Promise.all(inlets.map((inlet) => inlet.stop()));
  for (const connection of connections) connection.disconnect();
});

type Channels = Extract<Source, { kind: 'channels' }>;

interface Started extends IntakeKit {
  /** Of this inlet, as it is told on /readyz. */
  state(): { readonly ok: boolean; readonly detail: string } | undefined;
}

function subscriber(): Redis {
  const redis = new Redis({ path: kit.server.socketPath, retryStrategy: () => AWAY_MS });
  redis.on('error', () => {});
  connections.push(redis);
  return redis;
}

async function start(name: 'jobs' | 'build', receive?: Receive): Promise<Started> {
  const parts = createIntakeKit({ redis: kit.redis, keys });
  const dialect = dialectNamed(name);
  const source = dialect.sources.find((one): one is Channels => one.kind === 'channels');
  if (source === undefined) throw new Error(`${name} has no channels`);
  const { now } = systemClock;
  const deps = { redis: kit.redis, board, dialect: name, hash: source.hash ?? '', now };
  const nothing = {
    complete: async (messages: readonly RawMessage[]) => messages,
    missed: async () => [],
  };
  const inlet = createChannelInlet({
    ...parts,
    ...(source.hash === undefined ? nothing : createBuildHashes(deps)),
    subscriber: subscriber(),
    dialect,
    source,
    receive: receive ?? parts.receive,
  });
  inlets.push(inlet);
  await inlet.start();
  return { ...parts, state: () => parts.health.snapshot()[`events:${name}`] };
}

const updated = (id: string) => JSON.stringify({ type: 'job.updated', payload: { id } });
const stage = (id: string, status: string) =>
  JSON.stringify({ type: 'build.stage.completed', job_id: id, status });

const cut = () => kit.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');

/** Puts on the board what these events tell. */
async function follow(entries: readonly JournalEntry[]): Promise<void> {
  for (const { event } of entries) {
    const job = fold(await board.get(event.jobId ?? ''), event);
    if (job !== undefined) board.put(job);
  }
}

/** Until each of them says so. */
async function allSay(started: readonly Started[], pattern: RegExp): Promise<void> {
  for (const { state } of started) {
    await vi.waitFor(() => expect(state()?.detail).toMatch(pattern), 60_000);
  }
}

/** How many repeats they found in all. */
async function repeatsOf(started: readonly Started[]): Promise<number> {
  const texts = await Promise.all(started.map(({ metrics }) => metrics.text()));
  const counts = texts.map((text) => /^jobwire_repeats_total.* (\d+)$/m.exec(text)?.[1] ?? 0);
  return counts.reduce<number>((sum, count) => sum + Number(count), 0);
}

const jobsOf = (entries: readonly { event: { jobId?: string } }[]) =>
  entries.map(({ event }) => event.jobId);

describe('what is said on a channel', () => {
  it('is journalled as it comes, in order, and nonsense between is dropped', async () => {
    const { journalled, buried, log, metrics, state } = await start('jobs');
    await kit.redis.publish('job-events', updated('j1'));
    await kit.redis.publish('job-events', '{not json');
    await kit.redis.publish('job-events', updated('j2'));
    expect(jobsOf(await journalled(2))).toEqual(['j1', 'j2']);
    expect(await buried()).toEqual([]);
    expect(log.lines.map(({ name }) => name)).toEqual(['job_event_decode_failed']);
    expect(await metrics.text()).toContain('jobwire_decode_failures_total{dialect="jobs"} 1');
    expect(state()).toMatchObject({ ok: true, detail: '' });
  });

  it('is well again once what failed was taken in, without waiting for more', async () => {
    const { receive, journalled } = createIntakeKit({ redis: kit.redis, keys });
    let failures = 2;
    const { state } = await start('jobs', {
      async ingest(batch) {
        if (failures > 0) {
          failures -= 1;
          throw new Error('MISCONF');
        }
        return receive.ingest(batch);
      },
    });
    await kit.redis.publish('job-events', updated('j1'));
    await vi.waitFor(() => expect(state()).toMatchObject({ ok: false, detail: 'MISCONF' }), 60_000);
    await journalled(1);
    await vi.waitFor(() => expect(state()).toMatchObject({ ok: true }), 60_000);
  });

  it('of a build is about the job in the name of its channel and the project of its hash', async () => {
    await kit.redis.hset('job:b-1', { status: 'code', project_id: 'p-9' });
    await kit.redis.set('job:b-2', 'something else');
    const { journalled } = await start('build');
    for (const id of ['b-1', 'b-2', 'b-3']) {
      await kit.redis.publish(`job:${id}:events`, JSON.stringify({ type: 'snapshot.updated' }));
    }
    await kit.redis.publish('job:events', JSON.stringify({ type: 'of no job' }));
    const events = (await journalled(3)).map(({ event }) => event);
    expect(events.map(({ jobId, projectId }) => [jobId, projectId])).toEqual([
      ['b-1', 'p-9'],
      ['b-2', undefined],
      ['b-3', undefined],
    ]);
  });

  it('is one event, however many replicas hear it', async () => {
    const replicas = [await start('jobs'), await start('jobs')];
    for (const id of ['j1', 'j2', 'j3']) await kit.redis.publish('job-events', updated(id));
    await vi.waitFor(async () => expect(await repeatsOf(replicas)).toBe(3), 60_000);
    expect(jobsOf((await replicas[0]?.journalled(3)) ?? [])).toEqual(['j1', 'j2', 'j3']);
  });
});

describe('a subscription that was cut', () => {
  it('is made again by itself; the gap is counted, logged and said', async () => {
    const { journalled, gaps, log, state } = await start('jobs');
    await kit.redis.publish('job-events', updated('before'));
    await journalled(1);
    await cut();
    await vi.waitFor(() => expect(state()?.ok).toBe(false), 60_000);
    expect(state()?.detail).toMatch(/away/);
    expect(await kit.redis.publish('job-events', updated('unheard'))).toBe(0);
    await vi.waitFor(() => expect(state()?.ok).toBe(true), 60_000);
    await kit.redis.publish('job-events', updated('after'));
    expect(jobsOf(await journalled(2))).toEqual(['before', 'after']);
    expect(await gaps('job-events')).toBe(1);
    expect(log.lines.filter(({ name }) => name === 'pubsub_gap')).toMatchObject([
      { level: 'warn', fields: { channels: 'job-events', gaps: 1 } },
    ]);
    expect(state()?.detail).toMatch(/job-events could not be heard once/);
    await cut();
    await vi.waitFor(() => expect(state()?.detail).toMatch(/could not be heard 2 times/), 60_000);
    expect(await gaps('job-events')).toBe(2);
  });

  it('counts no gap for an end in peace', async () => {
    const { gaps } = await start('jobs');
    await inlets[0]?.stop();
    await cut();
    await systemClock.sleep(50);
    expect(await gaps('job-events')).toBe(0);
  });

  it('of a build brings the end that was missed, as one event of the right project', async () => {
    const first = await start('build');
    const replicas = [first, await start('build')];
    for (const id of ['b-1', 'b-2', 'b-3']) {
      await kit.redis.hset(`job:${id}`, { status: 'code', project_id: 'p-9' });
      await kit.redis.publish(`job:${id}:events`, stage(id, 'code'));
    }
    await follow(await first.journalled(3));
    await cut();
    await kit.redis.hset('job:b-1', { status: 'ready' });
    await kit.redis.hset('job:b-2', { status: 'failed' });
    expect(await kit.redis.publish('job:b-1:events', stage('b-1', 'ready'))).toBe(0);
    const ends = (await first.journalled(5)).slice(3);
    const told = ends.map(({ event: { type, jobId, projectId, data } }) =>
      [type, jobId, projectId, data.status].join(' '),
    );
    expect(told.sort()).toEqual([
      'build.stage.started b-1 p-9 ready',
      'build.stage.started b-2 p-9 failed',
    ]);
    await allSay(replicas, /once/);
    await follow(ends);
    // What is known to have ended is not told once more.
    await cut();
    await allSay(replicas, /2 times/);
    expect(await first.journalled(5)).toHaveLength(5);
    // Three that were said and two that were missed, each found by the other replica too.
    expect(await repeatsOf(replicas)).toBe(5);
  });
});

describe('more than can be kept', () => {
  it('is counted, message by message; what was kept is taken in', async () => {
    const [capacity, beyond] = [100_000, 7];
    let taken = 0;
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const receive: Receive = {
      async ingest({ messages }) {
        taken += messages.length;
        await held;
        return { kind: 'appended', positions: [] };
      },
    };
    const { gaps, log, state } = await start('jobs', receive);
    await kit.redis.publish('job-events', updated('first'));
    await vi.waitFor(() => expect(taken).toBe(1), 60_000);
    for (let sent = 0; sent < capacity + beyond; ) {
      const pipeline = kit.redis.pipeline();
      for (let at = 0; at < 5_000 && sent < capacity + beyond; at += 1, sent += 1) {
        pipeline.publish('job-events', '{}');
      }
      await pipeline.exec();
    }
    await vi.waitFor(async () => expect(await gaps('job-events')).toBe(beyond), 60_000);
    release();
    await vi.waitFor(() => expect(taken).toBe(1 + capacity), 60_000);
    expect(log.count('pubsub_overflow')).toBe(beyond);
    expect(state()?.ok).toBe(true);
  });
});
