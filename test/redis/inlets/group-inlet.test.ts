// The streams of a delivery pipeline, read as a consumer group of our own beside those of others.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { chain, DELIVERY_STREAMS, deliver, sync, syncIds } from '../../helpers/delivery.ts';
import { type GroupKit, startGroupKit } from '../../helpers/group-kit.ts';
import { createMemoryLease } from '../../helpers/memory-lease.ts';
import { asObject } from '../../helpers/redis-kit.ts';

const COMPONENT = 'events:delivery';
const REPOSITORY = 'repository-events';

let kit: GroupKit;
beforeAll(async () => {
  kit = await startGroupKit();
});
afterAll(() => kit.end());
beforeEach(() => kit.begin());
afterEach(() => kit.stopAll());

async function add(count: number, first = 0): Promise<void> {
  const pipeline = kit.redis.pipeline();
  for (let at = first; at < first + count; at += 1) void deliver(pipeline, sync(at));
  await pipeline.exec();
}

const idsOf = (entries: readonly { event: { id: string } }[]) =>
  entries.map(({ event }) => event.id);

describe('the consumer group', () => {
  it('begins at the beginning of streams that exist, and has nothing left to read or to do', async () => {
    await add(1_203);
    const { journalled, caughtUp } = await kit.start();
    expect(idsOf(await journalled(1_203))).toEqual(syncIds(1_203));
    await caughtUp();
    expect(await kit.ownGroup(REPOSITORY)).toMatchObject({ pending: 0, lag: 0, consumers: 0 });
  });

  it('leaves the groups of others as they were, to the byte', async () => {
    await add(20);
    await kit.redis.xgroup('CREATE', REPOSITORY, 'sync-workers', '0');
    await kit.redis.xgroup('CREATE', REPOSITORY, 'discovery-workers', '$');
    const read = ['COUNT', 7, 'STREAMS', REPOSITORY, '>'] as const;
    await kit.redis.xreadgroup('GROUP', 'sync-workers', 'w1', ...read);
    const others = async () => {
      const full = (await kit.redis.call(
        'XINFO',
        'STREAM',
        REPOSITORY,
        'FULL',
        'COUNT',
        0,
      )) as unknown[];
      const groups = asObject(full).groups as unknown[][];
      const pending = await kit.redis.xpending(REPOSITORY, 'sync-workers');
      return JSON.stringify([groups.filter((group) => group[1] !== 'jobwire'), pending]);
    };
    const before = await others();
    expect(before).toMatch(
      /sync-workers.*w1.*discovery-workers|discovery-workers.*sync-workers.*w1/,
    );
    const { journalled } = await kit.start();
    await journalled(20);
    expect(await others()).toBe(before);
  });

  it('is made in a stream that comes later, and no stream is made by us', async () => {
    const { journalled, caughtUp } = await kit.start();
    await caughtUp();
    await add(3);
    expect(idsOf(await journalled(3))).toEqual(syncIds(3));
    const others = DELIVERY_STREAMS.filter((name) => name !== REPOSITORY);
    expect(await kit.redis.exists(...others)).toBe(0);
    await kit.redis.del(REPOSITORY);
    await add(3, 3);
    expect(idsOf(await journalled(6))).toEqual(syncIds(6));
  });

  it('is made again in a stream that begins anew with smaller ids', async () => {
    await add(3);
    const { journalled } = await kit.start();
    await journalled(3);
    await kit.redis.del(REPOSITORY);
    const text = JSON.stringify({ event_id: 'anew', type: 'repo.connected', data: {} });
    await kit.redis.xadd(REPOSITORY, '7-1', 'event', text);
    expect(idsOf(await journalled(4)).at(-1)).toBe('anew');
  });

  it('that somebody destroyed is made again, and nothing comes twice', async () => {
    await add(700);
    await kit.redis.xadd(REPOSITORY, '*', 'foo', 'bar');
    const { journalled, buried, metrics, caughtUp } = await kit.start();
    await journalled(700);
    await kit.redis.xgroup('DESTROY', REPOSITORY, 'jobwire');
    await add(5, 700);
    expect(idsOf(await journalled(705))).toEqual(syncIds(705));
    await caughtUp();
    await vi.waitFor(
      async () => expect(await kit.ownGroup(REPOSITORY)).toMatchObject({ pending: 0, lag: 0 }),
      60_000,
    );
    expect(await metrics.text()).toContain('jobwire_repeats_total{dialect="delivery"} 700');
    expect(await kit.redis.xlen(kit.keys.journal)).toBe(705);
    expect(await buried()).toHaveLength(1);
  });
});

describe('what can no longer be read', () => {
  it.each([
    ['trimmed', () => kit.redis.xtrim(REPOSITORY, 'MAXLEN', 2)],
    ['deleted', async () => kit.redis.xdel(REPOSITORY, ...(await someIds(2, 6)))],
    ['trimmed, all of it', () => kit.redis.xtrim(REPOSITORY, 'MAXLEN', 0)],
  ])('because it was %s before it was read is counted, and said in health', async (_, lose) => {
    await add(2);
    const first = await kit.start();
    await first.journalled(2);
    await first.inlet.stop();
    await add(6, 2);
    await lose();
    const left = await kit.redis.xlen(REPOSITORY);
    const second = await kit.start();
    await second.caughtUp();
    expect(await second.gaps(REPOSITORY)).toBe(1);
    expect(second.log.count('stream_trimmed_before_read')).toBe(1);
    expect(second.health.snapshot()[COMPONENT]?.detail).toContain(REPOSITORY);
    await add(1, 8);
    const ids = idsOf(await second.journalled(2 + Math.min(left, 2) + 1));
    expect(ids.at(-1)).toBe('e8');
  });

  it('is noticed by a replica that slept, though nobody took its lease meanwhile', async () => {
    let sleptMs = 0;
    const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + sleptMs };
    await add(2);
    const { journalled, caughtUp, gaps } = await kit.start({ clock });
    await journalled(2);
    await caughtUp();
    sleptMs = 2_000;
    const many = kit.redis.multi();
    for (const at of [2, 3, 4, 5]) void deliver(many, sync(at));
    await many.xtrim(REPOSITORY, 'MAXLEN', 2).exec();
    expect(idsOf(await journalled(4))).toEqual(['e0', 'e1', 'e4', 'e5']);
    expect(await gaps(REPOSITORY)).toBe(1);
  });

  it('is not said of what was deleted after it was read', async () => {
    await add(4);
    const first = await kit.start();
    await first.journalled(4);
    await first.inlet.stop();
    await kit.redis.xtrim(REPOSITORY, 'MAXLEN', 1);
    await kit.redis.xdel(REPOSITORY, ...(await someIds(0, 1)));
    await add(1, 4);
    const second = await kit.start();
    await second.journalled(5);
    await second.caughtUp();
    expect(await second.gaps(REPOSITORY)).toBe(0);
    expect(second.health.snapshot()[COMPONENT]?.detail).toBe('');
  });
});

async function someIds(from: number, to: number): Promise<string[]> {
  return (await kit.redis.xrange(REPOSITORY, '-', '+')).slice(from, to).map(([id]) => id);
}

describe('an entry of unknown form', () => {
  it('becomes a dead letter with its reason, and the next one is taken', async () => {
    const { redis } = kit;
    await add(1);
    await redis.xadd(REPOSITORY, '*', 'foo', 'bar');
    const id = await redis.xadd(REPOSITORY, '*', 'event', '{"type":');
    await add(1, 1);
    const { journalled, buried, log } = await kit.start();
    expect(idsOf(await journalled(2))).toEqual(['e0', 'e1']);
    const letters = await buried();
    expect(letters).toMatchObject([
      { source: REPOSITORY, raw: '{"foo":"bar"}', reason: expect.stringMatching(/type/) },
      { source: REPOSITORY, entryId: id, raw: '{"event":"{\\"type\\":"}', attempts: 1 },
    ]);
    expect(log.count('job_event_decode_failed')).toBe(2);
    expect(await kit.ownGroup(REPOSITORY)).toMatchObject({ pending: 0, lag: 0 });
  });
});

describe('a big backlog', () => {
  it('is taken in the order of its deliveries, each event with its project at once', async () => {
    const names = Array.from({ length: 900 }, (_, at) => `c${at}`);
    const projects = new Map(names.map((name, at) => [name, `project-${at % 7}`]));
    const pipeline = kit.redis.pipeline();
    const all = names.flatMap((name) => chain(name, projects.get(name) ?? ''));
    const begin = systemClock.now() - 600_000;
    // What causes something comes before it.
    for (const [at, message] of all.entries()) void deliver(pipeline, message, `${begin + at}-0`);
    await pipeline.exec();
    const { journalled, journal } = await kit.start();
    const entries = await journalled(names.length * 8);
    expect(entries).toHaveLength(names.length * 8);
    const steps = new Map<string, string[]>();
    for (const { event } of entries) {
      const [name = '', step = ''] = event.id.split(':');
      steps.set(name, [...(steps.get(name) ?? []), `${step} ${event.projectId}`]);
    }
    const expected = (name: string) =>
      Array.from({ length: 8 }, (_, step) => `${step} ${projects.get(name)}`);
    expect(steps).toEqual(new Map(names.map((name) => [name, expected(name)])));
    // Nobody's project was learned only afterwards.
    expect(await kit.redis.exists(kit.keys.late)).toBe(0);
    const filter = { projectIds: ['project-3'], types: ['agent.execution.started'] };
    const { entries: found } = await journal.query({ filter, order: 'asc', limit: 1_000 });
    expect(found).toHaveLength([...projects.values()].filter((p) => p === 'project-3').length);
  });
});

describe('several replicas', () => {
  it('take each event once and in order, though one awakes with a batch that others took', async () => {
    const lease = createMemoryLease();
    const held: (() => void)[] = [];
    const results: string[] = [];
    await add(1_200);
    const sleeper = await kit.start({
      lease: lease.replica(),
      around: (take) => async (batch) => {
        if (held.length === 0) await new Promise<void>((resolve) => held.push(resolve));
        const result = await take(batch);
        results.push(result.kind);
        return result;
      },
    });
    await vi.waitFor(() => expect(held).toHaveLength(1), 60_000);
    lease.expire();
    const other = await kit.start({ lease: lease.replica() });
    await other.journalled(1_200);
    held[0]?.();
    await vi.waitFor(() => expect(results[0]).toBe('moved'), 60_000);
    await add(300, 1_200);
    await other.journalled(1_500);
    await sleeper.caughtUp();
    expect(idsOf(await other.journalled(1_500))).toEqual(syncIds(1_500));
    const detail = () => sleeper.health.snapshot()[COMPONENT]?.detail;
    await vi.waitFor(() => expect(detail()).toBe('another replica reads'), 60_000);
  });

  it('take each event once and in order while their connections are cut', async () => {
    const replicas = await Promise.all([kit.start(), kit.start(), kit.start()]);
    for (let at = 0; at < 1_200; at += 10) {
      await add(10, at);
      if (at % 100 === 50)
        await kit.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    }
    const [first] = replicas;
    expect(idsOf((await first?.journalled(1_200)) ?? [])).toEqual(syncIds(1_200));
    await systemClock.sleep(300);
    expect(await kit.redis.xlen(kit.keys.journal)).toBe(1_200);
    await vi.waitFor(
      async () => expect(await kit.ownGroup(REPOSITORY)).toMatchObject({ pending: 0, lag: 0 }),
      60_000,
    );
  });
});
