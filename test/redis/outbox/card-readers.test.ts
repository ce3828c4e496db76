// Who is shown what of a job on its card.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aJob } from '../../helpers/memory-job-board.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { beginCard, CHAT, createDelivery } from './delivery-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describe('the live card of a job', () => {
  it('shows nothing internal but to an admin, in private', async () => {
    const delivery = createDelivery(kit);
    const job = aJob({ status: 'completed', internal: aJob({ status: 'waiting' }) });
    const ADMIN = 8;
    await delivery.members.grant(ADMIN, { role: 'admin' });
    for (const [chatId, reader, kind] of [
      [CHAT, ADMIN, 'group'],
      [7, 7, 'private'],
      [ADMIN, ADMIN, 'private'],
    ] as const) {
      await beginCard(delivery, job, chatId);
      await delivery.chatBook.update(chatId, (chat) => {
        if (chat === undefined) throw new Error('the chat is gone');
        return { ...chat, kind, sponsors: [reader] };
      });
      const later = delivery.keys.outLater(chatId);
      for (const item of await kit.redis.zrange(later, '0', '-1')) {
        await kit.redis.zadd(later, '1', item);
      }
      await delivery.visit(chatId);
    }
    // For all others it ended before its card was begun.
    expect(delivery.calls).toEqual([`send ${ADMIN} card of j1: waiting`]);
  });
});
