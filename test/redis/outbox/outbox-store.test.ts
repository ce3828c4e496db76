import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Outbox } from '../../../src/deliver/outbox.ts';
import type { Next, OutboxItem, OutboxStore } from '../../../src/deliver/outbox-store.ts';
import { createOutbox, createOutboxStore } from '../../../src/redis/outbox/outbox-store.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { createRouteStore } from '../../../src/redis/routing/route-store.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import {
  forgetPace,
  openVisit,
  type RedisKit,
  recordingWaker,
  startRedisKit,
} from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { approvalStore } from '../approvals/approval-kit.ts';

const CHAT = 42;
const message = (text: string) => ({ body: { text, spans: [] }, silent: true });

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describe('the queue of a chat', () => {
  let keys: Keys;
  let waker: ReturnType<typeof recordingWaker>;
  let outbox: Outbox;
  let store: OutboxStore;
  let commit: (...effects: Effect[]) => Promise<void>;

  beforeEach(async () => {
    keys = kit.fresh();
    waker = recordingWaker();
    const { redis } = kit;
    outbox = createOutbox({ redis, keys, clock: systemClock, waker });
    store = createOutboxStore({ redis, keys, callsPerSecond: 1_000 });
    const lease = createLease(redis, keys, 'router');
    const deps = { redis, blocking: redis, keys, lease: 'router' };
    const flowStore = createRouteStore({ ...deps, windowMs: 0 });
    let step = 0;
    commit = async (...effects) => {
      const fence = (await lease.acquireOrRenew()) ?? 0;
      const from = await flowStore.position();
      step += 1;
      const result = await flowStore.commit({ fence, revision: 0, from, to: `${step}-0`, effects });
      expect(result.kind).toBe('committed');
    };
  });

  const gather = (position: string, group = 'session:S1'): Effect => ({
    kind: 'gather',
    addresses: [{ chatId: CHAT }],
    entry: { position, group, weight: 'news' },
  });
  const ask = (id: string): Effect => ({
    kind: 'ask',
    request: aRequest(id),
    copies: [{ address: { chatId: CHAT }, token: `token-of-${id}` }],
  });

  function itemOf(next: Next): OutboxItem {
    if (next.kind !== 'item') throw new Error(`expected an item, got ${next.kind}`);
    return next.item;
  }

  const visit = () => openVisit(store, CHAT);

  /** What comes next, whatever was sent before. */
  async function next(...args: Parameters<OutboxStore['next']>): Promise<Next> {
    await forgetPace(kit.redis, keys);
    return store.next(...args);
  }

  /** Names of everything the chat has ready, in the order in which it goes out. */
  async function drain(): Promise<string[]> {
    const open = await visit();
    const sent: string[] = [];
    for (;;) {
      const taken = await next(open);
      if (taken.kind !== 'item') return sent;
      const { item } = taken;
      sent.push(item.kind === 'window' ? `window of ${item.window.entries.length}` : item.name);
      await store.done(open, item, { messageId: sent.length });
    }
  }

  it('lets a request overtake what was gathered before it, which follows in its time', async () => {
    await commit(gather('1-1'), gather('1-2'), ask('a1'), gather('1-3'));
    expect(await drain()).toEqual(['approval/42/a1', 'window of 3']);
  });

  it('lets replies overtake news, and news overtake live edits', async () => {
    const kinds = async () => (await drain()).map((name) => name.split('/')[0]);
    await commit(gather('1-1'));
    await outbox.live({ chatId: CHAT }, 'tail/j1', message('log'));
    // It answers /tail when it is first sent.
    expect(await kinds()).toEqual(['live', 'window of 1']);
    await outbox.live({ chatId: CHAT }, 'tail/j1', message('more of the log'));
    await commit(gather('1-2'));
    await outbox.post({ chatId: CHAT }, message('answer'));
    expect(await kinds()).toEqual(['reply', 'window of 1', 'live']);
  });

  it('lets a newer edit replace the one that waits', async () => {
    await outbox.live({ chatId: CHAT }, 'tail/j1', message('old'));
    await outbox.live({ chatId: CHAT }, 'tail/j1', message('new'));
    const item = itemOf(await next(await visit()));
    expect(item).toMatchObject({ kind: 'live', message: { body: { text: 'new' } } });
    expect(item).not.toHaveProperty('messageId');
  });

  it('edits a live message once it was sent, also when a newer edit came while it was sent', async () => {
    await outbox.live({ chatId: CHAT }, 'tail/j1', message('first'));
    const open = await visit();
    const first = itemOf(await next(open));
    await outbox.live({ chatId: CHAT }, 'tail/j1', message('second'));
    await store.done(open, first, { messageId: 77 });
    const second = itemOf(await next(open));
    expect(second).toMatchObject({ messageId: 77, message: { body: { text: 'second' } } });
  });

  it('allows one visit at a time', async () => {
    await visit();
    expect(await store.begin(CHAT)).toEqual({ kind: 'taken', forMs: expect.any(Number) });
  });

  it('gives back what a visit took and never recorded', async () => {
    await outbox.post({ chatId: CHAT }, message('answer'));
    await commit(gather('1-1'));
    const lost = await visit();
    await next(lost);
    await kit.redis.del(`${keys.prefix}:out:42:visit`);
    expect((await drain()).map((name) => name.split('/')[0])).toEqual(['reply', 'window of 1']);
  });

  it('refuses the record of a visit that was given up on', async () => {
    await commit(gather('1-1'));
    const lost = await visit();
    const item = itemOf(await next(lost));
    await kit.redis.del(`${keys.prefix}:out:42:visit`);
    await visit();
    expect(await store.done(lost, item)).toBe(false);
    expect(await next(lost)).toEqual({ kind: 'lost' });
  });

  it('merges what came meanwhile into a batch of which nothing is out yet', async () => {
    await commit(gather('1-1'));
    const open = await visit();
    await next(open);
    await store.pause(open, 0);
    await commit(gather('1-2'));
    expect(await drain()).toEqual(['window of 2']);
  });

  it('leaves a batch as it is once a part of it is out', async () => {
    await commit(gather('1-1'));
    const open = await visit();
    const item = itemOf(await next(open));
    await store.partDone(open, item, 1);
    await store.pause(open, 0);
    await commit(gather('1-2'));
    const again = await visit();
    expect(itemOf(await next(again))).toMatchObject({
      partsSent: 1,
      window: { entries: [{ position: '1-1' }] },
    });
  });

  it('counts by group what a window can not keep', async () => {
    const many = Array.from({ length: 2_010 }, (_, at) => gather(`1-${at + 1}`, `job:${at % 2}`));
    await commit(...many);
    const item = itemOf(await next(await visit()));
    if (item.kind !== 'window') throw new Error('expected a window');
    expect(item.window.entries).toHaveLength(2_000);
    expect(Object.fromEntries(item.window.overflow)).toEqual({ 'job:0': 5, 'job:1': 5 });
  });

  it('tells when the next window closes', async () => {
    const { redis } = kit;
    const lease = createLease(redis, keys, 'router');
    const flowStore = createRouteStore({
      redis,
      blocking: redis,
      keys,
      lease: 'router',
      windowMs: 2_000,
    });
    const fence = (await lease.acquireOrRenew()) ?? 0;
    const effects = [gather('1-1')];
    const result = await flowStore.commit({ fence, revision: 0, from: '0-0', to: '1-1', effects });
    expect(result).toMatchObject({ kind: 'committed', wake: [{ chatId: CHAT, delayMs: 2_000 }] });
    const found = await next(await visit());
    expect(found).toMatchObject({ kind: 'idle' });
    expect(found.kind === 'idle' && found.nextMs).toBeGreaterThan(1_000);
  });

  it('finds a chat whose wake-up was lost', async () => {
    await commit(gather('1-1'));
    expect((await store.overdue(-60_000, 10)).chats).toEqual([CHAT]);
    await drain();
    expect((await store.overdue(-60_000, 10)).chats).toEqual([]);
  });

  it('forgets what waits for a chat that can not be reached, but for the copies of requests', async () => {
    await commit(gather('1-1'), ask('a1'));
    await outbox.post({ chatId: CHAT }, message('answer'));
    const unshown = await store.clear(CHAT);
    expect(unshown).toEqual([{ approvalId: 'a1', address: { chatId: CHAT } }]);
    const away = { isActive: false };
    expect(await next(await visit(), away)).toMatchObject({ kind: 'idle', nextMs: undefined });
    expect(await drain()).toEqual(['approval/42/a1']);
    expect(await next(await visit())).toMatchObject({ kind: 'idle', nextMs: undefined });
  });

  it('queues the change of every copy when a request is settled', async () => {
    const approvals = approvalStore(kit.redis, keys, waker);
    await commit(ask('a1'));
    await drain();
    const asked = { request: aRequest('a1'), votes: [] };
    await approvals.step(voteStep(asked, aVote('ana', 'deny')));
    expect(waker.wakes).toContainEqual({ chatId: CHAT, delayMs: 0 });
    expect(itemOf(await next(await visit()))).toMatchObject({
      name: 'approval/42/a1',
      messageId: 1,
    });
    await kit.redis.del('televibe:stream:p1');
  });

  it('answers the message that shows a request with its reminder', async () => {
    const approvals = approvalStore(kit.redis, keys, waker);
    const terms = { ...PLAIN_TERMS, remindAt: [1_000] };
    await commit({ ...ask('a1'), request: aRequest('a1', { terms }) } as Effect);
    await drain();
    await approvals.remind({ approvalId: 'a1', count: 1 }, []);
    const open = await visit();
    const item = itemOf(await next(open));
    expect(item).toMatchObject({ kind: 'reminder', approvalId: 'a1', replyTo: 1 });
    await store.done(open, item, { messageId: 88 });
    expect(await approvals.subjectOfMessage(CHAT, 88)).toEqual({
      kind: 'request',
      approvalId: 'a1',
    });
    expect(await approvals.subjectOfMessage(CHAT, 1)).toEqual({
      kind: 'request',
      approvalId: 'a1',
    });
    expect(await approvals.subjectOfMessage(CHAT, 2)).toBeUndefined();
  });

  it('remembers which version of a request each message shows', async () => {
    const approvals = approvalStore(kit.redis, keys, waker);
    const terms = { ...PLAIN_TERMS, remindAt: [1_000] };
    const shown = { version: 3, digest: '', sent: 0, isWhole: true, acceptsFiles: true };
    await commit({ ...ask('a1'), request: aRequest('a1', { terms }) } as Effect);
    const open = await visit();
    await store.done(open, itemOf(await next(open)), { messageId: 87, shown });
    await approvals.remind({ approvalId: 'a1', count: 1 }, []);
    await store.done(open, itemOf(await next(open)), { messageId: 88 });
    await approvals.adopt({ approvalId: 'a1', address: { chatId: CHAT } }, 90);
    await approvals.step(voteStep({ request: aRequest('a1'), votes: [] }, aVote('ana', 'deny')));
    for (let taken = await next(open); taken.kind === 'item'; taken = await next(open)) {
      const item = itemOf(taken);
      if (item.kind !== 'approval' || !item.isStray)
        await store.done(open, item, { messageId: 87 });
      else await store.done(open, item, { messageId: 90, shown: { ...shown, version: 4 } });
    }
    const versions = await Promise.all(
      [87, 88, 90].map((id) => approvals.subjectOfMessage(CHAT, id)),
    );
    expect(versions).toEqual(
      [3, 3, 4].map((version) => ({ kind: 'request', approvalId: 'a1', version })),
    );
    await kit.redis.del('televibe:stream:p1');
  });

  it('changes a copy that delivery lost, by the message that it is', async () => {
    const approvals = approvalStore(kit.redis, keys, waker);
    await commit(ask('a1'));
    await drain();
    await approvals.adopt({ approvalId: 'a1', address: { chatId: CHAT } }, 1);
    await approvals.adopt({ approvalId: 'a1', address: { chatId: CHAT } }, 77);
    const asked = { request: aRequest('a1'), votes: [] };
    await approvals.step(voteStep(asked, aVote('ana', 'deny')));
    const open = await visit();
    const changed: (number | undefined)[] = [];
    for (let taken = await next(open); taken.kind === 'item'; taken = await next(open)) {
      const item = itemOf(taken);
      if (item.kind === 'approval') changed.push(item.messageId);
      await store.done(open, item, { messageId: 1 });
    }
    expect(changed).toEqual([1, 77]);
    await kit.redis.del('televibe:stream:p1');
  });
});
