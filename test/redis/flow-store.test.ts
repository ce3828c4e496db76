import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { announce } from '../../src/approvals/announce.ts';
import type { ApprovalRequest } from '../../src/approvals/approval.ts';
import type { ApprovalStore } from '../../src/approvals/approval-store.ts';
import { systemClock } from '../../src/clock.ts';
import type { Effect, FlowStore } from '../../src/flow-store.ts';
import type { Lease } from '../../src/lease.ts';
import { createApprovalStore } from '../../src/redis/approval-store.ts';
import { createFlowStore } from '../../src/redis/flow-store.ts';
import type { Keys } from '../../src/redis/keys.ts';
import { createLease } from '../../src/redis/lease.ts';
import { createMembers } from '../../src/redis/members.ts';
import { type RedisKit, recordingWaker, startRedisKit } from '../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

const AT = '2026-03-02T09:00:00.000Z';

function request(id: string, fields: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    id,
    eventId: `event-of-${id}`,
    projectId: 'p1',
    jobId: 'j1',
    visibility: 'public',
    scope: 'deploy',
    action: 'kubectl apply',
    reason: '',
    context: {},
    requestedAt: AT,
    onTimeout: 'expire',
    ...fields,
  };
}

const ask = (id: string, fields: Partial<ApprovalRequest> = {}): Effect => ({
  kind: 'ask',
  request: request(id, fields),
  copies: [{ address: { chatId: 7 }, token: `token-${id}` }],
});

let keys: Keys;
let lease: Lease;
let store: FlowStore;
let approvals: ApprovalStore;
let steps: number;

beforeEach(() => {
  keys = kit.fresh();
  const { redis } = kit;
  lease = createLease(redis, keys, 'router');
  store = createFlowStore({ redis, blocking: redis, keys, lease: 'router', windowMs: 2_000 });
  const waker = recordingWaker();
  approvals = createApprovalStore({
    redis,
    keys,
    waker,
    encode: (e) => e,
    limits: { retentionMs: 60_000, perJob: 1_000 },
    now: systemClock.now,
  });
  steps = 0;
});

async function commit(...effects: Effect[]): Promise<string> {
  const fence = (await lease.hold()) ?? 0;
  const from = await store.position();
  steps += 1;
  const step = { fence, revision: 0, from, to: `${steps}-0`, effects };
  return (await store.commit(step)).kind;
}

describe('a route step', () => {
  it('moves the position on together with its effects', async () => {
    expect(await commit(ask('a1'))).toBe('committed');
    expect(await store.position()).toBe('1-0');
    expect((await approvals.pending()).map(({ request: { id } }) => id)).toEqual(['a1']);
  });

  it.each([
    ['another lease', { fence: 99 }],
    ['another position', { from: '9-9' }],
    ['another audience', { revision: 5 }],
  ])('is refused whole under %s', async (_, wrong) => {
    const fence = (await lease.hold()) ?? 0;
    const right = { fence, revision: 0, from: '0-0', to: '1-0', effects: [ask('a1')] };
    expect((await store.commit({ ...right, ...wrong })).kind).toBe('stale');
    expect(await approvals.pending()).toEqual([]);
    expect((await store.commit(right)).kind).toBe('committed');
  });

  it('is refused after a member or chat changed', async () => {
    const fence = (await lease.hold()) ?? 0;
    await createMembers({ redis: kit.redis, keys, adminUserIds: [] }).grant(1, { role: 'viewer' });
    const step = { fence, revision: 0, from: '0-0', to: '1-0', effects: [] };
    expect((await store.commit(step)).kind).toBe('stale');
    expect((await store.commit({ ...step, revision: 1 })).kind).toBe('committed');
  });

  it('keeps the first form of a request that is repeated', async () => {
    await commit(ask('a1'));
    await commit(ask('a1', { action: 'rm -rf /' }));
    expect((await approvals.get('a1'))?.request.action).toBe('kubectl apply');
  });

  it('withdraws what a job still asks for when it ends', async () => {
    await commit(ask('a1'), ask('a2', { jobId: 'j2' }));
    await commit({ kind: 'withdraw', jobId: 'j1', outcome: { status: 'canceled', at: AT } });
    expect((await approvals.get('a1'))?.outcome?.status).toBe('canceled');
    expect((await approvals.pending()).map(({ request: { id } }) => id)).toEqual(['a2']);
  });

  it('keeps the newest 10,000 jobs', async () => {
    const jobs = Array.from({ length: 10_005 }, (_, at): Effect => {
      const updatedAt = new Date(Date.parse(AT) + at * 1_000).toISOString();
      const state = { status: 'running', visibility: 'public', title: '' } as const;
      return { kind: 'job', job: { id: `job-${at}`, ...state, startedAt: AT, updatedAt } };
    });
    await commit(...jobs);
    expect(await kit.redis.hlen(keys.jobs)).toBe(10_000);
    expect((await store.jobs(['job-4', 'job-5'])).has('job-4')).toBe(false);
  });
});

describe('settling', () => {
  const approve = (attempt: string, approvalId = 'a1') => {
    const by = { id: attempt, name: attempt, via: 'telegram' } as const;
    const outcome = { status: 'approved', by, at: AT } as const;
    const announcement = announce({ request: request(approvalId) }, outcome);
    return approvals.settle({ approvalId, outcome, attempt, announcement });
  };

  it('lets one of a thousand concurrent deciders win, and tells the bus once', async () => {
    await commit(ask('a1'));
    const attempts = Array.from({ length: 1_000 }, (_, at) => approve(`person-${at}`));
    const results = await Promise.all(attempts);
    expect(results.filter(({ kind }) => kind === 'settled')).toHaveLength(1);
    const winner = (await approvals.get('a1'))?.outcome?.by?.id;
    expect(
      results.every((r) => r.kind !== 'unknown' && r.approval.outcome?.by?.id === winner),
    ).toBe(true);
    expect(await kit.redis.xlen('televibe:stream:p1')).toBe(1);
    expect(await kit.redis.xlen(keys.journal)).toBe(1);
    await kit.redis.del('televibe:stream:p1');
  });

  it('answers the same attempt the same way, and tells the bus once', async () => {
    await commit(ask('a1'));
    expect((await approve('ana')).kind).toBe('settled');
    expect((await approve('ana')).kind).toBe('settled');
    expect((await approve('ben')).kind).toBe('already');
    expect(await kit.redis.xlen('televibe:stream:p1')).toBe(1);
    await kit.redis.del('televibe:stream:p1');
  });

  it('never lets a withdrawal undo a decision', async () => {
    await commit(ask('a1'));
    await approve('ana');
    await commit({ kind: 'withdraw', jobId: 'j1', outcome: { status: 'canceled', at: AT } });
    expect((await approvals.get('a1'))?.outcome?.status).toBe('approved');
    await kit.redis.del('televibe:stream:p1');
  });

  it('knows no approval that nobody asked for', async () => {
    expect((await approve('ana', 'nothing')).kind).toBe('unknown');
    expect(await kit.redis.exists('televibe:stream:p1')).toBe(0);
  });

  it('publishes the decision on its channel', async () => {
    await commit(ask('a1'));
    const listener = kit.server.client();
    await listener.subscribe('televibe:events:job.approved');
    const heard = new Promise<string>((resolve) => {
      listener.on('message', (_channel, text) => resolve(text));
    });
    await approve('ana');
    expect(JSON.parse(await heard)).toMatchObject({
      type: 'job.approved',
      causationId: 'event-of-a1',
      data: { approval_id: 'a1', decision: 'approved', approvers: [{ id: 'ana', name: 'ana' }] },
    });
    await kit.redis.del('televibe:stream:p1');
  });

  it('finds what is overdue until it is settled', async () => {
    await commit(ask('a1', { expiresAt: AT }), ask('a2'));
    expect(await approvals.overdue(Date.parse(AT))).toEqual(['a1']);
    await approve('ana');
    expect(await approvals.overdue(Date.parse(AT))).toEqual([]);
    await kit.redis.del('televibe:stream:p1');
  });

  it('knows the copy of a token, and no copy of one that was never given out', async () => {
    await commit(ask('a1'));
    const copy = { approvalId: 'a1', address: { chatId: 7 } };
    expect(await approvals.copyOf('token-a1')).toEqual(copy);
    expect(await approvals.tokenFor(copy)).toBe('token-a1');
    expect(await approvals.copyOf('token-a2')).toBeUndefined();
  });
});

describe('the lease', () => {
  it('has one holder, and a growing number for each new one', async () => {
    const other = createLease(kit.redis, keys, 'router');
    expect(await lease.hold()).toBe(1);
    expect(await lease.hold()).toBe(1);
    expect(await other.hold()).toBeUndefined();
    await lease.release();
    expect(await other.hold()).toBe(2);
    expect(await lease.hold()).toBeUndefined();
  });
});
