import { beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '../../../src/approvals/approval.ts';
import { createTimeOut, type TimeOut } from '../../../src/approvals/decisions/time-out.ts';
import type { MemoryApprovalStore } from '../../helpers/approvals-in-memory.ts';
import { createManualClock, type ManualClock } from '../../helpers/manual-clock.ts';
import { createMemoryApprovalStore } from '../../helpers/memory-approval-store.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';

const EXPIRES = { expiresAt: '2026-03-02T09:30:00.000Z' };
const HALF_AN_HOUR_MS = 1_800_000;

let clock: ManualClock;
let store: MemoryApprovalStore;
let counted: string[];
let timeOut: TimeOut;

beforeEach(() => {
  clock = createManualClock();
  store = createMemoryApprovalStore(clock.now);
  counted = [];
  const metrics = { approvalChanged: (status: string) => void counted.push(status) };
  timeOut = createTimeOut({ store, clock, metrics });
});

async function ask(fields: Partial<ApprovalRequest> = {}) {
  store.open(aRequest('a1', { ...EXPIRES, ...fields }, { required: 2 }));
  return standing();
}

async function standing() {
  const approval = await store.get('a1');
  return approval ?? expect.fail('there is no approval');
}

describe('the end of the time of a request', () => {
  it.each([
    { onTimeout: 'expire', status: 'expired', type: 'job.approval_expired', via: undefined },
    { onTimeout: 'deny', status: 'denied', type: 'job.denied', via: 'timeout' },
    { onTimeout: 'approve', status: 'approved', type: 'job.approved', via: 'timeout' },
  ] as const)('makes of it what was asked for: $onTimeout', async (asked) => {
    const { onTimeout, status, type, via } = asked;
    const approval = await ask({ onTimeout });
    await clock.advance(HALF_AN_HOUR_MS);
    const settled = await timeOut(approval);
    expect(settled?.outcome).toMatchObject({ status, at: EXPIRES.expiresAt });
    expect(settled?.outcome?.by?.via).toBe(via);
    expect(store.announced.map((event) => event.type)).toEqual([type]);
    expect(counted).toEqual([status]);
  });

  it('does not come early, nor for a request without a deadline', async () => {
    const approval = await ask();
    await clock.advance(HALF_AN_HOUR_MS - 1);
    expect(await timeOut(approval)).toBeUndefined();
    store.open(aRequest('a2'));
    const forever = await store.get('a2');
    expect(forever && (await timeOut(forever))).toBeUndefined();
    expect(store.announced).toEqual([]);
  });

  it('names everybody who voted until then, even after it was read', async () => {
    const before = await ask({ onTimeout: 'approve' });
    await store.step(voteStep(before, aVote('ana')));
    await clock.advance(HALF_AN_HOUR_MS);
    expect(await timeOut(before)).toBeUndefined();
    expect(store.announced).toEqual([]);
    expect((await timeOut(await standing()))?.outcome?.status).toBe('approved');
    expect(store.announced[0]?.data.approvers).toEqual([{ id: 'ana', name: 'ana' }]);
  });

  it('does not change an outcome, and returns it', async () => {
    const approval = await ask();
    store.settle({ approvalId: 'a1', source: 'x', outcome: { status: 'denied', at: 'then' } });
    await clock.advance(HALF_AN_HOUR_MS);
    expect((await timeOut(approval))?.outcome?.status).toBe('denied');
    expect(store.announced).toEqual([]);
    expect(counted).toEqual([]);
  });
});
