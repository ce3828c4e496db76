import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '../../../src/approvals/approval.ts';
import type { ApprovalStore } from '../../../src/approvals/approval-store.ts';
import { stableName } from '../../../src/event/event-id.ts';
import { homeKey, jobKey } from '../../../src/jobs/job-key.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { createMembers } from '../../../src/redis/people/members.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { createRouteStore } from '../../../src/redis/routing/route-store.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import type { Effect, RouteStore } from '../../../src/routing/route-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { Lease } from '../../../src/runtime/lease.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { ASKED_AT as AT, aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { approvalStore } from '../approvals/approval-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

const ofNoProject = (jobId: string) => {
  const { projectId: _, ...event } = anEvent({ jobId });
  return event;
};

const ask = (id: string, fields: Partial<ApprovalRequest> = {}): Effect => ({
  kind: 'ask',
  request: aRequest(id, fields),
  job: jobKey('p1', fields.jobId ?? 'j1'),
  copies: [{ address: { chatId: 7 }, token: `token-${id}` }],
});

let keys: Keys;
let lease: Lease;
let store: RouteStore;
let approvals: ApprovalStore;
let steps: number;

beforeEach(() => {
  keys = kit.fresh();
  const { redis } = kit;
  lease = createLease(redis, keys, 'router');
  store = createRouteStore({ redis, blocking: redis, keys, lease: 'router', windowMs: 2_000 });
  approvals = approvalStore(redis, keys);
  steps = 0;
});

async function commit(...effects: Effect[]): Promise<string> {
  const fence = (await lease.acquireOrRenew()) ?? 0;
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
    const fence = (await lease.acquireOrRenew()) ?? 0;
    const right = { fence, revision: 0, from: '0-0', to: '1-0', effects: [ask('a1')] };
    expect((await store.commit({ ...right, ...wrong })).kind).toBe('stale');
    expect(await approvals.pending()).toEqual([]);
    expect((await store.commit(right)).kind).toBe('committed');
  });

  it('is refused after a member or chat changed', async () => {
    const fence = (await lease.acquireOrRenew()) ?? 0;
    await createMembers({ redis: kit.redis, keys, adminUserIds: [] }).grant(1, { role: 'viewer' });
    const step = { fence, revision: 0, from: '0-0', to: '1-0', effects: [] };
    expect((await store.commit(step)).kind).toBe('stale');
    expect((await store.commit({ ...step, revision: 1 })).kind).toBe('committed');
  });

  it('keeps the first form of a request that is repeated', async () => {
    await commit(ask('a1'));
    await commit(ask('a1', { action: 'rm -rf /' }));
    expect((await approvals.get('a1'))?.request).toMatchObject({
      action: 'kubectl apply',
      version: 1,
    });
  });

  it('withdraws what a job still asks for when it ends', async () => {
    await commit(ask('a1'), ask('a2', { jobId: 'j2' }));
    await commit({
      kind: 'withdraw',
      job: jobKey('p1', 'j1'),
      outcome: { status: 'canceled', at: AT },
    });
    expect((await approvals.get('a1'))?.outcome?.status).toBe('canceled');
    expect((await approvals.pending()).map(({ request: { id } }) => id)).toEqual(['a2']);
  });

  it('gathers an outcome for chats that do not show the request; the others see it there', async () => {
    const outcome = (status: 'approved' | 'denied', at: string): Effect => ({
      kind: 'report',
      addresses: [{ chatId: 7 }, { chatId: 7, topicId: 3 }, { chatId: 8 }],
      entry: { position: `${at}-0`, group: '', weight: 'news' },
      reported: { key: 'a1', approvalId: 'a1', projectId: 'p1', status },
    });
    const gathered = async () => (await kit.redis.keys(`${keys.prefix}:window:*`)).sort();
    const windows = (...addresses: string[]) =>
      addresses.map((address) => `${keys.prefix}:window:${address}`);
    await commit(ask('a1'));
    const asked = await approvals.get('a1');
    if (asked !== undefined) await approvals.step(voteStep(asked, aVote('approve')));
    await commit(outcome('approved', '1'));
    expect(await gathered()).toEqual(windows('8'));
    // It shows another outcome, so that this is news.
    await commit(outcome('denied', '2'));
    expect(await gathered()).toEqual(windows('7', '7:3', '8'));
  });

  it('keeps on no list what is settled', async () => {
    await commit(ask('a1', { expiresAt: '2026-03-02T09:30:00.000Z' }));
    const lists = `${keys.prefix}:approvals:*`;
    expect((await kit.redis.keys(lists)).length).toBeGreaterThan(3);
    await commit({
      kind: 'withdraw',
      job: jobKey('p1', 'j1'),
      outcome: { status: 'canceled', at: AT },
    });
    const left = await kit.redis.keys(lists);
    // What finds it, and the order of all that were asked.
    const kept = [keys.approvals, keys.approvalsOf(stableName('a1')), keys.currentApprovals];
    expect(left.sort()).toEqual(kept.sort());
  });

  it('keeps the newest 10,000 jobs', async () => {
    const jobs = Array.from({ length: 10_005 }, (_, at): Effect => {
      const updatedAt = new Date(Date.parse(AT) + at * 1_000).toISOString();
      const state = { status: 'running', visibility: 'public', title: '' } as const;
      const job = { id: `job-${at}`, ...state, startedAt: AT, updatedAt };
      const home = { key: homeKey('televibe', job.id), projectId: 'p1' };
      return { kind: 'job', key: jobKey(undefined, job.id), job, home };
    });
    await commit(...jobs);
    // With everything that finds them.
    for (const hash of [keys.jobs, keys.jobNames, keys.jobHomes]) {
      expect(await kit.redis.hlen(hash), hash).toBe(10_000);
    }
    const sets = await kit.redis.keys(`${keys.prefix}:jobs:*of:*`);
    expect(sets).toHaveLength(20_000);
    const found = await store.jobs(['job-4', 'job-5'].map((jobId) => ofNoProject(jobId)));
    expect([...found.jobs.values()].map(({ id }) => id)).toEqual(['job-5']);
  });
});

describe('the policies that a request was asked under', () => {
  it('stay with it', async () => {
    const terms = {
      ...PLAIN_TERMS,
      approvers: { roles: ['admin'], users: ['1001'] },
      required: 2,
      remindAt: [Date.parse(AT) + 1_000, Date.parse(AT) + 2_000],
      escalateTo: [{ chatId: -100, topicId: 3 }],
    } as const;
    await commit(ask('a1', { terms, expiresAt: '2026-03-02T09:30:00.000Z' }));
    expect((await approvals.get('a1'))?.request.terms).toEqual(terms);
    expect(await approvals.remindersDue(Date.parse(AT) + 1_000)).toEqual([
      { approvalId: 'a1', count: 1 },
    ]);
    expect(await approvals.overdue(Date.parse('2026-03-02T09:29:59.999Z'))).toEqual([]);
    expect(await approvals.overdue(Date.parse('2026-03-02T09:30:00.000Z'))).toEqual(['a1']);
  });
});

describe('a sign of life', () => {
  it('stops no route step when the journal holds another event under the id of the decision', async () => {
    await commit(ask('a1'));
    const step = voteStep({ request: aRequest('a1'), votes: [] }, aVote('ana'));
    const id = step.announcement?.id ?? '';
    const event = anEvent({ id });
    const limits = { retentionMs: 86_400_000, perJob: 1_000 };
    const journal = createJournal({
      redis: kit.redis,
      keys,
      limits,
      newEpoch: () => 'e',
      clock: systemClock,
    });
    await journal.append({ candidates: [candidate(event)], deadLetters: [] });
    expect((await approvals.step(step)).kind).toBe('made');
    await systemClock.sleep(2);
    const position = (await kit.redis.xadd(keys.journal, '*', 'e', '{}')) ?? '';
    expect(await commit({ kind: 'alive', job: jobKey('p1', 'j1'), position, at: AT })).toBe(
      'committed',
    );
    expect((await approvals.get('a1'))?.acknowledgement?.kind).toBe('picked_up');
    await kit.redis.del('televibe:stream:p1');
  });
});
