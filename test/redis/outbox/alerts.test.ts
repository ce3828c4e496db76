// Failures on a real Redis: told at once, each; and what became of them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAlertStore } from '../../../src/redis/outbox/alerts/alert-store.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { defined } from '../../../src/runtime/defined.ts';
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

describe('a failure that belongs to one before it', () => {
  const PART = { replaces: [], joins: [], knownAs: ['part'] };
  const END = { replaces: ['part'], joins: [], knownAs: ['end'] };
  const AFTER = { replaces: [], joins: ['end'], knownAs: [] };
  const eventsOf = async (effects: readonly Gather[]) => {
    const entries = await delivery.journal.get(effects.map(({ entry }) => entry.position));
    return entries.map((entry) => entry?.event.id ?? '');
  };
  /** As many as are told in turn, with what is due of each visit. */
  async function tell(...related: NonNullable<Gather['related']>[]) {
    const effects = (await failures(related.length)).map((effect, at) => {
      return { ...effect, ...defined({ related: related[at] }) };
    });
    const [first, second, third] = effects;
    if (first === undefined || second === undefined) throw new Error('expected two at least');
    const [one = '', other = '', last = ''] = await eventsOf(effects);
    return { first, second, third: third ?? second, one, other, last };
  }
  beforeEach(() => letRead(delivery, CHAT));

  it('takes over its message, which says both and comes with no second sound', async () => {
    const { first, second, one, other } = await tell(PART, END);
    await delivery.commit(first);
    await visit();
    await delivery.commit(second);
    await visit();
    expect(delivery.calls).toEqual([
      `send -42 alert ${one} `,
      `edit 101 alert ${other} and ${one} `,
    ]);
  });

  it('is told with it where both wait', async () => {
    const { first, second, one, other } = await tell(PART, END);
    await delivery.commit(first, second);
    await visit();
    expect(delivery.calls).toEqual([`send -42 alert ${other} and ${one} `]);
    expect(await kit.redis.exists(delivery.keys.due)).toBe(0);
  });

  it('becomes part of the message of the end of its job', async () => {
    const { first, second, one, other } = await tell(END, AFTER);
    await delivery.commit(first);
    await visit();
    await delivery.commit(second);
    await visit();
    expect(delivery.calls[1]).toBe(`edit 101 alert ${one} and ${other} `);
  });

  it.each([
    ['takes over a message that is on its way', [PART, END], 'edit 101 alert 2 and 1 '],
    ['becomes part of one that is on its way', [END, AFTER], 'edit 101 alert 1 and 2 '],
  ] as const)('%s', async (_, related, expected) => {
    const { first, second, one, other } = await tell(...related);
    await delivery.commit(first);
    delivery.said.slow = async () => {
      delivery.said.slow = async () => {};
      await delivery.commit(second);
    };
    await visit();
    await visit();
    const edit = expected.replace(/alert (\d) and (\d)/, (...[, lead, part]) => {
      return `alert ${lead === '1' ? one : other} and ${part === '1' ? one : other}`;
    });
    expect(delivery.calls).toEqual([`send -42 alert ${one} `, edit]);
    expect(await kit.redis.exists(delivery.keys.due)).toBe(0);
  });

  it('is said with it once that can be sent', async () => {
    const { first, second, one, other } = await tell(PART, END);
    await delivery.commit(first);
    delivery.answers.push({ kind: 'unavailable', reason: 'away' });
    await visit();
    await delivery.commit(second);
    await delivery.later();
    expect(delivery.calls.slice(1)).toEqual([`send -42 alert ${other} and ${one} `]);
  });

  it('is said with it where the sender was killed before it noted that it had sent the first', async () => {
    const { first, second, one, other } = await tell(PART, END);
    await delivery.commit(first);
    const { store, keys } = delivery;
    const killed = await openVisit(store, CHAT);
    expect((await store.next(killed)).kind).toBe('item');
    await kit.redis.del(keys.outVisit(CHAT));
    await delivery.commit(second);
    await visit();
    expect(delivery.calls).toEqual([`send -42 alert ${other} and ${one} `]);
    expect(await kit.redis.exists(keys.due)).toBe(0);
  });

  it('has a message of its own where the other was one line of many', async () => {
    const { first, second, other } = await tell(PART, END);
    const more = await failures(7);
    await delivery.commit(first, ...more);
    while ((await kit.redis.exists(delivery.keys.due)) === 1) await visit();
    const before = delivery.calls.length;
    await delivery.commit(second);
    await visit();
    expect(delivery.calls.slice(before)).toEqual([
      expect.stringContaining(`send -42 alert ${other}`),
    ]);
  });

  it('has a message of its own after a minute', async () => {
    const { first, second, other } = await tell(PART, END);
    await delivery.commit(first);
    const left = await kit.redis.pttl(delivery.keys.recentAlert('part'));
    expect([left > 50_000, left <= 60_000]).toEqual([true, true]);
    await kit.redis.del(delivery.keys.recentAlert('part'));
    await visit();
    await delivery.commit(second);
    await visit();
    expect(delivery.calls[1]).toBe(`send -42 alert ${other} `);
  });

  it('finds it once: the next one, after the job was started again, makes a sound', async () => {
    const { first, second, third, last } = await tell(PART, END, END);
    await delivery.commit(first);
    await visit();
    await delivery.commit(second);
    await visit();
    await delivery.commit(third);
    await visit();
    expect(delivery.calls[2]).toBe(`send -42 alert ${last} `);
  });

  it('keeps who had seen it, and is fixed with it', async () => {
    const { first, second, one, other } = await tell(PART, END);
    const failed = ({ entry: { position } }: Gather) =>
      ({ kind: 'failure', position, names: ['job'] }) as const;
    await delivery.commit(first, failed(first));
    await visit();
    const seen = { name: 'Ana', at: '2026-03-02T09:00:00.000Z' };
    await delivery.alerts.see(first.entry.position, seen);
    await delivery.commit(second, failed(second));
    await visit();
    expect(delivery.calls.at(-1)).toBe(`edit 101 alert ${other} and ${one} seen`);
    await delivery.commit({ kind: 'fixed', names: ['job'], at: '2026-03-02T09:12:00.000Z' });
    await visit();
    expect(delivery.calls.at(-1)).toBe(`edit 101 alert ${other} and ${one} seen,fixedAt`);
  });

  it('is seen by a tap on the message as it was before', async () => {
    const { first, second, one, other } = await tell(PART, END);
    await delivery.commit(first);
    await visit();
    await delivery.commit(second);
    const seen = { name: 'Ana', at: '2026-03-02T09:00:00.000Z' };
    expect(await delivery.alerts.see(first.entry.position, seen)).toBe(true);
    await visit();
    expect(delivery.calls.at(-1)).toBe(`edit 101 alert ${other} and ${one} seen`);
  });

  it('is sent anew where somebody deleted that message, and is changed there from then on', async () => {
    const { first, second, one, other } = await tell(PART, END);
    await delivery.commit(first);
    await visit();
    delivery.answers.push({ kind: 'gone' });
    await delivery.commit(second);
    await visit();
    expect(delivery.calls.at(-1)).toBe(`send -42 alert ${other} and ${one} `);
    const seen = { name: 'Ana', at: '2026-03-02T09:00:00.000Z' };
    await delivery.alerts.see(second.entry.position, seen);
    await visit();
    expect(delivery.calls.at(-1)).toBe(`edit 103 alert ${other} and ${one} seen`);
  });
});
