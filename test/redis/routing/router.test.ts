import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_POLICY_FILE } from '../../../src/approvals/policy/policy-schema.ts';
import type { Chat, ChatBook } from '../../../src/audience/chat-book.ts';
import { createChatBook } from '../../../src/redis/people/chat-book.ts';
import { createMembers } from '../../../src/redis/people/members.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { createRouteStore } from '../../../src/redis/routing/route-store.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import type { RouteStore } from '../../../src/routing/route-store.ts';
import { createRouter } from '../../../src/routing/router.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createHealth, type Health } from '../../../src/runtime/health.ts';
import type { Lease } from '../../../src/runtime/lease.ts';
import type { Service } from '../../../src/runtime/lifecycle.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { anEvent } from '../../helpers/events.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';
import { type RedisKit, recordingWaker, startRedisKit } from '../../helpers/redis-kit.ts';
import { waitUntil } from '../../helpers/wait.ts';

let kit: RedisKit;
let keys: Keys;
let health: Health;
let log: LogBook;
let routers: Service[];
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  health = createHealth();
  log = createLogBook();
  routers = [];
});
afterEach(async () => {
  for (const router of routers) await router.stop();
  await kit.redis.flushall();
});

interface Changed {
  readonly store?: Partial<RouteStore>;
  readonly lease?: (lease: Lease) => Lease;
}

/** A replica that routes, with connections of its own. */
async function startRouter({ store: changed = {}, lease: over = (lease) => lease }: Changed = {}) {
  const redis = kit.server.client();
  const members = createMembers({ redis, keys, adminUserIds: [1] });
  const blocking = kit.server.client();
  const store = createRouteStore({ redis, blocking, keys, lease: 'router', windowMs: 2_000 });
  const router = createRouter({
    store: { ...store, ...changed },
    lease: over(createLease(redis, keys, 'router')),
    chatBook: createChatBook({ redis, keys, members }),
    ...{ waker: recordingWaker(), policies: NO_POLICY_FILE, clock: systemClock },
    ...{ log, health, metrics: createMetrics() },
  });
  routers.push(router);
  await router.start();
  return { router, store };
}

async function addChats(count: number): Promise<void> {
  const { redis } = kit;
  const members = createMembers({ redis, keys, adminUserIds: [1] });
  const book: ChatBook = createChatBook({ redis, keys, members });
  for (let id = 1; id <= count; id += 1) {
    const chat: Chat = {
      ...{ id, kind: 'private', title: '', locale: 'en', level: 'all' },
      ...{ subscriptions: [{ kind: 'everything', id: '', by: 1 }], sponsors: [1] },
    };
    await book.update(id, () => chat);
  }
}

async function addEvents(texts: readonly string[]): Promise<string[]> {
  const positions: string[] = [];
  for (const text of texts)
    positions.push((await kit.redis.xadd(keys.journal, '*', 'e', text)) ?? '');
  return positions;
}

const events = (count: number, fields = {}) =>
  Array.from({ length: count }, () => JSON.stringify(anEvent(fields)));

const until = (isTrue: () => Promise<boolean> | boolean) =>
  waitUntil(isTrue, { saw: () => kit.redis.mget(keys.routed, keys.lease('router')) });

const routedTo = (position: string | undefined) =>
  until(async () => (await kit.redis.get(keys.routed)) === position);

async function gathered(chatId: number): Promise<string[]> {
  const entries = await kit.redis.lrange(`${keys.prefix}:window:${chatId}`, 0, -1);
  return entries.map((text) => text.split('\u001f')[0] ?? '');
}

describe('the router', () => {
  it('routes a backlog of 600 events to 250 chats, in order', async () => {
    await addChats(250);
    const positions = await addEvents(events(600));
    await startRouter();
    await routedTo(positions.at(-1));
    for (const chat of [1, 125, 250]) expect(await gathered(chat)).toEqual(positions);
    expect(log.lines).toEqual([]);
  });

  it('routes events of a megabyte each, and what comes behind them', async () => {
    await addChats(3);
    const big = events(30, { data: { text: 'x'.repeat(1_000_000) } });
    const positions = await addEvents([...big, ...events(5)]);
    await startRouter();
    await routedTo(positions.at(-1));
    expect(await gathered(2)).toEqual(positions);
  });

  it('goes on after a while in which nothing came', async () => {
    await addChats(1);
    const waits: number[] = [];
    const first = await addEvents(events(1));
    const { store } = await startRouter({
      store: {
        async waitForEntry(after, waitMs) {
          const found = await store.waitForEntry(after, waitMs);
          waits.push(found.length);
          return found;
        },
      },
    });
    await routedTo(first[0]);
    await until(() => waits.includes(0));
    const second = await addEvents(events(3));
    await routedTo(second.at(-1));
    expect(await gathered(1)).toEqual([...first, ...second]);
  });

  it('routes each event once and in order, whatever replica does', async () => {
    await addChats(3);
    const first = await addEvents(events(300));
    const { router } = await startRouter();
    await startRouter();
    await routedTo(first.at(-1));
    await router.stop();
    const second = await addEvents(events(300));
    await routedTo(second.at(-1));
    expect(await gathered(2)).toEqual([...first, ...second]);
  });

  it('puts aside what is no event, with the reason, and routes the rest', async () => {
    await addChats(1);
    const wrong = ['', '{', 'null', '7', '[]', '{}', '"text"', '{"type":7}', `{"type":"a.b"}`];
    const [before, bad, after] = [
      await addEvents(events(2)),
      await addEvents(wrong),
      await addEvents(events(2)),
    ];
    await startRouter();
    await routedTo(after.at(-1));
    expect(await gathered(1)).toEqual([...before, ...after]);
    const letters = await kit.redis.xrange(keys.deadLetters, '-', '+');
    expect(letters.map(([, fields]) => fields[3])).toEqual(bad);
    expect(letters.map(([, fields]) => fields[5])).toEqual(wrong);
    expect(log.count('event_not_routed')).toBe(wrong.length);
  });

  it('says on /readyz which key holds it up, without trying all the time, and goes on once that is right', async () => {
    await addChats(1);
    await kit.redis.set(keys.jobs, 'spoiled');
    let tries = 0;
    const { store } = await startRouter({
      store: {
        commit: async (step) => {
          tries += 1;
          return store.commit(step);
        },
      },
    });
    const since = systemClock.monotonic();
    const positions = await addEvents(events(3));
    await until(() => health.snapshot().router?.ok === false);
    expect(health.snapshot().router?.detail).toContain(`${keys.jobs} in Redis is a string`);
    await kit.redis.del(keys.jobs);
    await routedTo(positions.at(-1));
    await until(() => health.snapshot().router?.ok === true);
    expect(tries).toBeLessThan(4 + (systemClock.monotonic() - since) / 100);
    expect(await gathered(1)).toEqual(positions);
  });

  it('renews its lease while a step is under way', async () => {
    await addChats(1);
    const positions = await addEvents(events(3));
    const fences: (number | undefined)[] = [];
    let isSlow = true;
    const { store } = await startRouter({
      lease: (lease) => ({
        ...lease,
        acquireOrRenew: async () => {
          const fence = await lease.acquireOrRenew();
          fences.push(fence);
          return fence;
        },
      }),
      store: {
        commit: async (step) => {
          if (isSlow) await until(() => fences.length > 3);
          isSlow = false;
          return store.commit(step);
        },
      },
    });
    await routedTo(positions.at(-1));
    expect(new Set(fences).size).toBe(1);
    expect(await gathered(1)).toEqual(positions);
  });

  it('writes nothing once another replica leads, and goes on where that one is', async () => {
    await addChats(1);
    const positions = await addEvents(events(3));
    let isFirst = true;
    const { store } = await startRouter({
      store: {
        commit: async (step) => {
          if (isFirst) await kit.redis.set(keys.lease('router'), '99', 'PX', 300);
          isFirst = false;
          return store.commit(step);
        },
      },
    });
    await routedTo(positions.at(-1));
    expect(await gathered(1)).toEqual(positions);
  });
});
