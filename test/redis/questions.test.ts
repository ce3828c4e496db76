// What a reply to a question decides is remembered with the message that asks, in a real Redis.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { OutboxItem } from '../../src/deliver/outbox-store.ts';
import { createOutbox, createOutboxStore } from '../../src/redis/outbox-store.ts';
import { type RedisKit, recordingWaker, startRedisKit } from '../helpers/redis-kit.ts';
import { approvalStore } from './approval-kit.ts';

const CHAT = 42;
const body = { text: 'Why?', spans: [] };

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

it.each([
  { approvalId: 'ap-1', verdict: 'deny', version: 1 },
  { approvalId: 'ap-1.2', verdict: 'approve', version: 3 },
] as const)('keeps what a reply decides: %j', async (asks) => {
  const keys = kit.fresh();
  const { redis } = kit;
  const outbox = createOutbox({ redis, keys, clock: systemClock, waker: recordingWaker() });
  const store = createOutboxStore({ redis, keys });
  await outbox.post({ chatId: CHAT }, { body, silent: true, wantsReply: 'Your reason' }, { asks });
  await outbox.post({ chatId: CHAT }, { body, silent: true });
  const visit = await store.begin(CHAT);
  if (visit === undefined) throw new Error('no visit');
  for (const messageId of [55, 56]) {
    const next = await store.next(visit);
    const { item } = next as { readonly item: OutboxItem };
    expect(await store.done(visit, item, messageId)).toBe(true);
  }
  const approvals = approvalStore(redis, keys);
  expect(await approvals.askedIn(CHAT, 55)).toEqual(asks);
  expect(await approvals.askedIn(CHAT, 56)).toBeUndefined();
});
