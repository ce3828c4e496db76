// Wake-ups with the real BullMQ: what is urgent is visited whatever the others do.
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWaker, createWakeWorker } from '../../../src/redis/outbox/waker.ts';
import type { Service } from '../../../src/runtime/lifecycle.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describe('a wake-up', () => {
  let waker: ReturnType<typeof createWaker>;
  let worker: Service;
  let blocking: Redis;
  let visits: number[];
  let visit: (chatId: number) => Promise<void>;
  let visited: (chatId: number) => Promise<void>;

  beforeEach(async () => {
    const { prefix } = kit.fresh();
    const log = createLogBook();
    const waiting = new Map<number, () => void>();
    visits = [];
    visited = (chatId) =>
      visits.includes(chatId)
        ? Promise.resolve()
        : new Promise((resolve) => waiting.set(chatId, resolve));
    waker = createWaker({ redis: kit.redis, prefix, log });
    blocking = new Redis({ path: kit.server.socketPath, maxRetriesPerRequest: null });
    worker = createWakeWorker({ blocking, prefix, waker, log }, async (chatId) => {
      visits.push(chatId);
      waiting.get(chatId)?.();
      await visit(chatId);
    });
    await waker.start();
  });
  afterEach(async () => {
    await worker.stop();
    await waker.stop();
    blocking.disconnect();
  });

  it('for a request is heard while 500 chats wait for Telegram with their news', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    visit = (chatId) => (chatId < 1_000 ? held : Promise.resolve());
    await worker.start();
    for (let chatId = 1; chatId <= 500; chatId += 1) waker.wake(chatId, 0, 'news');
    await visited(300);
    waker.wake(5_000, 0);
    await visited(5_000);
    expect(visits.filter((chatId) => chatId < 1_000)).toHaveLength(300);
    release();
    await visited(500);
  });

  it('for a request goes before all that wait for a visit for their news', async () => {
    visit = async () => {};
    for (let chatId = 1; chatId <= 1_000; chatId += 1) waker.wake(chatId, 0, 'news');
    waker.wake(5_000, 0);
    // Both kinds are there before anybody is visited.
    await expect
      .poll(async () => (await kit.redis.keys('*:wake:[0-9]*')).length)
      .toBeGreaterThanOrEqual(1_001);
    await worker.start();
    await visited(5_000);
    expect(visits.indexOf(5_000)).toBeLessThan(10);
  });
});
