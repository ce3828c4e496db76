// The live card of a job that its chat muted, on a real Redis.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/jobs/job-board.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { forgetPace, type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { beginCard, CHAT, changeJob, createDelivery, type Delivery } from './delivery-kit.ts';

let kit: RedisKit;
let delivery: Delivery;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  delivery = createDelivery(kit);
});

const running = (fields: Partial<Job> = {}) => aJob({ id: 'j1', ...fields });

function mute(mutedJobs: readonly string[]) {
  return delivery.chatBook.update(CHAT, (chat) => ({ ...(chat ?? expect.fail()), mutedJobs }));
}

/** As if the interval between two changes of a card had passed. */
async function visitLater(): Promise<void> {
  const later = delivery.keys.outLater(CHAT);
  for (const item of await kit.redis.zrange(later, '0', '-1')) {
    await kit.redis.zadd(later, '1', item);
  }
  await forgetPace(kit.redis, delivery.keys);
  await delivery.visit(CHAT);
}

describe('the live card of a muted job', () => {
  it('stands still, and shows the end', async () => {
    await beginCard(delivery, running());
    await visitLater();
    await mute([jobKey('a', 'j1')]);
    await changeJob(delivery, running({ status: 'waiting' }));
    await visitLater();
    expect(delivery.calls).toHaveLength(1);

    await mute([]);
    await changeJob(delivery, running({ progress: 0.5 }));
    await visitLater();
    await mute(['id:j1']);
    await changeJob(delivery, running({ status: 'waiting' }));
    await visitLater();
    await changeJob(delivery, running({ status: 'completed' }));
    await visitLater();
    expect(delivery.calls.slice(1)).toEqual([
      'edit 101 card of j1: running',
      'edit 101 card of j1: completed',
    ]);
  });

  it('is begun only when the job is heard again', async () => {
    await beginCard(delivery, running());
    await mute(['id:j1']);
    await visitLater();
    expect(delivery.calls).toEqual([]);
    await mute([]);
    await beginCard(delivery, running());
    await visitLater();
    expect(delivery.calls).toEqual(['send -42 card of j1: running']);
  });
});
