// What people approved in advance is decided by their votes, and by nothing else.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defined } from '../../../src/runtime/defined.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { STANDING_TERMS } from '../../helpers/standings.ts';
import { ana, ben, viewer, voter } from './deciding.ts';
import { createStandingKit } from './standing-kit.ts';

let kit: ReturnType<typeof createStandingKit>;
beforeEach(async () => {
  kit = createStandingKit();
  await kit.service.start();
});
afterEach(() => kit.service.stop());

const OTHER = { standing: { ...STANDING_TERMS, like: 'another' } };

describe('a standing approval', () => {
  it('approves the request and a later one like it, in the name of who gave it', async () => {
    kit.ask('a1');
    expect((await kit.approveAll(ana, 'a1')).kind).toBe('decided');
    kit.ask('a2');
    await kit.applied();
    expect(await kit.state('a2')).toBe('approved');
    const [, announced] = kit.store.announced;
    expect(announced).toMatchObject({
      type: 'job.approved',
      data: {
        approval_id: 'a2',
        decided_by: { id: '1001', name: 'Name of 1001', via: 'standing' },
        approvers: [{ id: '1001' }],
      },
    });
    expect(kit.store.announced).toHaveLength(2);
    expect(await kit.whats('a1')).toEqual(['asked', 'standing_given', 'vote', 'approved']);
    expect(await kit.whats('a2')).toEqual(['asked', 'vote', 'approved']);
    expect(await kit.inForce()).toEqual(['1001 1']);
  });

  it('shows that one only by its outcome', async () => {
    kit.ask('a1');
    await kit.approveAll(ana, 'a1');
    kit.store.takeQueue(7);
    kit.ask('a2');
    expect(kit.store.takeQueue(7)).toEqual([]);
    await kit.applied();
    expect(kit.store.takeQueue(7)).toEqual(['approval/7/a2']);
    await kit.applied();
    expect(kit.store.takeQueue(7)).toEqual([]);
  });

  it('is not given once its session has ended: that is said, and the request stays open', async () => {
    kit.ask('a1');
    const { requestedAt, visibility, projectId } = await requestOf('a1');
    const session = { kind: 'session', id: 's1', visibility, ...defined({ projectId }) } as const;
    const at = new Date(Date.parse(requestedAt) + 1).toISOString();
    kit.store.standings.endWithin(session, { why: 'session', at });
    expect(await kit.approveAll(ana, 'a1')).toMatchObject({ kind: 'forbidden', why: 'ended' });
    expect(await kit.state('a1')).toEqual([]);
    expect(await kit.inForce()).toEqual([]);
    const alone = { approvalId: 'a1', verdict: 'approve', voter: ana, attempt: 'alone' } as const;
    expect((await kit.decide(alone)).kind).toBe('decided');
  });

  it('leaves others to people: another kind, what may not be approved in advance, what was open', async () => {
    kit.ask('before');
    kit.ask('a1');
    await kit.approveAll(ana, 'a1');
    kit.ask('a2', OTHER);
    kit.store.open({
      ...(await requestOf('a1')),
      key: 'a3',
      id: 'a3',
      eventId: 'x',
      terms: PLAIN_TERMS,
    });
    await kit.applied();
    for (const id of ['before', 'a2', 'a3']) expect(await kit.state(id), id).toEqual([]);
  });

  it('can only be given where the policy allows it, and then changes nothing at all', async () => {
    kit.open();
    expect(await kit.approveAll(ana, 'a1')).toMatchObject({ kind: 'forbidden', why: 'standing' });
    expect(await kit.state('a1')).toEqual([]);
    expect(await kit.inForce()).toEqual([]);
    expect(kit.store.audits).toMatchObject([{ what: 'refused', why: 'standing', id: '1001' }]);
  });

  it('is not given by whoever may not approve, or comes too late', async () => {
    kit.ask('a1');
    expect((await kit.approveAll(viewer, 'a1')).kind).toBe('forbidden');
    const requester = voter('1009', { name: 'Ana' });
    kit.ask('a2', {}, { requestedBy: { id: '1009' } });
    expect(await kit.approveAll(requester, 'a2')).toMatchObject({ why: 'self' });
    await kit.decide({ approvalId: 'a1', verdict: 'deny', voter: ben, attempt: 'x' });
    expect((await kit.approveAll(ana, 'a1')).kind).toBe('already');
    expect(await kit.inForce()).toEqual([]);
  });

  it('is given once by a tap that is repeated, and again replaces the former', async () => {
    kit.ask('a1', { required: 2 });
    const attempt = { approvalId: 'a1', verdict: 'approve', voter: ana, attempt: 'tg:1' } as const;
    await kit.decide({ ...attempt, standing: 'give' });
    await kit.decide({ ...attempt, standing: 'give' });
    expect(await kit.approveAll(ana, 'a1')).toMatchObject({ kind: 'voted', again: true });
    expect(await kit.inForce()).toHaveLength(1);
    kit.ask('a2', { required: 2 });
    await kit.applied();
    const [first] = await kit.store.standings.inForce();
    kit.ask('a3', { ...OTHER, required: 2 });
    await kit.approveAll(ana, 'a3');
    expect(await kit.inForce()).toHaveLength(2);
    await kit.decide({ ...attempt, approvalId: 'a2', verdict: 'deny', attempt: 'tg:2' });
    expect((await kit.store.standings.inForce()).map(({ standing }) => standing.like)).toEqual([
      'another',
    ]);
    expect(first?.uses).toBe(1);
  });

  it('may follow a plain approval of the same person', async () => {
    kit.ask('a1', { required: 2 });
    await kit.decide({ approvalId: 'a1', verdict: 'approve', voter: ana, attempt: 'x' });
    expect(await kit.approveAll(ana, 'a1')).toMatchObject({ kind: 'voted' });
    expect(await kit.inForce()).toEqual(['1001 0']);
    expect(await kit.state('a1')).toEqual(['1001 approve telegram']);
  });
});

describe('people', () => {
  it('have to be two where two are required, however often one of them says so', async () => {
    kit.ask('a1', { required: 2 });
    await kit.approveAll(ana, 'a1');
    kit.ask('a2', { required: 2 });
    await kit.applied();
    expect(await kit.state('a2')).toEqual(['1001 approve standing']);
    await kit.decide({ approvalId: 'a2', verdict: 'approve', voter: ana, attempt: 'x' });
    expect(await kit.state('a2')).toEqual(['1001 approve standing']);
    await kit.decide({ approvalId: 'a2', verdict: 'approve', voter: ben, attempt: 'y' });
    expect(await kit.state('a2')).toBe('approved');
  });

  it('are shown a request that still needs one of them once, with the vote that it has', async () => {
    kit.ask('a1', { required: 2 });
    await kit.approveAll(ana, 'a1');
    kit.store.takeQueue(7);
    kit.ask('a2', { required: 2 });
    await kit.applied();
    expect(kit.store.takeQueue(7)).toEqual(['approval/7/a2']);
  });

  it('are counted together where both approved in advance', async () => {
    kit.ask('a1', { required: 2 });
    await kit.approveAll(ana, 'a1');
    await kit.approveAll(ben, 'a1');
    kit.store.takeQueue(7);
    kit.ask('a2', { required: 2 });
    await kit.applied();
    expect(await kit.state('a2')).toBe('approved');
    expect(kit.store.takeQueue(7)).toEqual(['approval/7/a2']);
    expect(await kit.inForce()).toEqual(['1001 1', '1002 1']);
  });

  it('never approve in advance what they ask themselves', async () => {
    kit.ask('a1');
    await kit.approveAll(ana, 'a1');
    kit.ask('a2', {}, { requestedBy: { id: '1001' } });
    await kit.applied();
    expect(await kit.state('a2')).toEqual([]);
    expect(kit.store.audits).toEqual([]);
    expect(kit.store.takeQueue(7)).toContain('approval/7/a2');
    kit.ask('a3', { selfApproval: true }, { requestedBy: { id: '1001' } });
    await kit.applied();
    expect(await kit.state('a3')).toBe('approved');
  });

  it('who lost their role approve nothing more, and what they gave has ended', async () => {
    kit.ask('a1');
    await kit.approveAll(ana, 'a1');
    kit.demote('1001');
    kit.ask('a2', { approvers: { roles: ['approver', 'admin'], users: [] } });
    await kit.applied();
    expect(await kit.state('a2')).toEqual([]);
    kit.revoke('1001');
    await kit.applied();
    expect(await kit.inForce()).toEqual([]);
    expect((await kit.store.audit('a1')).at(-1)).toMatchObject({
      what: 'standing_ended',
      why: 'role',
      uses: 0,
    });
  });

  it('keep what they said of this very request', async () => {
    kit.ask('a2', { required: 1, denyRequired: 2 });
    await kit.decide({ approvalId: 'a2', verdict: 'deny', voter: ana, attempt: 'x' });
    kit.ask('a1', { required: 2 });
    await kit.approveAll(ana, 'a1');
    const [used] = await kit.store.standings.inForce();
    if (used === undefined) throw new Error('nothing is in force');
    const attempt = { approvalId: 'a2', verdict: 'approve', attempt: 'y' } as const;
    const voter = { ...ana, via: 'standing' } as const;
    const decision = await kit.decide({ ...attempt, voter, standing: used.standing });
    expect(decision).toMatchObject({ kind: 'voted', again: true });
    expect(await kit.state('a2')).toEqual(['1001 deny telegram']);
  });
});

describe('it ends', () => {
  it('when who gave it denies one like it', async () => {
    kit.ask('a1', { required: 2 });
    await kit.approveAll(ana, 'a1');
    await kit.approveAll(ben, 'a1');
    kit.ask('a2', { required: 3 });
    await kit.applied();
    await kit.decide({ approvalId: 'a2', verdict: 'deny', voter: ana, attempt: 'x' });
    expect(await kit.inForce()).toEqual(['1002 1']);
  });

  it('when its time is over; and the votes that it cast no longer count', async () => {
    kit.ask('a1', { required: 2 });
    await kit.approveAll(ana, 'a1');
    kit.ask('a2', { required: 2 });
    await kit.applied();
    expect(await kit.state('a2')).toEqual(['1001 approve standing']);
    await kit.service.stop();
    await kit.clock.advance(STANDING_TERMS.forMs);
    await kit.decide({ approvalId: 'a2', verdict: 'approve', voter: ben, attempt: 'x' });
    expect(await kit.state('a2')).toEqual(['1002 approve telegram']);
    await kit.service.start();
    kit.ask('a3');
    await kit.applied();
    expect(await kit.state('a3')).toEqual([]);
    expect((await kit.store.audit('a1')).at(-1)).toMatchObject({ why: 'time', uses: 1 });
  });

  it('when somebody stops it: its votes are dropped from what is still open', async () => {
    kit.ask('a1', { required: 2 });
    await kit.approveAll(ana, 'a1');
    kit.ask('a2', { required: 2 });
    await kit.applied();
    const [used] = await kit.store.standings.inForce();
    const at = '2026-03-02T09:05:00.000Z';
    await kit.store.standings.end(used?.standing.id ?? '', { why: 'stopped', at });
    await kit.applied();
    expect(await kit.state('a2')).toEqual([]);
    expect(await kit.state('a1')).toEqual(['1001 approve telegram']);
    expect((await kit.store.audit('a2')).at(-1)).toMatchObject({ why: 'standing_ended' });
  });

  it('when the policy no longer allows it', async () => {
    kit.ask('a1');
    await kit.approveAll(ana, 'a1');
    kit.rules.clear();
    kit.ask('a2');
    await kit.applied();
    expect(await kit.state('a2')).toEqual([]);
    expect(await kit.inForce()).toEqual([]);
    expect((await kit.store.audit('a1')).at(-1)).toMatchObject({ why: 'policy' });
  });
});

describe('whatever fails', () => {
  it('shows the request to people', async () => {
    kit.ask('a1');
    await kit.approveAll(ana, 'a1');
    kit.store.takeQueue(7);
    await kit.service.stop();
    const { alike } = kit.store.standings;
    Object.assign(kit.store.standings, { alike: async () => Promise.reject(new Error('broken')) });
    kit.ask('a2');
    await kit.service.start();
    await kit.applied();
    Object.assign(kit.store.standings, { alike });
    expect(await kit.state('a2')).toEqual([]);
    expect(kit.store.takeQueue(7)).toEqual(['approval/7/a2']);
    expect(kit.log.lines.map(({ name }) => name)).toContain('standing_approval_not_applied');
  });

  it('a changed version is judged anew', async () => {
    kit.ask('a1');
    await kit.approveAll(ana, 'a1');
    kit.ask('a2', OTHER);
    await kit.applied();
    kit.ask('a2', {}, { action: 'like the first', eventId: 'changed' });
    await kit.applied();
    expect(await kit.state('a2')).toBe('approved');
    kit.ask('a3', { required: 2 });
    await kit.applied();
    expect(await kit.state('a3')).toEqual(['1001 approve standing']);
    kit.ask('a3', OTHER, { action: 'something else', eventId: 'changed-3' });
    await kit.applied();
    expect(await kit.state('a3')).toEqual([]);
  });
});

async function requestOf(key: string) {
  const approval = await kit.store.get(key);
  if (approval === undefined) throw new Error(`there is no ${key}`);
  return approval.request;
}
