// Streams that can't be read, were trimmed or made anew, and streams that flood: none costs another one.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dialectNamed } from '../../../src/dialects/all-dialects.ts';
import type { Ingest } from '../../../src/intake/isolate-poison.ts';
import { createGroupInlet } from '../../../src/redis/inlets/group-inlet.ts';
import { createTelevibeInlet } from '../../../src/redis/inlets/televibe-inlet.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import type { Service } from '../../../src/runtime/lifecycle.ts';
import { DELIVERY_STREAMS, deliver, sync } from '../../helpers/delivery.ts';
import { createIntakeKit, type IntakeKit } from '../../helpers/intake-kit.ts';
import { publish } from '../../helpers/publish.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

const COMPONENT = 'events:televibe';
const FLOOD = 10_000;
const patience = { timeout: 60_000, interval: 10 };

let kit: RedisKit;
let keys: Keys;
let inlets: Service[];
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  await kit.redis.flushall();
  keys = kit.fresh();
  inlets = [];
});
afterEach(async () => {
  await Promise.all(inlets.map((inlet) => inlet.stop()));
});

async function startTelevibe(around = (take: Ingest) => take): Promise<IntakeKit> {
  const parts = createIntakeKit({ redis: kit.server.client(), keys, life: `l${inlets.length}` });
  const inlet = createTelevibeInlet({
    ...parts,
    ingest: around(parts.ingest),
    blocking: kit.server.client(),
    subscriber: kit.server.client(),
    dialect: dialectNamed('televibe'),
  });
  inlets.push(inlet);
  await inlet.start();
  return parts;
}

async function startDelivery(): Promise<IntakeKit> {
  const parts = createIntakeKit({ redis: kit.server.client(), keys });
  const inlet = createGroupInlet({
    ...parts,
    lease: createLease(parts.redis, keys, 'inlet'),
    blocking: kit.server.client(),
    dialect: dialectNamed('delivery'),
    names: DELIVERY_STREAMS,
  });
  inlets.push(inlet);
  await inlet.start();
  return parts;
}

const event = (id: string, project: string) => ({
  event_id: id,
  event_type: 'job.progress',
  project_id: project,
  job_id: 'j1',
});
const add = (id: string, project: string) => publish(kit.redis, event(id, project), 'stream');
const idsOf = async (parts: IntakeKit, count: number) =>
  (await parts.journalled(count)).map(({ event }) => event.id);

/** Commands that make a key of each other type. */
const OTHER_TYPES = [
  ['string', (key: string) => kit.redis.set(key, 'x')],
  ['list', (key: string) => kit.redis.rpush(key, 'x')],
  ['set', (key: string) => kit.redis.sadd(key, 'x')],
  ['hash', (key: string) => kit.redis.hset(key, 'x', 'y')],
  ['sorted set', (key: string) => kit.redis.zadd(key, 1, 'x')],
] as const;

describe('a key of another type', () => {
  it('in place of a televibe stream is set aside; the others go on, and so does it once it is right', async () => {
    const names = OTHER_TYPES.map(([name]) => name);
    for (const name of names) await add(`${name}-0`, name);
    const parts = await startTelevibe();
    await parts.journalled(5);
    for (const [name, make] of OTHER_TYPES) {
      await kit.redis.del(`televibe:stream:${name}`);
      await make(`televibe:stream:${name}`);
      await publish(kit.redis, event(`said-${name}`, name), 'channel');
    }
    await add('fine-0', 'fine');
    const others = ['fine-0', ...names.map((name) => `said-${name}`)];
    expect((await idsOf(parts, 11)).slice(5).sort()).toEqual(others.sort());
    const state = () => parts.health.states()[COMPONENT];
    await vi.waitFor(() => expect(state()?.detail).toMatch(/^5 streams can't be read/), patience);
    expect(state()?.ok).toBe(true);
    for (const name of names) expect(state()?.detail).not.toContain(name);
    expect(state()?.finding).toMatchObject({ code: 'source-aside', args: { count: 5 } });
    expect(parts.log.count('stream_set_aside')).toBe(5);
    expect(await parts.metrics.text()).toContain(
      `jobwire_streams_set_aside{component="${COMPONENT}"} 5`,
    );
    for (const name of names) {
      await kit.redis.del(`televibe:stream:${name}`);
      await add(`${name}-1`, name);
    }
    const again = names.map((name) => `${name}-1`);
    expect((await idsOf(parts, 16)).slice(11).sort()).toEqual(again.sort());
    await vi.waitFor(() => expect(state()?.detail).toBe(''), patience);
    expect(parts.log.count('stream_read_again')).toBe(5);
    expect(parts.log.count('stream_set_aside')).toBe(5);
  });

  it('in place of delivery streams holds up no other one', async () => {
    const odd = DELIVERY_STREAMS.filter((name) => name !== 'repository-events');
    for (const [at, name] of odd.entries()) await OTHER_TYPES[at]?.[1](name);
    const parts = await startDelivery();
    const pipeline = kit.redis.pipeline();
    for (let at = 0; at < 3; at += 1) void deliver(pipeline, sync(at));
    await pipeline.exec();
    expect(await idsOf(parts, 3)).toEqual(['e0', 'e1', 'e2']);
    const state = () => parts.health.states()['events:delivery'];
    await vi.waitFor(() => expect(state()?.detail).toContain('pr-events'), patience);
    expect(state()?.finding?.args).toEqual({ count: odd.length });
    expect(state()?.ok).toBe(true);
    await kit.redis.del(...odd);
    const text = JSON.stringify({ event_id: 'pr', type: 'pr.merged', data: {} });
    await kit.redis.xadd('pr-events', '*', 'event', text);
    expect(await idsOf(parts, 4)).toContain('pr');
    await vi.waitFor(() => expect(state()?.detail).toBe(''), patience);
  });

  it('that came between reading and taking in moves nothing', async () => {
    await kit.redis.xgroup('CREATE', 'pr-events', 'others', '$', 'MKSTREAM');
    const parts = createIntakeKit({ redis: kit.server.client(), keys });
    const batch = { candidates: [], deadLetters: [] };
    const acknowledgement = { source: 'pr-events', from: '0-0', to: '1-0', group: 'jobwire' };
    await kit.redis.del('pr-events');
    await kit.redis.set('pr-events', 'x');
    expect(await parts.journal.append({ ...batch, acknowledgement })).toEqual({
      kind: 'moved',
      at: '',
    });
  });
});

describe('a televibe stream', () => {
  it.each([
    ['trimmed', (stream: string) => kit.redis.xtrim(stream, 'MAXLEN', 2)],
    ['emptied', (stream: string) => kit.redis.xtrim(stream, 'MAXLEN', 0)],
  ])('that was %s while nobody read it is a gap, counted, logged and shown', async (_n, lose) => {
    const first = await startTelevibe();
    await add('e0', 'a');
    await first.journalled(1);
    await Promise.all(inlets.splice(0).map((inlet) => inlet.stop()));
    for (let at = 1; at < 6; at += 1) await add(`e${at}`, 'a');
    await lose('televibe:stream:a');
    const second = await startTelevibe();
    await add('last', 'a');
    await vi.waitFor(async () => expect((await idsOf(second, 2)).at(-1)).toBe('last'), patience);
    expect(second.log.count('stream_trimmed_before_read')).toBe(1);
    expect(await second.gaps('televibe:stream:*')).toBe(1);
    const state = () => second.health.snapshot()[COMPONENT];
    await vi.waitFor(() => expect(state()?.detail).toContain('1 stream were deleted'), patience);
    expect(state()?.detail).not.toContain('televibe:stream:a');
  });

  it.each(['while nobody reads', 'while it is read'])(
    'that is made anew with smaller ids %s is read from its beginning, and nothing twice',
    async (when) => {
      const stream = 'televibe:stream:a';
      await add('e0', 'a');
      let parts = await startTelevibe();
      await parts.journalled(1);
      if (when === 'while nobody reads') {
        await Promise.all(inlets.splice(0).map((inlet) => inlet.stop()));
      }
      await kit.redis.del(stream);
      for (const [at, id] of ['e0', 'e1', 'e2'].entries()) {
        await kit.redis.xadd(stream, `7-${at + 1}`, 'event', JSON.stringify(event(id, 'a')));
      }
      if (when === 'while nobody reads') parts = await startTelevibe();
      expect(await idsOf(parts, 3)).toEqual(['e0', 'e1', 'e2']);
      expect(parts.log.count('stream_made_anew')).toBe(1);
      await kit.redis.xadd(stream, '7-9', 'event', JSON.stringify(event('e3', 'a')));
      expect(await idsOf(parts, 4)).toEqual(['e0', 'e1', 'e2', 'e3']);
      expect(await kit.redis.hget(keys.positions, stream)).toBe('7-9');
    },
  );

  it('that floods keeps neither another one waiting nor what is published for that', async () => {
    const pipeline = kit.redis.pipeline();
    for (let at = 0; at < FLOOD; at += 1) {
      void pipeline.xadd(
        'televibe:stream:flood',
        '*',
        'event',
        JSON.stringify(event(`f${at}`, 'flood')),
      );
    }
    await pipeline.exec();
    await add('first', 'other');
    let taken = 0;
    const parts = await startTelevibe((take) => async (batch) => {
      taken += 1;
      if (taken === 2) {
        await add('quick', 'other');
        await publish(kit.redis, event('said', 'third'), 'channel');
      }
      return take(batch);
    });
    const ids = await idsOf(parts, FLOOD + 3);
    expect(ids).toHaveLength(FLOOD + 3);
    // Four reads of 500 a turn, and the next begins with another stream.
    expect(ids.indexOf('quick')).toBeLessThan(5_000);
    expect(ids.indexOf('said')).toBeLessThan(5_000);
    expect(ids.filter((id) => /^f\d/.test(id))).toEqual(
      Array.from({ length: FLOOD }, (_, at) => `f${at}`),
    );
  });
});

describe('entries of any weight', () => {
  it('are taken in order, and no batch weighs more than about four megabytes', async () => {
    const sizes = [10, 1_000_000, 20, 900_000, 500_000, 3, 1_000_000, 1_000_000, 1_000_000, 5];
    const all = [...sizes, ...sizes, ...sizes];
    for (const [at, size] of all.entries()) {
      const data = { text: 'x'.repeat(size) };
      await publish(kit.redis, { ...event(`e${at}`, at % 3 === 0 ? 'b' : 'a'), data }, 'stream');
    }
    const weights: number[] = [];
    const parts = await startTelevibe((take) => async (batch) => {
      weights.push(batch.steps.reduce((sum, { message }) => sum + message.text.length, 0));
      return take(batch);
    });
    const ids = await idsOf(parts, all.length);
    expect(Math.max(...weights)).toBeLessThan(4_300_000);
    const ofA = (id: string) => Number(id.slice(1)) % 3 !== 0;
    const expected = all.map((_, at) => `e${at}`);
    expect(ids.filter(ofA)).toEqual(expected.filter(ofA));
    expect([...ids].sort()).toEqual([...expected].sort());
  });
});
