// What a message is about is remembered with it, in a real Redis: what the answer to a question decides, and which
// request a message shows.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReasonQuestion } from '../../../src/approvals/approval-store.ts';
import type { OutboxItem } from '../../../src/deliver/outbox-store.ts';
import { createOutbox, createOutboxStore } from '../../../src/redis/outbox/outbox-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import {
  openVisit,
  type RedisKit,
  recordingWaker,
  startRedisKit,
} from '../../helpers/redis-kit.ts';
import { approvalStore } from './approval-kit.ts';

const CHAT = 42;
const body = { text: 'Why?', spans: [] };

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

it.each([
  { kind: 'question', approvalId: 'ap-1', verdict: 'deny', version: 1 },
  { kind: 'question', approvalId: 'ap-1.2', verdict: 'approve', version: 3 },
  {
    kind: 'question',
    approvalId: 'ap-1',
    verdict: 'deny',
    version: 1,
    userId: 9_007_199_254_740_991,
  },
] as const)('keeps what the answer decides: %j', async (asks) => {
  const keys = kit.fresh();
  const { redis } = kit;
  const outbox = createOutbox({ redis, keys, clock: systemClock, waker: recordingWaker() });
  const store = createOutboxStore({ redis, keys, callsPerSecond: 1_000 });
  await outbox.post({ chatId: CHAT }, { body, silent: true, wantsReply: 'Your reason' }, { asks });
  await outbox.post({ chatId: CHAT }, { body, silent: true });
  const visit = await openVisit(store, CHAT);
  for (const messageId of [55, 56]) {
    const next = await store.next(visit);
    const { item } = next as { readonly item: OutboxItem };
    expect(await store.done(visit, item, { messageId: messageId })).toBe(true);
  }
  const approvals = approvalStore(redis, keys);
  expect(await approvals.subjectOfMessage(CHAT, 55)).toEqual(asks);
  expect(await approvals.subjectOfMessage(CHAT, 56)).toBeUndefined();
});

describe('what former versions wrote down', () => {
  it.each([
    ['deny ap-1', 'ap-1'],
    ['approve ap-1', 'ap-1'],
    ['deny deploy to prod', 'deploy to prod'],
    ['deny ap-1 ', 'ap-1 '],
    ['deny ap-1 0', 'ap-1 0'],
    ['deny ap-1 1 2 3', 'ap-1 1 2 3'],
  ])('is talk, which decides nothing: %j', async (text, approvalId) => {
    const keys = kit.fresh();
    await kit.redis.hset(keys.asked(CHAT), '55', text);
    const approvals = approvalStore(kit.redis, keys);
    expect(await approvals.subjectOfMessage(CHAT, 55)).toEqual({ kind: 'request', approvalId });
  });

  it('is talk too when it was still in the queue', async () => {
    const keys = kit.fresh();
    const { redis } = kit;
    const outbox = createOutbox({ redis, keys, clock: systemClock, waker: recordingWaker() });
    const asks = { approvalId: 'ap-1', verdict: 'approve' } as unknown as ReasonQuestion;
    await outbox.post({ chatId: CHAT }, { body, silent: true }, { asks });
    const store = createOutboxStore({ redis, keys, callsPerSecond: 1_000 });
    const visit = await openVisit(store, CHAT);
    const { item } = (await store.next(visit)) as { readonly item: OutboxItem };
    await store.done(visit, item, { messageId: 55 });
    const asked = await approvalStore(redis, keys).subjectOfMessage(CHAT, 55);
    expect(asked).toEqual({ kind: 'request', approvalId: 'ap-1' });
  });
});
