// The live card of a job that its chat muted, on a real Redis.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/jobs/job-board.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { forgetPace, type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import {
  beginCard,
  CHAT,
  changeJob,
  createDelivery,
  type Delivery,
  letRead,
} from './delivery-kit.ts';

let kit: RedisKit;
let delivery: Delivery;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
let nowMs: number;
beforeEach(() => {
  nowMs = NOON;
  delivery = createDelivery(kit, { now: () => nowMs });
});

const NOON = Date.parse('2026-11-29T12:00:00Z');
const HOUR_MS = 3_600_000;
const CARD = `card/${CHAT}/${jobKey('a', 'j1')}`;

const running = (fields: Partial<Job> = {}) => aJob({ id: 'j1', ...fields });

function mute(mutedJobs: readonly string[], untilMs?: number) {
  const ends = mutedJobs.map((name) => [name, new Date(untilMs ?? 0).toISOString()] as const);
  const mutedJobsUntil = untilMs === undefined ? {} : Object.fromEntries(ends);
  return delivery.chatBook.update(CHAT, (chat) => ({
    ...(chat ?? expect.fail()),
    ...{ mutedJobs, mutedJobsUntil },
  }));
}

/** As the commands and buttons do. */
async function unmute(): Promise<void> {
  await mute([]);
  await delivery.outbox.retry(CHAT);
}

const steadyMs = async () =>
  Number(((await kit.redis.get(delivery.keys.clock)) ?? '').split(' ')[1]);

/** A step of the job, as the router reports it where the job is muted. */
async function aMutedStep(job: Job): Promise<void> {
  const key = jobKey(job.projectId, job.id);
  const entry = { position: '1-0', group: `job:${job.id}`, weight: 'news' } as const;
  const shown = [{ address: { chatId: CHAT }, entry, isMuted: true }];
  await delivery.commit(
    { kind: 'job', key, job },
    { kind: 'card', job: key, shown, everywhere: false },
  );
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
    await unmute();
    await visitLater();
    expect(delivery.calls).toEqual(['send -42 card of j1: running']);
  });

  it('shows what it missed as soon as somebody ends the mute, without another event', async () => {
    await beginCard(delivery, running());
    await visitLater();
    await mute([jobKey('a', 'j1')]);
    await changeJob(delivery, running({ status: 'waiting' }));
    await visitLater();
    expect(await kit.redis.exists(delivery.keys.due)).toBe(0);
    await unmute();
    expect(delivery.waker.wakes).toContainEqual(expect.objectContaining({ chatId: CHAT }));
    await visitLater();
    await visitLater();
    expect(delivery.calls.slice(1)).toEqual(['edit 101 card of j1: waiting']);
  });

  it('has nobody look at it again for each step of a muted job', async () => {
    await beginCard(delivery, running());
    await visitLater();
    await mute([jobKey('a', 'j1')]);
    await aMutedStep(running({ progress: 0.1 }));
    await visitLater();
    const { due, outLater } = delivery.keys;
    for (const progress of [0.2, 0.3, 0.4]) {
      await aMutedStep(running({ progress }));
      expect(await kit.redis.exists(due, outLater(CHAT))).toBe(0);
    }
    expect(delivery.calls).toHaveLength(1);
    await unmute();
    await visitLater();
    await visitLater();
    expect(delivery.calls).toHaveLength(2);
  });

  it('is begun for a job of which the chat heard nothing yet, and not once that has ended', async () => {
    await letRead(delivery, CHAT);
    await mute(['id:j1', 'id:j2']);
    await aMutedStep(running());
    await aMutedStep(running({ id: 'j2' }));
    await visitLater();
    await visitLater();
    await changeJob(delivery, running({ id: 'j2', status: 'completed' }));
    await visitLater();
    expect(delivery.calls).toEqual([]);
    const { outStill, cardsOf } = delivery.keys;
    expect(await kit.redis.zcard(outStill(CHAT))).toBe(1);
    expect(await kit.redis.exists(cardsOf(jobKey('a', 'j2')))).toBe(0);
    await unmute();
    await visitLater();
    await visitLater();
    expect(delivery.calls).toEqual(['send -42 card of j1: running']);
  });

  it('keeps its pace when it is muted and heard again in quick turn', async () => {
    await beginCard(delivery, running());
    await visitLater();
    // Just now, on any machine.
    const changedAt = (await steadyMs()) + HOUR_MS;
    await kit.redis.hset(delivery.keys.outChanged(CHAT), CARD, String(changedAt));
    await mute([jobKey('a', 'j1')]);
    await changeJob(delivery, running({ status: 'waiting' }));
    await visitLater();
    await unmute();
    await delivery.visit(CHAT);
    const { outLater } = delivery.keys;
    expect(Number(await kit.redis.zscore(outLater(CHAT), CARD))).toBe(changedAt + 2_000);
    // Somebody ends another mute meanwhile.
    await delivery.outbox.retry(CHAT);
    expect(Number(await kit.redis.zscore(outLater(CHAT), CARD))).toBe(changedAt + 2_000);
  });

  it('goes on by itself when the time of the mute is over', async () => {
    await beginCard(delivery, running());
    await visitLater();
    await mute([jobKey('a', 'j1')], NOON + HOUR_MS);
    await changeJob(delivery, running({ status: 'waiting' }));
    await visitLater();
    const { outStill, due } = delivery.keys;
    const still = Number(await kit.redis.zscore(outStill(CHAT), CARD));
    const leftMs = still - (await steadyMs());
    expect(leftMs).toBeGreaterThan(HOUR_MS - 60_000);
    expect(leftMs).toBeLessThan(HOUR_MS + 60_000);
    expect(Number(await kit.redis.zscore(due, CHAT))).toBe(still);

    // Its time has come by the clock of Redis.
    nowMs = NOON + HOUR_MS;
    await kit.redis.zadd(outStill(CHAT), '1', CARD);
    await delivery.visit(CHAT);
    await visitLater();
    expect(delivery.calls.slice(1)).toEqual(['edit 101 card of j1: waiting']);
    expect(await kit.redis.exists(outStill(CHAT))).toBe(0);
  });

  it('goes on where the mute ended while the visit had already found it muted', async () => {
    await beginCard(delivery, running());
    await visitLater();
    await mute([jobKey('a', 'j1')]);
    await changeJob(delivery, running({ status: 'waiting' }));
    const later = delivery.keys.outLater(CHAT);
    await kit.redis.zadd(later, '1', CARD);
    await forgetPace(kit.redis, delivery.keys);
    const begin = await delivery.store.begin(CHAT);
    const visit = begin.kind === 'open' ? begin.visit : expect.fail();
    const next = await delivery.store.next(visit);
    const item = next.kind === 'item' ? next.item : expect.fail();
    await unmute();
    await delivery.store.unused(visit, item, { stillMs: Number.POSITIVE_INFINITY });
    await delivery.store.pause(visit, 0);
    await visitLater();
    await visitLater();
    expect(delivery.calls.slice(1)).toEqual(['edit 101 card of j1: waiting']);
  });

  it('does not keep others from having one', async () => {
    const names = Array.from({ length: 25 }, (_, at) => `j${at}`);
    for (const id of names) await beginCard(delivery, running({ id }));
    await mute(names.map((id) => `id:${id}`));
    for (const _ of names) await visitLater();
    expect(delivery.calls).toEqual([]);
    await beginCard(delivery, running({ id: 'other' }));
    await visitLater();
    expect(delivery.calls).toEqual(['send -42 card of other: running']);
  });
});
