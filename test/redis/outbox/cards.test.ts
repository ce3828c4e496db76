// Live cards on a real Redis: one message a job, changed in place, and what becomes of it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/jobs/job-board.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { createSilenceStore } from '../../../src/redis/jobs/silence-store.ts';
import { createSilentCards } from '../../../src/redis/outbox/cards/silent-cards.ts';
import { anEvent } from '../../helpers/events.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import {
  forgetPace,
  type RedisKit,
  recordingWaker,
  startRedisKit,
} from '../../helpers/redis-kit.ts';
import { createSteppingRedis } from '../../helpers/stepping-redis.ts';
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

const CARD = `card/${CHAT}/${jobKey('a', 'j1')}`;
const running = (fields: Partial<Job> = {}) => aJob({ id: 'j1', ...fields });

/** As if the interval between two changes of a card had passed. */
async function visitLater(): Promise<void> {
  const later = delivery.keys.outLater(CHAT);
  for (const item of await kit.redis.zrange(later, '0', '-1')) {
    await kit.redis.zadd(later, '1', item);
  }
  await forgetPace(kit.redis, delivery.keys);
  await delivery.visit(CHAT);
}

/** Between the last change of the card and the next. */
async function intervalMs(): Promise<number> {
  const { keys } = delivery;
  const next = await kit.redis.zscore(keys.outLater(CHAT), CARD);
  return Number(next) - Number(await kit.redis.hget(keys.outChanged(CHAT), CARD));
}

describe('the live card of a job', () => {
  it('is one message, which every change of the job edits', async () => {
    await beginCard(delivery, running());
    await visitLater();
    for (const progress of [0.1, 0.2]) {
      await changeJob(delivery, running({ progress }));
      await visitLater();
    }
    expect(delivery.calls).toEqual([
      'send -42 card of j1: running',
      'edit 101 card of j1: running',
      'edit 101 card of j1: running',
    ]);
  });

  it('is changed at most every two seconds, and shows the newest state then', async () => {
    await beginCard(delivery, running());
    await visitLater();
    for (const progress of [0.1, 0.2, 0.3]) await changeJob(delivery, running({ progress }));
    await changeJob(delivery, running({ status: 'waiting' }));
    await delivery.visit(CHAT);
    expect(delivery.calls).toHaveLength(1);
    expect(await intervalMs()).toBe(2_000);
    await visitLater();
    expect(delivery.calls.slice(1)).toEqual(['edit 101 card of j1: waiting']);
  });

  it('waits two seconds after what changed while it was being sent', async () => {
    await beginCard(delivery, running());
    delivery.said.slow = async () => {
      delivery.said.slow = async () => {};
      await changeJob(delivery, running({ status: 'waiting' }));
      const began = await kit.redis.zcard(delivery.keys.outLater(CHAT));
      expect(began).toBe(1);
    };
    await visitLater();
    expect(delivery.calls).toEqual(['send -42 card of j1: running']);
    expect(await intervalMs()).toBe(2_000);
    await visitLater();
    expect(delivery.calls.slice(1)).toEqual(['edit 101 card of j1: waiting']);
  });

  it('shows how the job ended, and is then left alone', async () => {
    await beginCard(delivery, running());
    await visitLater();
    await changeJob(delivery, running({ status: 'completed' }));
    await visitLater();
    await changeJob(delivery, running({ status: 'completed', costUsd: 3 }));
    await visitLater();
    expect(delivery.calls.slice(1)).toEqual(['edit 101 card of j1: completed']);
    const { keys } = delivery;
    expect(await kit.redis.exists(keys.outMessages(CHAT), keys.outChanged(CHAT))).toBe(0);
    expect(await kit.redis.exists(keys.cardsOf(jobKey('a', 'j1')), keys.cardChecks)).toBe(0);
  });

  it('is never begun for a job that ended before', async () => {
    await beginCard(delivery, running());
    await changeJob(delivery, running({ status: 'failed' }));
    await visitLater();
    expect(delivery.calls).toEqual([]);
    expect(await kit.redis.exists(delivery.keys.due)).toBe(0);
  });

  it('is begun anew when the job starts again', async () => {
    await beginCard(delivery, running());
    await visitLater();
    await changeJob(delivery, running({ status: 'completed' }));
    await visitLater();
    await beginCard(delivery, running());
    await visitLater();
    expect(delivery.calls.at(-1)).toBe('send -42 card of j1: running');
  });

  it('is sent again if somebody deleted it, but not once the job is over', async () => {
    await beginCard(delivery, running());
    await visitLater();
    delivery.answers.push({ kind: 'gone' });
    await changeJob(delivery, running({ status: 'waiting' }));
    await visitLater();
    expect(delivery.calls.at(-1)).toBe('send -42 card of j1: waiting');
    delivery.answers.push({ kind: 'gone' });
    await changeJob(delivery, running({ status: 'canceled' }));
    await visitLater();
    expect(delivery.calls.at(-1)).toBe('edit 103 card of j1: canceled');
  });

  it('goes with its job when that is found under another project', async () => {
    await beginCard(delivery, running());
    await visitLater();
    const job = running({ projectId: 'b', status: 'waiting' });
    const [movedFrom, key] = [jobKey('a', 'j1'), jobKey('b', 'j1')];
    const home = { key: 'home-of-j1', projectId: 'b' };
    await delivery.commit({ kind: 'job', key, job, movedFrom, home });
    await visitLater();
    expect(delivery.calls.slice(1)).toEqual(['edit 101 card of j1: waiting']);
    await delivery.commit(
      { kind: 'job', key, job: { ...job, status: 'completed' } },
      { kind: 'card', job: key, shown: [], everywhere: true },
    );
    await visitLater();
    expect(delivery.calls.at(-1)).toBe('edit 101 card of j1: completed');
  });

  it('is put right when its chat can be reached again', async () => {
    await beginCard(delivery, running());
    await visitLater();
    await delivery.chatBook.deactivate(CHAT, 'blocked');
    await changeJob(delivery, running({ status: 'completed' }));
    await visitLater();
    expect(delivery.calls).toHaveLength(1);
    await delivery.chatBook.update(CHAT, (chat) => {
      if (chat === undefined) throw new Error('the chat is gone');
      const { inactive: _, ...active } = chat;
      return active;
    });
    await visitLater();
    expect(delivery.calls.slice(1)).toEqual(['edit 101 card of j1: completed']);
  });

  it('is begun anew in the supergroup that its group became', async () => {
    await beginCard(delivery, running());
    await visitLater();
    await changeJob(delivery, running({ status: 'waiting' }));
    await delivery.moveChat(CHAT, -1042);
    await delivery.visit(-1042);
    expect(delivery.calls.slice(1)).toEqual(['send -1042 card of j1: waiting']);
    await changeJob(delivery, running({ status: 'completed' }));
    expect(await kit.redis.zcard(delivery.keys.outLater(-1042))).toBe(1);
  });

  it('shows nothing once nobody there may see its job', async () => {
    await beginCard(delivery, running());
    await visitLater();
    await delivery.members.revoke(7, {});
    await changeJob(delivery, running({ status: 'waiting' }));
    await visitLater();
    expect(delivery.calls).toHaveLength(1);
    expect(await kit.redis.hget(delivery.keys.outMessages(CHAT), CARD)).toBeNull();
  });

  it('gives way to news where twenty others wait to be begun', async () => {
    for (let at = 0; at < 22; at += 1) await beginCard(delivery, running({ id: `j${at}` }));
    expect(await kit.redis.zcard(delivery.keys.outLater(CHAT))).toBe(20);
    expect(await kit.redis.llen(delivery.keys.window(CHAT))).toBe(2);
  });

  it('is forgotten with its job', async () => {
    await beginCard(delivery, running());
    await visitLater();
    const { keys } = delivery;
    await kit.redis.zadd(keys.jobsByChange, 'XX', 1, jobKey('a', 'j1'));
    const others = Array.from({ length: 10_000 }, (_, at) => [String(at + 2), `job-${at}`]);
    await kit.redis.zadd(keys.jobsByChange, ...others.flat());
    await delivery.commit(...(await delivery.append(1)));
    expect(await kit.redis.hget(keys.outMessages(CHAT), CARD)).toBeNull();
    expect(await kit.redis.exists(keys.cardChecks)).toBe(0);
  });
});

describe('the card of a job that says nothing', () => {
  const HOUR = 3_600_000;
  let now: number;
  beforeEach(() => {
    now = Date.now();
    delivery = createDelivery({ ...kit, redis: createSteppingRedis(kit.redis, () => now) });
  });

  const lastSaid = () => new Date(now).toISOString();

  /** What the sweeper finds, and what people are shown then. */
  async function sweep(): Promise<string[]> {
    const { keys, calls } = delivery;
    const before = calls.length;
    const redis = createSteppingRedis(kit.redis, () => now);
    const waker = recordingWaker();
    await createSilentCards({ redis, keys, waker }).check(100);
    for (const { chatId } of waker.wakes) await delivery.visit(chatId);
    return calls.slice(before);
  }

  async function begin(fields: Partial<Job> = {}): Promise<void> {
    await beginCard(delivery, running({ updatedAt: lastSaid(), ...fields }));
    now += 10_000;
    await delivery.visit(CHAT);
    expect(delivery.calls).toHaveLength(1);
  }

  it('is shown anew after an hour, and then once a day', async () => {
    await begin();
    now += HOUR - 20_000;
    expect(await sweep()).toEqual([]);
    now += 20_000;
    expect(await sweep()).toEqual(['edit 101 card of j1: running']);
    now += 23 * HOUR;
    expect(await sweep()).toEqual([]);
    now += HOUR;
    expect(await sweep()).toEqual(['edit 101 card of j1: running']);
    expect(await sweep()).toEqual([]);
  });

  it('is looked at an hour after the last news of the job, wherever that was told', async () => {
    await begin();
    now += HOUR / 2;
    const job = running({ updatedAt: lastSaid() });
    await delivery.commit({ kind: 'job', key: jobKey('a', 'j1'), job });
    now += HOUR / 2;
    expect(await sweep()).toEqual([]);
    now += HOUR / 2 - 1;
    expect(await sweep()).toEqual([]);
    now += 1;
    expect(await sweep()).toEqual(['edit 101 card of j1: running']);
  });

  it('is looked at an hour after the last heartbeat', async () => {
    await begin();
    now += HOUR / 2;
    const redis = createSteppingRedis(kit.redis, () => now);
    const limits = { retentionMs: HOUR, perJob: 10 };
    const jobs = createSilenceStore({ redis, keys: delivery.keys, limits, now: () => now });
    await jobs.heard([anEvent({ projectId: 'a', jobId: 'j1' })]);
    now += HOUR - 1;
    expect(await sweep()).toEqual([]);
    now += 1;
    expect(await sweep()).toHaveLength(1);
  });

  it('stays as it is while the job waits for people', async () => {
    await begin({ status: 'waiting' });
    now += HOUR;
    expect(await sweep()).toEqual([]);
    expect(await kit.redis.zcard(delivery.keys.cardChecks)).toBe(1);
  });

  it('is forgotten when the job is no longer kept', async () => {
    await begin();
    const { keys } = delivery;
    await kit.redis.hdel(keys.jobs, jobKey('a', 'j1'));
    now += HOUR;
    expect(await sweep()).toEqual([]);
    expect(await kit.redis.exists(keys.cardChecks, keys.outMessages(CHAT))).toBe(0);
  });
});
