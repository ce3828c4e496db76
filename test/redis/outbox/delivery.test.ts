import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat } from '../../../src/audience/chat-book.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { createOutboxStore } from '../../../src/redis/outbox/outbox-store.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { openVisit, type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest } from '../../helpers/requests.ts';
import { CHAT, createDelivery, type Delivery } from './delivery-kit.ts';
import { text } from './say.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describe('a visit to a chat', () => {
  let delivery: Delivery;
  let { commit, append, visit, later, calls, answers, waker, chatBook, outbox, approvals, keys } =
    {} as Delivery;

  beforeEach(() => {
    delivery = createDelivery(kit);
    ({ commit, append, visit, later, calls, answers, waker, chatBook, outbox, approvals, keys } =
      delivery);
  });

  const chat: Chat = {
    id: CHAT,
    kind: 'group',
    title: 'team',
    locale: 'en',
    level: 'all',
    subscriptions: [],
    sponsors: [],
  };
  const ask = (address = { chatId: CHAT }): Effect => ({
    kind: 'ask',
    request: aRequest('a1'),
    job: jobKey('p1', 'j1'),
    copies: [{ address, token: 'token' }],
  });

  it('sends one digest for all that was gathered', async () => {
    await commit(...(await append(3)), ...(await append(2, 'S2')));
    await visit(CHAT);
    expect(calls).toEqual(['send -42 S1: 3', 'send -42 S2: 2']);
  });

  it('shows a single event in full', async () => {
    await commit(...(await append(1)));
    await visit(CHAT);
    expect(calls).toEqual([expect.stringMatching(/^send -42 event /)]);
  });

  it('sends nothing twice where it stood still for longer than a visit holds', async () => {
    await commit(...(await append(2)));
    let again: Promise<void> | undefined;
    delivery.said.slow = async () => {
      delivery.said.slow = async () => {};
      const [fence] = (await kit.redis.get(keys.outVisit(CHAT)))?.split(' ') ?? [];
      await kit.redis.set(keys.outVisit(CHAT), `${fence} 1`);
      await outbox.post({ chatId: CHAT }, text('came meanwhile'));
      again = visit(CHAT);
      await systemClock.sleep(200);
    };
    await visit(CHAT);
    await again;
    expect(calls).toEqual(['send -42 S1: 2', 'send -42 came meanwhile']);
  });

  it('goes on after the part that was out when it was cut off', async () => {
    await commit(...(await append(2)), ...(await append(2, 'S2')));
    answers.push({ kind: 'sent', messageId: 1 }, { kind: 'unavailable', reason: '502' });
    await visit(CHAT);
    await later();
    expect(calls).toEqual(['send -42 S1: 2', 'send -42 S2: 2', 'send -42 S2: 2']);
  });

  it('pauses a flooded chat for as long as it is told, and loses nothing', async () => {
    await commit(...(await append(2)));
    answers.push({ kind: 'flood', retryAfterMs: 500 });
    await visit(CHAT);
    expect(waker.wakes.at(-1)?.delayMs).toBeGreaterThan(0);
    expect(waker.wakes.at(-1)?.delayMs).toBeLessThanOrEqual(500);
    await visit(CHAT);
    expect(calls).toHaveLength(1);
    await systemClock.sleep(550);
    await visit(CHAT);
    expect(calls).toEqual(['send -42 S1: 2', 'send -42 S1: 2']);
  });

  it('pauses a chat for an hour at most, whatever a 429 says', async () => {
    answers.push({ kind: 'flood', retryAfterMs: 86_400_000_000 });
    await commit(ask());
    await visit(CHAT);
    const { delayMs = 0 } = waker.wakes.at(-1) ?? {};
    expect(delayMs).toBeGreaterThan(3_590_000);
    expect(delayMs).toBeLessThanOrEqual(3_600_000);
  });

  it.each(['unavailable', 'unknown'] as const)(
    'sends again what was %s, after a pause',
    async (kind) => {
      await commit(...(await append(2)));
      answers.push({ kind, reason: 'gone' });
      await visit(CHAT);
      expect(waker.wakes.at(-1)?.delayMs).toBeGreaterThan(500);
      await visit(CHAT);
      expect(calls).toHaveLength(1);
      await later();
      expect(calls).toHaveLength(2);
    },
  );

  it('sets a chat that can not be reached to inactive, with the reason', async () => {
    await chatBook.update(CHAT, () => chat);
    await commit(...(await append(2)));
    answers.push({ kind: 'unreachable', reason: 'kicked' });
    await visit(CHAT);
    await visit(CHAT);
    expect(calls).toHaveLength(1);
    expect((await chatBook.get(CHAT))?.inactive).toBe('kicked');
  });

  it('moves everything a group had to the supergroup that it became', async () => {
    await chatBook.update(CHAT, () => chat);
    await commit(...(await append(2)), ask());
    answers.push({ kind: 'migrated', to: -1042 });
    await visit(CHAT);
    await visit(-1042);
    expect(calls.slice(1)).toEqual(['send -1042 approval a1 undefined', 'send -1042 S1: 2']);
    expect(await chatBook.get(CHAT)).toBeUndefined();
    expect(await chatBook.get(-1042)).toEqual({ ...chat, id: -1042 });
    expect(await kit.redis.keys(`${keys.prefix}:out:-42:*`)).toEqual([]);
  });

  it('falls back to the chat when the topic is gone', async () => {
    await commit(ask({ chatId: CHAT, topicId: 5 } as { chatId: number }));
    answers.push({ kind: 'no-topic' });
    await visit(CHAT);
    expect(calls).toEqual(['send -42:5 approval a1 undefined', 'send -42 approval a1 undefined']);
  });

  it('knows which topics are closed, until one can be written to again', async () => {
    await chatBook.update(CHAT, () => chat);
    const closed = async () => (await chatBook.get(CHAT))?.closedTopics;
    const inTopic = { chatId: CHAT, topicId: 5 } as { chatId: number };
    await commit(ask(inTopic));
    answers.push({ kind: 'no-topic' });
    await visit(CHAT);
    expect(await closed()).toEqual([5]);
    await commit(...(await append(1)).map((one) => ({ ...one, addresses: [inTopic] }) as Effect));
    await visit(CHAT);
    expect(calls.at(-1)).toMatch(/^send -42:5 event/);
    expect(await closed()).toBeUndefined();
    expect(await chatBook.get(CHAT)).toEqual(chat);
  });

  it('has a digest of several messages reach the chat when its topic is gone, and twice nothing', async () => {
    const inTopic = [{ chatId: CHAT, topicId: 5 }];
    const effects = [...(await append(2)), ...(await append(2, 'S2'))];
    await commit(...effects.map((one) => ({ ...one, addresses: inTopic }) as Effect));
    delivery.said.answer = (call) => (call.includes(':5 ') ? { kind: 'no-topic' } : undefined);
    await visit(CHAT);
    await later();
    expect(calls.filter((call) => !call.includes(':5 '))).toEqual([
      'send -42 S1: 2',
      'send -42 S2: 2',
    ]);
    expect(calls).toHaveLength(4);
    expect(await kit.redis.keys(`${keys.prefix}:*:${CHAT}:5`)).toEqual([]);
  });

  it('leaves a flooded chat alone also when the process that was told so was killed', async () => {
    await commit(...(await append(2)));
    answers.push({ kind: 'flood', retryAfterMs: 30_000 });
    await visit(CHAT);
    await commit(ask());
    // Another process, which knows nothing but what is in Redis.
    const next = createOutboxStore({ redis: kit.redis, keys, callsPerSecond: 1_000 });
    const idle = await next.next(await openVisit(next, CHAT));
    expect(idle).toMatchObject({ kind: 'idle', nextMs: expect.any(Number) });
    expect(idle.kind === 'idle' && (idle.nextMs ?? 0) > 20_000).toBe(true);
    await later();
    expect(calls).toEqual(['send -42 S1: 2', 'send -42 approval a1 undefined', 'send -42 S1: 2']);
  });

  it('reminds of a request in answer to the message that shows it, while it is open', async () => {
    const terms = { ...PLAIN_TERMS, remindAt: [1_000, 2_000] };
    await commit({ ...ask(), request: aRequest('a1', { terms }) } as Effect);
    await visit(CHAT);
    await approvals.remind({ approvalId: 'a1', count: 1 }, []);
    await approvals.remind({ approvalId: 'a1', count: 2 }, []);
    await visit(CHAT);
    expect(calls).toEqual(['send -42 approval a1 undefined', 'send -42 to 101 reminder of a1']);
  });

  it('reminds of nothing that was settled before the reminder went out', async () => {
    const terms = { ...PLAIN_TERMS, remindAt: [1_000] };
    await commit({ ...ask(), request: aRequest('a1', { terms }) } as Effect);
    await visit(CHAT);
    await approvals.remind({ approvalId: 'a1', count: 1 }, []);
    const outcome = { status: 'canceled', at: '2026-03-02T09:01:00.000Z' } as const;
    await commit({ kind: 'withdraw', job: jobKey('p1', 'j1'), outcome });
    await visit(CHAT);
    expect(calls.slice(1)).toEqual(['edit 101 approval a1 canceled']);
    // Only calls that were made count.
    expect(await kit.redis.llen(`${keys.prefix}:pace:log:${CHAT}`)).toBe(2);
    expect(await kit.redis.zcard(`${keys.prefix}:pace:granted`)).toBeLessThanOrEqual(2);
  });

  it('says what became of a request once whole, and once in short where a reminder asked again', async () => {
    await commit(ask());
    await visit(CHAT);
    await approvals.adopt({ approvalId: 'a1', address: { chatId: CHAT } }, 555);
    const outcome = { status: 'canceled', at: '2026-03-02T09:01:00.000Z' } as const;
    await commit({ kind: 'withdraw', job: jobKey('p1', 'j1'), outcome });
    await visit(CHAT);
    await later();
    expect(calls.slice(1)).toEqual([
      'edit 101 approval a1 canceled',
      'edit 555 approval a1 canceled again',
    ]);
  });

  it('sends a message anew when the one to edit is gone', async () => {
    await outbox.live({ chatId: CHAT }, 'tail/j1', text('one'));
    await visit(CHAT);
    await outbox.live({ chatId: CHAT }, 'tail/j1', text('two'));
    answers.push({ kind: 'gone' }, { kind: 'sent', messageId: 200 });
    await kit.redis.del(`${keys.prefix}:pace:chat:${CHAT}`);
    await visit(CHAT);
    await outbox.live({ chatId: CHAT }, 'tail/j1', text('three'));
    await kit.redis.del(`${keys.prefix}:pace:chat:${CHAT}`);
    await visit(CHAT);
    expect(calls).toEqual(['send -42 one', 'edit 101 two', 'send -42 two', 'edit 200 three']);
  });

  it('does not let a message that Telegram refuses hold up the rest', async () => {
    await outbox.post({ chatId: CHAT }, text('bad'));
    await commit(...(await append(2)));
    answers.push({ kind: 'refused', reason: 'too long' });
    await visit(CHAT);
    expect(calls).toEqual(['send -42 bad', 'send -42 S1: 2']);
  });

  it('keeps its visit while Telegram takes its time', async () => {
    await outbox.post({ chatId: CHAT }, text('slow'));
    let leftMs = 0;
    delivery.said.slow = async () => {
      await systemClock.sleep(1_800);
      const other = await delivery.store.begin(CHAT);
      leftMs = other.kind === 'taken' ? other.forMs : 0;
    };
    await visit(CHAT);
    // It holds for 2.5 s and was renewed every 0.75 s.
    expect(leftMs).toBeGreaterThan(1_000);
    expect(calls).toEqual(['send -42 slow']);
  });

  it('tells when to come back, once the pace is used up', async () => {
    const answers = Array.from({ length: 21 }, (_, at) => `answer ${at}`);
    for (const answer of answers) await outbox.post({ chatId: CHAT }, text(answer));
    waker.wakes.length = 0;
    await visit(CHAT);
    expect(calls).toHaveLength(20);
    expect(waker.wakes).toEqual([{ chatId: CHAT, delayMs: expect.any(Number) }]);
    expect(waker.wakes[0]?.delayMs).toBeGreaterThan(50_000);
  });
});
