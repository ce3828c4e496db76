// Failures on a real Redis: told at once, each; and what became of them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAlertStore } from '../../../src/redis/outbox/alerts/alert-store.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { describeAlerts } from '../../contracts/alerts.contract.ts';
import {
  forgetPace,
  openVisit,
  type RedisKit,
  recordingWaker,
  startRedisKit,
} from '../../helpers/redis-kit.ts';
import { CHAT, createDelivery, type Delivery, letRead } from './delivery-kit.ts';

let kit: RedisKit;
let delivery: Delivery;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  delivery = createDelivery(kit);
});

describeAlerts('alerts in Redis', async () => {
  const keys = kit.fresh();
  const make = () => createAlertStore({ redis: kit.redis, keys, waker: recordingWaker() });
  return [make(), make()];
});

type Gather = Extract<Effect, { kind: 'gather' }>;

/** So many failures in the journal, each to be told in the chat. */
async function failures(count: number): Promise<Gather[]> {
  const told = (await delivery.append(count)) as Gather[];
  return told.map((effect) => ({ ...effect, entry: { ...effect.entry, weight: 'alert' } }));
}

async function visit(): Promise<void> {
  await forgetPace(kit.redis, delivery.keys);
  await delivery.visit(CHAT);
}

describe('failures', () => {
  it('go out before news that were gathered earlier', async () => {
    await delivery.commit(...(await delivery.append(2, 'S1')), ...(await failures(1)));
    await visit();
    expect(delivery.calls[0]).toMatch(/^send -42 alert /);
    expect(delivery.calls[1]).toBe('send -42 S1: 2');
  });

  it('are all named, a hundred in a batch, however many wait', async () => {
    const { store } = delivery;
    const all = await failures(2_150);
    await delivery.commit(...all);
    const told: string[] = [];
    const visitedTo = await openVisit(store, CHAT);
    for (;;) {
      await forgetPace(kit.redis, delivery.keys);
      const next = await store.next(visitedTo);
      if (next.kind !== 'item' || next.item.kind !== 'window') break;
      const { entries, overflow } = next.item.window;
      expect([entries.length <= 100, overflow.size]).toEqual([true, 0]);
      told.push(...entries.map(({ position }) => position));
      await store.done(visitedTo, next.item, { messageId: 1 });
    }
    expect(told).toEqual(all.map(({ entry }) => entry.position));
    expect(await kit.redis.exists(delivery.keys.due)).toBe(0);
  });

  it('are only counted beyond 20,000 of a chat, the oldest ones', async () => {
    const positions = Array.from({ length: 20_050 }, (_, at) => `5-${at}`);
    const group = 'job:j1';
    await delivery.commit(
      ...positions.map((position): Gather => {
        const entry = { position, group, weight: 'alert' } as const;
        return { kind: 'gather', addresses: [{ chatId: CHAT }], entry };
      }),
    );
    const { keys } = delivery;
    const [oldest] = await kit.redis.lrange(keys.window(`${CHAT}!`), 0, 0);
    expect(oldest).toContain(`${positions[50]}\u001f`);
    expect(await kit.redis.llen(keys.window(`${CHAT}!`))).toBe(20_000);
    expect(await kit.redis.hgetall(keys.windowMore(`${CHAT}!`))).toEqual({ [group]: '50' });
  });

  it('keep the batch of which a part is out', async () => {
    await delivery.commit(...(await failures(5)));
    delivery.answers.push({ kind: 'sent', messageId: 7 }, { kind: 'unavailable', reason: 'away' });
    await visit();
    await delivery.commit(...(await failures(1)));
    for (let at = 0; at < 4; at += 1) await delivery.later();
    const told = delivery.calls.filter((call) => call.startsWith('send -42 alert '));
    expect(new Set(told).size).toBe(6);
    // The one that failed came again.
    expect(told).toHaveLength(7);
  });

  it('say in every chat who has seen them, and that they were fixed', async () => {
    await letRead(delivery, CHAT);
    const [failure] = await failures(1);
    if (failure === undefined) throw new Error('nothing failed');
    const { position } = failure.entry;
    await delivery.commit(failure, { kind: 'failure', position, names: ['job', 'task'] });
    await visit();
    await delivery.alerts.see(position, { name: 'Ana', at: '2026-03-02T09:00:00.000Z' });
    await visit();
    expect(delivery.calls[1]).toMatch(/^edit 101 alert event-\d+ seen$/);
    await delivery.commit({ kind: 'fixed', names: ['task'], at: '2026-03-02T09:12:00.000Z' });
    await visit();
    expect(delivery.calls[2]).toMatch(/^edit 101 alert event-\d+ seen,fixedAt$/);
    await delivery.commit({ kind: 'fixed', names: ['job'], at: '2026-03-02T09:13:00.000Z' });
    await visit();
    expect(delivery.calls).toHaveLength(3);
    expect((await delivery.alerts.get(position)).fixedAt).toBe('2026-03-02T09:12:00.000Z');
  });

  it('say nothing more where nobody may see them any longer', async () => {
    const [failure] = await failures(1);
    if (failure === undefined) throw new Error('nothing failed');
    await delivery.commit(failure);
    await visit();
    await delivery.alerts.see(failure.entry.position, {
      name: 'Ana',
      at: '2026-03-02T09:00:00.000Z',
    });
    await visit();
    expect(delivery.calls).toHaveLength(1);
  });
});
