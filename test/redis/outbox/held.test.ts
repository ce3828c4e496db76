// A chat that is left alone, on a real Redis: what comes waits for one summary, requests don't.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat } from '../../../src/audience/chat-book.ts';
import type { QuietHours } from '../../../src/audience/quiet/quiet-hours.ts';
import type { WindowEntry } from '../../../src/batch/window.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import type { Notice } from '../../../src/message/notice.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { forgetPace, type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest } from '../../helpers/requests.ts';
import {
  AWAY,
  beginCard,
  CHAT,
  changeJob,
  createDelivery,
  type Delivery,
  letRead,
} from './delivery-kit.ts';
import { say } from './say.ts';

let kit: RedisKit;
let delivery: Delivery;
let nowMs: number;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(async () => {
  nowMs = NIGHT;
  const render = (notice: Notice) => say(notice).map((message) => ({ ...message, silent: false }));
  delivery = createDelivery(kit, { now: () => nowMs, render });
  await letRead(delivery, CHAT);
});

const NIGHT = Date.parse('2026-11-29T23:00:00Z');
const MORNING = Date.parse('2026-11-30T07:00:00Z');
const QUIET: QuietHours = { from: 22 * 60, to: 7 * 60, zone: 'UTC' };

type Gather = Extract<Effect, { kind: 'gather' }>;

async function told(count: number, entry: Partial<WindowEntry> = {}): Promise<Gather[]> {
  const effects = (await delivery.append(count)) as Gather[];
  return effects.map((effect) => ({ ...effect, entry: { ...effect.entry, ...entry } }));
}

const ask = (id = 'a1'): Effect => ({
  kind: 'ask',
  request: aRequest(id),
  job: jobKey('p1', 'j1'),
  copies: [{ address: { chatId: CHAT }, token: `token of ${id}` }],
});

async function setChat(change: Partial<Chat>): Promise<void> {
  await delivery.chatBook.update(CHAT, (chat) => {
    if (chat === undefined) throw new Error('no chat');
    const { quiet: _, mutedUntil: __, ...others } = chat;
    return { ...others, ...change };
  });
}

async function visit(): Promise<void> {
  await forgetPace(kit.redis, delivery.keys);
  await delivery.visit(CHAT);
}

/** As if the time of whatever waits had come by the clock of Redis. */
async function visitAt(time: number): Promise<void> {
  nowMs = time;
  const { outWindows, outLater } = delivery.keys;
  for (const set of [outWindows(CHAT), outLater(CHAT)]) {
    for (const item of await kit.redis.zrange(set, '0', '-1')) await kit.redis.zadd(set, '1', item);
  }
  await visit();
}

const summary = (parts: Partial<Record<'failed' | 'waiting' | 'done', string>> = {}) =>
  expect.stringMatching(
    new RegExp(
      `^send -42 summary: failed ${parts.failed ?? '0'} .*, waiting \\(${parts.waiting ?? ''}\\), .*, done ${parts.done ?? '0'} `,
    ),
  );

describe('a chat in its quiet hours', () => {
  beforeEach(() => setChat({ quiet: QUIET }));

  it('gets nothing but requests, without a sound, and one summary after', async () => {
    await delivery.commit(
      ...(await told(2)),
      ...(await told(1, { weight: 'alert', group: 'job:a' })),
      ...(await told(1, { weight: 'result', group: 'job:b' })),
    );
    await visit();
    expect(delivery.calls).toEqual([]);
    await delivery.commit(ask());
    await visit();
    expect(delivery.calls).toEqual(['send -42 approval a1 undefined']);
    expect(delivery.messages[0]?.silent).toBe(true);
    await visitAt(MORNING - 1);
    expect(delivery.calls).toHaveLength(1);
    await visitAt(MORNING);
    expect(delivery.calls.slice(1)).toEqual([summary({ failed: '1', waiting: 'a1', done: '1' })]);
    expect(delivery.calls[1]).toContain('others 2');
    await visitAt(MORNING + 1);
    expect(delivery.calls).toHaveLength(2);
    expect(await kit.redis.exists(delivery.keys.due)).toBe(0);
  });

  it('is woken when they end, by the clock that no one sets', async () => {
    await delivery.commit(...(await told(1)));
    await visit();
    const due = Number(await kit.redis.zscore(delivery.keys.due, CHAT));
    const [, steady] = ((await kit.redis.get(delivery.keys.clock)) ?? '').split(' ').map(Number);
    const left = due - (steady ?? 0);
    expect(left).toBeGreaterThan(MORNING - NIGHT - 5_000);
    expect(left).toBeLessThanOrEqual(MORNING - NIGHT + 1_500);
    expect(delivery.waker.wakes).toEqual([]);
  });

  it('waits on where the clock was set back, and goes on where it was set forward', async () => {
    await delivery.commit(...(await told(1)));
    await visit();
    await visitAt(NIGHT - 30 * 60_000);
    expect(delivery.calls).toEqual([]);
    await visitAt(MORNING + 3_600_000);
    expect(delivery.calls).toEqual([summary()]);
  });

  it('is told of a request that still waits though nothing else came, and not of a decided one', async () => {
    await delivery.commit(ask('a1'));
    await visit();
    await visitAt(MORNING);
    expect(delivery.calls.slice(1)).toEqual([summary({ waiting: 'a1' })]);
    nowMs = NIGHT;
    await delivery.commit(ask('a2'));
    await visit();
    const outcome = { status: 'canceled', reason: 'done', at: '2026-11-30T01:00:00Z' } as const;
    await delivery.commit({ kind: 'withdraw', job: jobKey('p1', 'j1'), outcome });
    await visitAt(MORNING);
    expect(delivery.calls.slice(2).filter((call) => call.includes('summary'))).toEqual([]);
  });

  it('hears of a job only how it ended, and of a failure that is fixed only that', async () => {
    const failed = await told(1, { weight: 'alert', group: 'job:a' });
    const [task] = await told(1, { weight: 'alert', group: 'job:b' });
    await delivery.commit(...failed, ...(await told(1, { weight: 'result', group: 'job:a' })));
    const position = task?.entry.position ?? '';
    await delivery.commit(...(task ? [task] : []), { kind: 'failure', position, names: ['n'] });
    await delivery.commit({ kind: 'fixed', names: ['n'], at: '2026-11-30T01:00:00Z' });
    await visit();
    await visitAt(MORNING);
    expect(delivery.calls).toEqual([summary({ done: '1' })]);
    expect(delivery.calls[0]).toContain('fixed 1');
  });

  it('keeps failures however much comes after them, in a list that is bounded', async () => {
    const all = await told(1, { weight: 'alert', group: 'session:f' });
    await delivery.commit(...all);
    for (let round = 0; round < 3; round += 1) {
      await delivery.commit(...(await told(1_900, { weight: 'result' })), ...(await told(100)));
      await visit();
    }
    const { window } = delivery.keys;
    expect(await kit.redis.llen(window(`${CHAT}~`))).toBe(2_000);
    await visitAt(MORNING);
    expect(delivery.calls).toEqual([summary({ failed: '1', done: '5700' })]);
    expect(delivery.calls[0]).toMatch(/failed 1 \(event-.*, others 300$/);
  });

  it('gets the summary once, wherever whoever sends it is killed', async () => {
    await delivery.commit(...(await told(3, { weight: 'alert', group: 'session:f' })));
    await visit();
    delivery.answers.push(AWAY);
    await visitAt(MORNING);
    expect(delivery.calls).toHaveLength(1);
    await delivery.later();
    expect(delivery.calls).toEqual([summary({ failed: '3' }), summary({ failed: '3' })]);
    await delivery.later();
    expect(delivery.calls).toHaveLength(2);
  });

  it('does not get what could not be sent before they began', async () => {
    nowMs = NIGHT - 2 * 3_600_000;
    delivery.answers.push(AWAY);
    await delivery.commit(...(await told(1, { weight: 'alert', group: 'job:a' })));
    await visit();
    expect(delivery.calls).toHaveLength(1);
    nowMs = NIGHT;
    await delivery.later();
    expect(delivery.calls).toHaveLength(1);
    await visitAt(MORNING);
    expect(delivery.calls.slice(1)).toEqual([summary({ failed: '1' })]);
  });

  it('has its cards put right after, and no new ones begun before', async () => {
    nowMs = NIGHT - 2 * 3_600_000;
    await beginCard(delivery, aJob({ id: 'j1' }));
    await visitAt(nowMs);
    expect(delivery.calls).toEqual(['send -42 card of j1: running']);
    nowMs = NIGHT;
    await changeJob(delivery, aJob({ id: 'j1', status: 'completed' }));
    await beginCard(delivery, aJob({ id: 'j2' }));
    await visitAt(NIGHT);
    await visitAt(NIGHT + 1);
    expect(delivery.calls).toHaveLength(1);
    await visitAt(MORNING);
    await visit();
    expect(delivery.calls.slice(1).toSorted()).toEqual([
      expect.stringMatching(/^edit \d+ card of j1: completed$/),
      'send -42 card of j2: running',
    ]);
  });

  it('is asked at once and shown everything at once when somebody ends them', async () => {
    await delivery.commit(...(await told(1)));
    await visit();
    await setChat({});
    await delivery.outbox.retry(CHAT);
    expect(delivery.waker.wakes).toEqual([{ chatId: CHAT, delayMs: 0 }]);
    await visit();
    expect(delivery.calls).toEqual([summary()]);
  });

  it('says nothing of what its readers may no longer see', async () => {
    await delivery.commit(...(await told(1, { weight: 'alert', group: 'job:a' })));
    await visit();
    await setChat({ sponsors: [] });
    await visitAt(MORNING);
    expect(delivery.calls).toEqual([]);
  });
});

it('a group that becomes a supergroup has its summary there', async () => {
  await setChat({ quiet: QUIET });
  await delivery.commit(...(await told(2, { weight: 'alert', group: 'session:f' })));
  await delivery.commit(...(await told(3)));
  await visit();
  const to = -1_001_000_000_042;
  await delivery.moveChat(CHAT, to);
  const visitNew = async () => {
    await forgetPace(kit.redis, delivery.keys);
    await delivery.visit(to);
  };
  await visitNew();
  expect(delivery.calls).toEqual([]);
  nowMs = MORNING;
  await kit.redis.zadd(delivery.keys.outWindows(to), '1', `${to}~`);
  await visitNew();
  expect(delivery.calls).toEqual([
    expect.stringMatching(new RegExp(`^send ${to} summary: failed 2 .* others 3$`)),
  ]);
});

it('what was sent by a replica that was killed before it wrote that down comes once more at most', async () => {
  await setChat({ quiet: QUIET });
  await delivery.commit(...(await told(2, { weight: 'alert', group: 'session:f' })));
  await visit();
  delivery.said.slow = async () => {
    delivery.said.slow = async () => {};
    await kit.redis.del(delivery.keys.outVisit(CHAT));
    await delivery.visit(CHAT);
  };
  await visitAt(MORNING);
  expect(delivery.calls).toEqual([summary({ failed: '2' }), summary({ failed: '2' })]);
  await visitAt(MORNING + 1);
  expect(delivery.calls).toHaveLength(2);
  expect(await kit.redis.exists(delivery.keys.due)).toBe(0);
});

describe('a muted chat', () => {
  it('gets requests with a sound, and one summary after', async () => {
    await setChat({ mutedUntil: new Date(NIGHT + 1_800_000).toISOString() });
    await delivery.commit(ask(), ...(await told(1, { weight: 'alert', group: 'job:a' })));
    await visit();
    expect(delivery.calls).toEqual(['send -42 approval a1 undefined']);
    expect(delivery.messages[0]?.silent).toBe(false);
    await visitAt(NIGHT + 1_800_000);
    expect(delivery.calls.slice(1)).toEqual([summary({ failed: '1', waiting: 'a1' })]);
  });
});

describe('a topic', () => {
  it('is left alone, or not, whatever its chat is', async () => {
    await setChat({ quiet: QUIET, topics: { 7: { quiet: 'off' } } });
    const [one] = await told(1);
    const at = (topicId: number): Effect[] =>
      one === undefined ? [] : [{ ...one, addresses: [{ chatId: CHAT, topicId }] }];
    await delivery.commit(...at(7), ...at(8));
    await visit();
    expect(delivery.calls).toEqual([expect.stringMatching(/^send -42:7 event /)]);
    await visitAt(MORNING);
    expect(delivery.calls.slice(1)).toEqual([expect.stringMatching(/^send -42:8 summary: /)]);
  });
});
