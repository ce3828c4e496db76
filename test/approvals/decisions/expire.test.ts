import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExpiry } from '../../../src/approvals/decisions/expire.ts';
import { createTimeOut } from '../../../src/approvals/decisions/time-out.ts';
import type { Service } from '../../../src/runtime/lifecycle.ts';
import type { MemoryApprovalStore } from '../../helpers/approvals-in-memory.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';
import { createManualClock, type ManualClock } from '../../helpers/manual-clock.ts';
import { createMemoryApprovalStore } from '../../helpers/memory-approval-store.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';

const START = Date.parse('2026-03-02T09:00:00Z');

let clock: ManualClock;
let store: MemoryApprovalStore;
let log: LogBook;
let expiry: Service;

beforeEach(async () => {
  clock = createManualClock({ startAt: START });
  store = createMemoryApprovalStore(clock.now);
  log = createLogBook();
  const timeOut = createTimeOut({ store, clock, metrics: { approvalChanged: () => {} } });
  expiry = createExpiry({ store, timeOut, clock, log });
  await expiry.start();
});
afterEach(() => expiry.stop());

const in_ = (ms: number) => new Date(START + ms).toISOString();

describe('looking at the clock', () => {
  it('settles expired requests within a second, and logs it', async () => {
    store.open(aRequest('a1', { expiresAt: in_(10_000) }));
    store.open(aRequest('a2', { expiresAt: in_(60_000) }));
    await clock.advance(9_999);
    expect(store.announced).toEqual([]);
    await clock.advance(1_001);
    expect(store.announced.map(({ type }) => type)).toEqual(['job.approval_expired']);
    expect((await store.pending()).map(({ request }) => request.id)).toEqual(['a2']);
  });

  it('settles the others if one fails, logs it once, and settles that one later', async () => {
    await expiry.stop();
    let isBroken = true;
    const get: MemoryApprovalStore['get'] = async (id) => {
      if (isBroken && id === 'a1') throw new Error('its stream is of another type');
      return store.get(id);
    };
    const timeOut = createTimeOut({ store, clock, metrics: { approvalChanged: () => {} } });
    expiry = createExpiry({ store: { ...store, get }, timeOut, clock, log });
    await expiry.start();
    for (const id of ['a1', 'a2']) store.open(aRequest(id, { expiresAt: in_(10_000) }));
    await clock.advance(15_000);
    expect((await store.pending()).map(({ request }) => request.id)).toEqual(['a1']);
    expect(log.lines.filter(({ name }) => name === 'approval_not_advanced')).toHaveLength(1);
    isBroken = false;
    await clock.advance(1_000);
    expect(await store.pending()).toEqual([]);
  });

  it('sends each reminder once, and escalates with separate buttons', async () => {
    const escalateTo = [{ chatId: 8 }, { chatId: 9, topicId: 2 }];
    const remindAt = [START + 5_000, START + 9_000];
    const copies = [{ address: { chatId: 7 }, token: 'seven' }];
    store.open(aRequest('a1', { expiresAt: in_(10_000) }, { remindAt, escalateTo }), copies);
    await clock.advance(6_000);
    expect(store.reminded).toEqual([{ approvalId: 'a1', count: 1 }]);
    const tokens = await Promise.all(
      [{ chatId: 7 }, ...escalateTo].map((address) =>
        store.tokenFor({ approvalId: 'a1', address }),
      ),
    );
    expect(new Set(tokens).size).toBe(3);
    expect(tokens).not.toContain(undefined);
    await clock.advance(3_999);
    expect(store.reminded).toEqual([1, 2].map((count) => ({ approvalId: 'a1', count })));
    await clock.advance(60_000);
    expect(store.reminded).toHaveLength(2);
  });

  it('republishes a decision once if no job acknowledged it within a minute', async () => {
    store.open(aRequest('a1'));
    await store.step(voteStep({ request: aRequest('a1'), votes: [] }, aVote('ana')));
    await clock.advance(59_000);
    expect(store.heard).toHaveLength(1);
    await clock.advance(120_000);
    expect(store.heard).toHaveLength(2);
    expect(store.announced).toHaveLength(1);
    expect((await store.get('a1'))?.acknowledgement?.kind).toBe('missing');
  });
});
