import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pace, Urgency } from '../../src/deliver/pace.ts';
import { createPace } from '../../src/redis/pace.ts';
import { type RedisKit, startRedisKit } from '../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

const newPace = (callsPerSecond = 1_000): Pace =>
  createPace({ redis: kit.redis, keys: kit.fresh(), callsPerSecond });

/** Takes permits until the first refusal. */
async function burst(pace: Pace, chatId: number, urgency: Urgency) {
  for (let granted = 0; ; granted += 1) {
    const permit = await pace.take(chatId, urgency);
    if (permit.kind === 'wait') return { granted, waitMs: permit.ms };
  }
}

describe('pace', () => {
  it('gives a private chat a short burst, then about one call a second', async () => {
    const { granted, waitMs } = await burst(newPace(), 1, 'news');
    expect(granted).toBe(2);
    expect(waitMs).toBeGreaterThan(500);
    expect(waitMs).toBeLessThanOrEqual(1_000);
  });

  it('gives a group no more than 20 calls in a minute', async () => {
    const { granted, waitMs } = await burst(newPace(), -1, 'urgent');
    expect(granted + Math.floor(60_000 / 3_500)).toBeLessThanOrEqual(20);
    expect(waitMs).toBeGreaterThan(3_000);
  });

  it('keeps room for an approval when news have used theirs up', async () => {
    const pace = newPace();
    await burst(pace, 1, 'news');
    expect((await pace.take(1, 'urgent')).kind).toBe('go');
  });

  it('lets all chats together make so many calls in any second, with a share kept for urgent ones', async () => {
    const pace = newPace(30);
    let news = 0;
    while ((await pace.take(1_000 + news, 'news')).kind === 'go') news += 1;
    let urgent = 0;
    while ((await pace.take(5_000 + urgent, 'urgent')).kind === 'go') urgent += 1;
    expect({ news, urgent }).toEqual({ news: 27, urgent: 3 });
  });

  it('pauses the chat that was flooded, and no other', async () => {
    const pace = newPace();
    expect(await pace.flooded(1, 5_000)).toBe('chat');
    const permit = await pace.take(1, 'urgent');
    expect(permit.kind === 'wait' && permit.ms).toBeGreaterThan(4_000);
    expect((await pace.take(2, 'news')).kind).toBe('go');
  });

  it('pauses the bot when two chats are flooded within seconds', async () => {
    const pace = newPace();
    await pace.flooded(1, 5_000);
    expect(await pace.flooded(2, 3_000)).toBe('bot');
    const permit = await pace.take(3, 'urgent');
    expect(permit.kind === 'wait' && permit.ms).toBeGreaterThan(2_000);
  });
});
