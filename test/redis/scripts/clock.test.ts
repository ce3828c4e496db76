// Redis' clock is set forward and back by an hour: nothing is muted, nobody who lives is robbed, nobody who
// is dead keeps anything. The clock is made up (stepping-redis.ts); only the expiry of keys is not.
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxStore } from '../../../src/deliver/outbox-store.ts';
import { createAttempts } from '../../../src/redis/dead-letters/attempts.ts';
import { createOutbox, createOutboxStore } from '../../../src/redis/outbox/outbox-store.ts';
import { createPace } from '../../../src/redis/pace/pace.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { createRouteStore } from '../../../src/redis/routing/route-store.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { readWithParts } from '../../../src/redis/scripts/script.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { Lease } from '../../../src/runtime/lease.ts';
import {
  openVisit,
  type RedisKit,
  recordingWaker,
  startRedisKit,
} from '../../helpers/redis-kit.ts';
import { createSteppingRedis } from '../../helpers/stepping-redis.ts';

const HOUR_MS = 3_600_000;
const HOLD_MS = 2_000;
const CHAT = 42;
const STEPS = [
  ['back', -HOUR_MS],
  ['forward', HOUR_MS],
  ['back by a moment', -1_500],
  ['nowhere', 0],
] as const;

let kit: RedisKit;
let keys: Keys;
let nowMs: number;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  nowMs = Date.UTC(2026, 2, 2, 9);
});
const redis = () => createSteppingRedis(kit.redis, () => nowMs);

const BASE = readWithParts(new URL('../../../src/redis/scripts/base.lua', import.meta.url));

/** What the steady clock says at each of these times. */
async function steadyAt(times: readonly number[]): Promise<number[]> {
  const script = `${BASE}
local reply = {}
for at = 2, #ARGV do
  now, steady_now = tonumber(ARGV[at]), nil
  reply[#reply + 1] = steady()
end
return reply`;
  const { journal, prefix } = kit.fresh();
  return (await kit.redis.eval(script, 1, journal, prefix, ...times)) as number[];
}

describe('the steady clock', () => {
  const moves = fc.array(
    fc.oneof(
      fc.nat(50),
      fc.nat(5_000),
      fc.integer({ min: -2 * HOUR_MS, max: -1_000 }),
      fc.nat(HOUR_MS),
    ),
    { minLength: 1, maxLength: 200 },
  );

  test.prop([moves], { numRuns: 100 })(
    'never runs back, and loses no time that passes',
    async (some) => {
      let at = 1_800_000_000_000;
      const times = [at, ...some.map((ms) => (at += ms))];
      const told = await steadyAt(times);
      told.slice(1).forEach((time, index) => {
        const passed = time - (told[index] ?? 0);
        const moved = some[index] ?? 0;
        expect(passed).toBeGreaterThanOrEqual(Math.max(0, moved));
        expect(passed).toBeLessThanOrEqual(Math.max(0, moved) + 1_000);
      });
    },
  );

  it('is written once a second at most, and begins as the wall clock', async () => {
    const [first] = await steadyAt([1_800_000_000_000]);
    expect(first).toBe(1_800_000_000_000);
    const before = Number(
      (await kit.redis.info('commandstats')).match(/cmdstat_set:calls=(\d+)/)?.[1],
    );
    await steadyAt(Array.from({ length: 1_000 }, (_, at) => 1_800_000_000_000 + at * 10));
    const after = Number(
      (await kit.redis.info('commandstats')).match(/cmdstat_set:calls=(\d+)/)?.[1],
    );
    expect(after - before).toBeLessThanOrEqual(11);
  });
});

describe.each(STEPS)('when the clock goes %s', (_, byMs) => {
  describe('a lease', () => {
    let holder: Lease;
    let other: Lease;
    let fence: number | undefined;
    beforeEach(async () => {
      holder = createLease(redis(), keys, 'router');
      other = createLease(redis(), keys, 'router');
      fence = await holder.acquireOrRenew();
      nowMs += 500;
    });

    it('is kept by whoever renews it', async () => {
      nowMs += byMs;
      for (let round = 0; round < 10; round += 1) {
        expect(await other.acquireOrRenew()).toBeUndefined();
        expect(await holder.acquireOrRenew()).toBe(fence);
        nowMs += 500;
      }
    });

    it('is taken over from a dead holder within its time and a second', async () => {
      nowMs += byMs;
      await other.acquireOrRenew();
      nowMs += HOLD_MS + 1;
      expect(await other.acquireOrRenew()).toBeGreaterThan(fence ?? Number.NaN);
      expect(await holder.acquireOrRenew()).toBeUndefined();
    });
  });

  describe('the messages of a source', () => {
    const begin = (instanceId: string) =>
      createAttempts(redis(), keys, instanceId).begin({
        ...{ source: 'pr-events', from: '1-0', messages: 5, resolved: false },
      });

    it('are left to an instance that has just begun', async () => {
      await begin('one');
      nowMs += byMs;
      expect(await begin('other')).toBeUndefined();
    });

    it('are tried by another instance soon after the first one has died', async () => {
      await begin('dead');
      nowMs += byMs;
      await begin('other');
      nowMs += 2_000 + 1_001;
      expect(await begin('other')).toEqual({ tries: 2, toIsolate: 5 });
    });
  });

  describe('a chat', () => {
    let store: OutboxStore;
    beforeEach(() => {
      store = createOutboxStore({ redis: redis(), keys, callsPerSecond: 30 });
    });
    const post = (body: string) => {
      const waker = recordingWaker();
      const outbox = createOutbox({ redis: redis(), keys, clock: systemClock, waker });
      return outbox.post({ chatId: CHAT }, { body: { text: body, spans: [] }, silent: true });
    };
    const next = async () => store.next(await openVisit(store, CHAT));

    it('gets what it gathered when its window closes', async () => {
      const lease = createLease(redis(), keys, 'router');
      const deps = { redis: redis(), blocking: redis(), keys, lease: 'router', windowMs: 2_000 };
      const entry = { position: '1-1', group: 'session:S1', weight: 'news' } as const;
      const effects = [{ kind: 'gather', addresses: [{ chatId: CHAT }], entry } as const];
      const fence = (await lease.acquireOrRenew()) ?? 0;
      await createRouteStore(deps).commit({ fence, revision: 0, from: '0-0', to: '1-1', effects });
      nowMs += byMs;
      await store.overdue(0, 1);
      nowMs += 2_000;
      expect(await next()).toMatchObject({ kind: 'item', item: { kind: 'window' } });
    });

    it('is visited by another replica when the one that sent to it is dead', async () => {
      await post('hello');
      const dead = await openVisit(store, CHAT);
      expect(await store.next(dead)).toMatchObject({ kind: 'item' });
      nowMs += byMs;
      await store.overdue(0, 1);
      nowMs += HOLD_MS + 1;
      expect(await next()).toMatchObject({ kind: 'item', item: { kind: 'reply' } });
      expect(await store.next(dead)).toEqual({ kind: 'lost' });
    });

    it('keeps its visit while the one that sends to it lives', async () => {
      const visit = await openVisit(store, CHAT);
      nowMs += byMs;
      for (let round = 0; round < 8; round += 1) {
        expect(await store.begin(CHAT)).toMatchObject({ kind: 'taken' });
        await store.renew(visit);
        nowMs += 500;
      }
    });

    it('is tried again after the pause that something was put aside for', async () => {
      await post('hello');
      const visit = await openVisit(store, CHAT);
      const taken = await store.next(visit);
      if (taken.kind !== 'item') throw new Error('nothing to send');
      await store.putAside(visit, taken.item, { maxMs: 30_000, share: 1 });
      await store.next(visit);
      nowMs += byMs;
      await store.overdue(0, 1);
      nowMs += 1_000;
      expect(await next()).toMatchObject({ kind: 'item' });
    });

    it('waits no longer than its pace and a 429 ask', async () => {
      for (let at = 0; at < 6; at += 1) await post(`answer ${at}`);
      const visit = await openVisit(store, CHAT);
      for (let at = 0; at < 4; at += 1) expect((await store.next(visit)).kind).toBe('item');
      expect(await store.next(visit)).toMatchObject({ kind: 'idle', urgency: 'urgent' });
      await createPace({ redis: redis(), keys }).flooded(CHAT, 5_000);
      nowMs += byMs;
      await store.overdue(0, 1);
      nowMs += 5_000;
      expect(await next()).toMatchObject({ kind: 'item' });
    });

    it('is found by the sweeper once it is overdue', async () => {
      await post('hello');
      nowMs += byMs;
      await store.overdue(0, 1);
      nowMs += 1_500;
      expect((await store.overdue(1_500, 10)).chats).toEqual([CHAT]);
    });
  });
});

describe('data of a former version', () => {
  it('keep their lease until it expires', async () => {
    await kit.redis.set(keys.lease('router'), '7', 'PX', 60_000);
    await kit.redis.set(`${keys.lease('router')}:fence`, '7');
    const lease = createLease(redis(), keys, 'router');
    expect(await lease.acquireOrRenew()).toBeUndefined();
    await kit.redis.del(keys.lease('router'));
    expect(await lease.acquireOrRenew()).toBe(8);
  });

  it('lose their open visits, pauses and budgets, which were short', async () => {
    const out = `${keys.prefix}:out:${CHAT}`;
    await kit.redis
      .multi()
      .set(`${out}:visit`, '3', 'PX', 5_000)
      .set(`${keys.prefix}:pace:${CHAT}`, String(nowMs + HOUR_MS), 'PX', 5_000)
      .set(`${keys.prefix}:pace:pause`, '1', 'PX', 5_000)
      .zadd(`${out}:queue`, 0 * 1e13 + 17, `window/${CHAT}`, 1e13 + 18, `reply/${CHAT}/abc`)
      .hset(
        `${out}:payload`,
        `reply/${CHAT}/abc`,
        '{"message":{"body":{"text":"x","spans":[]},"silent":true}}',
      )
      .zadd(`${out}:windows`, nowMs, String(CHAT))
      .rpush(`${keys.prefix}:window:${CHAT}`, '1-1\u001f.\u001fsession:S1')
      .exec();
    const store = createOutboxStore({ redis: redis(), keys, callsPerSecond: 30 });
    const visit = await openVisit(store, CHAT);
    const first = await store.next(visit);
    if (first.kind !== 'item') throw new Error('nothing to send');
    expect(first.item.kind).toBe('reply');
    await store.done(visit, first.item, { messageId: 1 });
    expect(await store.next(visit)).toMatchObject({ kind: 'item', item: { kind: 'window' } });
  });
});
