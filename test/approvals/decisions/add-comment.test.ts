import { beforeEach, describe, expect, it } from 'vitest';
import type { Terms } from '../../../src/approvals/approval.ts';
import type { ApprovalStore } from '../../../src/approvals/approval-store.ts';
import {
  type CommentAttempt,
  createAddComment,
} from '../../../src/approvals/decisions/add-comment.ts';
import { createTimeOut } from '../../../src/approvals/decisions/time-out.ts';
import { NO_POLICY_FILE } from '../../../src/approvals/policy/policy-schema.ts';
import { createFlow } from '../../../src/routing/flow.ts';
import { ana, ben, createDeciding, viewer, voter } from './deciding.ts';

let kit: ReturnType<typeof createDeciding>;
beforeEach(() => {
  kit = createDeciding();
});

/** `store`: default: that of the kit. */
function comment(fields: Partial<CommentAttempt> = {}, store: ApprovalStore = kit.store) {
  const { clock } = kit;
  const metrics = { approvalChanged: () => {} };
  const add = createAddComment({ store, clock, timeOut: createTimeOut({ store, clock, metrics }) });
  const attempt = { approvalId: 'a1', version: 1, voter: ana, attempt: 'tg:7', text: 'why now?' };
  return add({ ...attempt, ...fields });
}

const trail = async () => (await kit.store.audit('a1')).map(({ what }) => what);
const deadline = (ms: number) => ({ expiresAt: new Date(kit.clock.now() + ms).toISOString() });

describe('a comment', () => {
  it('is published to the requesting job with its author, and decides nothing', async () => {
    kit.open({}, { sessionId: 's1', stage: 'build', visibility: 'internal' });
    const at = new Date(kit.clock.now()).toISOString();
    const asAdmin = voter('1001', { grants: [{ role: 'admin' }] });
    expect((await comment({ from: 'chat 7', voter: asAdmin })).kind).toBe('commented');
    const by = { id: '1001', name: 'Name of 1001', via: 'telegram' };
    expect(kit.store.announced).toMatchObject([
      {
        type: 'job.approval_comment',
        time: at,
        source: { component: 'jobwire' },
        projectId: 'p1',
        sessionId: 's1',
        jobId: 'j1',
        stage: 'build',
        visibility: 'internal',
        causationId: 'event-of-a1',
        own: { writesGate: false },
        data: {
          approval_id: 'what its producer calls it',
          scope: 'deploy',
          action: 'kubectl apply',
          comment: 'why now?',
          by,
          at,
        },
      },
    ]);
    const entry = { what: 'comment', by, text: 'why now?', from: 'chat 7', at };
    expect((await kit.store.audit('a1'))[1]).toEqual(entry);
    expect(await kit.outcome()).toBeUndefined();
    expect(await kit.votes()).toEqual([]);
  });

  it('is stored once per attempt, even with the same text', async () => {
    kit.open();
    await comment();
    await comment();
    expect(await trail()).toEqual(['asked', 'comment']);
    await comment({ attempt: 'tg:8' });
    const ids = kit.store.announced.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  it('of somebody who may not decide is refused and audited', async () => {
    kit.open();
    expect(await comment({ voter: viewer })).toMatchObject({ kind: 'forbidden', why: 'role' });
    expect(kit.store.audits).toMatchObject([{ verdict: 'comment', why: 'role', id: '1004' }]);
    expect(kit.store.announced).toEqual([]);
  });

  it('of the requester counts, because they may also deny it', async () => {
    kit.open({}, { requestedBy: { id: '1001' } });
    expect((await comment()).kind).toBe('commented');
  });

  it('is refused after the outcome, which is returned', async () => {
    kit.open();
    await kit.vote(ben, 'approve');
    const result = await comment();
    expect(result).toMatchObject({
      kind: 'already',
      approval: { outcome: { status: 'approved' } },
    });
    expect(await trail()).toEqual(['asked', 'vote', 'approved']);
  });

  it('is refused after the deadline, which settles the request', async () => {
    kit.open({}, deadline(1_000));
    await kit.clock.advance(1_000);
    const result = await comment();
    expect(result).toMatchObject({ kind: 'already', approval: { outcome: { status: 'expired' } } });
    expect(await trail()).toEqual(['asked', 'expired']);
  });

  it('on a former version, or on nothing, is refused', async () => {
    kit.open();
    kit.open({}, { eventId: 'another event', action: 'rm -rf /' });
    expect((await comment()).kind).toBe('changed');
    expect((await comment({ version: 2 })).kind).toBe('commented');
    expect(await comment({ approvalId: 'a9' })).toEqual({ kind: 'unknown' });
  });

  it('survives a concurrent vote, but not a new version', async () => {
    const two: Partial<Terms> = { required: 2 };
    kit.open(two);
    const meanwhile = (act: () => unknown): ApprovalStore => {
      let isDone = false;
      return {
        ...kit.store,
        async step(step) {
          if (!isDone) {
            isDone = true;
            await act();
          }
          return kit.store.step(step);
        },
      };
    };
    const voted = meanwhile(() => kit.vote(ben, 'approve'));
    expect((await comment({}, voted)).kind).toBe('commented');
    const changed = meanwhile(() => kit.open(two, { eventId: 'e2', action: 'rm -rf /' }));
    expect((await comment({ attempt: 'tg:8' }, changed)).kind).toBe('changed');
    expect(await trail()).toEqual(['asked', 'vote', 'comment', 'changed']);
  });

  it('settles nothing and acknowledges nothing when it is routed', async () => {
    kit.open();
    await comment();
    const entries = kit.store.announced.map((event) => ({ position: '1-0', event }));
    const flow = createFlow({
      audience: { chats: [], members: new Map(), revision: 0 },
      jobs: { jobs: new Map(), homes: new Map() },
      policies: NO_POLICY_FILE,
      newToken: () => 'token',
    });
    for (const entry of entries) flow.add(entry);
    expect(flow.effects().map(({ kind }) => kind)).toEqual(['job']);
  });
});
