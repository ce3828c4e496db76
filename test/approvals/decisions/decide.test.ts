import { beforeEach, describe, expect, it } from 'vitest';
import type { Vote } from '../../../src/approvals/approval.ts';
import type { ApprovalStep } from '../../../src/approvals/approval-store.ts';
import { ASKED_AT } from '../../helpers/requests.ts';
import { ana, ben, cleo, createDeciding, voter } from './deciding.ts';

let kit: ReturnType<typeof createDeciding>;
beforeEach(() => {
  kit = createDeciding();
});

const EXPIRES_AT = new Date(Date.parse(ASKED_AT) + 15 * 60_000).toISOString();

describe('a decision', () => {
  it('settles with decider, channel and reason, and announces it with its cause', async () => {
    kit.open();
    expect((await kit.vote(ben, 'approve', { reason: 'looks good' })).kind).toBe('decided');
    expect(await kit.outcome()).toMatchObject({
      status: 'approved',
      reason: 'looks good',
      by: { id: '1002', name: 'Name of 1002', via: 'telegram' },
    });
    expect(kit.store.announced).toMatchObject([
      { type: 'job.approved', causationId: 'event-of-a1', projectId: 'p1' },
    ]);
    expect(kit.counted).toEqual(['approved']);
  });

  it('that comes too late changes nothing and returns the outcome', async () => {
    kit.open();
    await kit.vote(ben, 'deny');
    expect(await kit.vote(cleo, 'approve')).toMatchObject({
      kind: 'already',
      approval: { outcome: { status: 'denied', by: { id: '1002' } } },
    });
    expect(kit.store.announced).toHaveLength(1);
  });

  it('with the same attempt twice returns the same answer and counts once', async () => {
    kit.open();
    const answers = [
      await kit.vote(ben, 'approve', { attempt: 'tg:same' }),
      await kit.vote(ben, 'approve', { attempt: 'tg:same' }),
    ];
    expect(answers.map(({ kind }) => kind)).toEqual(['decided', 'decided']);
    expect(kit.store.announced).toHaveLength(1);
  });

  it('of an unknown approval is unknown', async () => {
    expect((await kit.vote(ben, 'approve')).kind).toBe('unknown');
  });
});

describe('a request that needs two approvals', () => {
  it('is approved by the second person, and announces both', async () => {
    kit.open({ required: 2 });
    expect(await kit.vote(ben, 'approve')).toMatchObject({
      kind: 'voted',
      approval: { revision: 1 },
    });
    expect(await kit.outcome()).toBeUndefined();
    expect(kit.store.announced).toEqual([]);
    expect((await kit.vote(cleo, 'approve')).kind).toBe('decided');
    expect(kit.store.announced).toMatchObject([
      { type: 'job.approved', data: { approvers: [{ id: '1002' }, { id: '1003' }] } },
    ]);
  });

  it('is not approved by the same person twice, whose first vote counts', async () => {
    kit.open({ required: 2 });
    await kit.vote(ben, 'approve', { reason: 'checked' });
    const before = await kit.store.get('a1');
    expect(await kit.vote(ben, 'approve')).toMatchObject({ kind: 'voted', again: true });
    expect(await kit.store.get('a1')).toEqual(before);
    const onTheWeb = voter('1002', { via: 'web' });
    expect(await kit.vote(onTheWeb, 'approve')).toMatchObject({ again: true });
  });

  it('is not approved by the same person on another path, with another name and reason', async () => {
    kit.open({ required: 2 });
    await kit.vote(voter('1002', { knownAs: ['u-9'] }), 'approve');
    const paths = [
      voter('u-9', { via: 'web' }),
      voter('root', { via: 'cli', knownAs: ['u-9'] }),
      voter('1002', { knownAs: ['u-9'] }),
    ];
    for (const [at, who] of paths.entries()) {
      expect((await kit.vote(who, 'approve', { reason: `words ${at}` })).kind).toBe('voted');
      expect(await kit.votes()).toHaveLength(1);
    }
    expect(await kit.outcome()).toBeUndefined();
    expect((await kit.vote(cleo, 'approve')).kind).toBe('decided');
  });

  it('merges the votes of two people who turn out to be one', async () => {
    kit.open({ required: 3 });
    await kit.vote(voter('1002'), 'approve');
    await kit.vote(voter('u-9', { via: 'web' }), 'approve');
    expect(await kit.votes()).toHaveLength(2);
    const linked = voter('1002', { knownAs: ['u-9'] });
    expect((await kit.vote(linked, 'approve', { reason: 'linked' })).kind).toBe('voted');
    expect(await kit.votes()).toEqual(['1002 approve']);
  });

  it('ignores the vote of somebody who has become a viewer', async () => {
    kit.open({ required: 2 });
    await kit.vote(ben, 'approve');
    kit.demote(ben.id);
    expect((await kit.vote(cleo, 'approve')).kind).toBe('voted');
    expect(await kit.votes()).toEqual(['1003 approve']);
  });

  it('is denied by one person', async () => {
    kit.open({ required: 2 });
    await kit.vote(ben, 'approve');
    expect((await kit.vote(cleo, 'deny', { reason: 'no' })).kind).toBe('decided');
    expect(await kit.outcome()).toMatchObject({
      status: 'denied',
      by: { id: '1003' },
      reason: 'no',
    });
  });

  it('counts a changed vote once', async () => {
    kit.open({ required: 2, denyRequired: 2 });
    await kit.vote(ben, 'approve');
    expect(await kit.vote(ben, 'deny')).not.toHaveProperty('again');
    expect(await kit.votes()).toEqual(['1002 deny']);
    expect((await kit.vote(ana, 'approve')).kind).toBe('voted');
    expect((await kit.vote(cleo, 'deny')).kind).toBe('decided');
    expect((await kit.outcome())?.status).toBe('denied');
  });

  it('counts all concurrent votes', async () => {
    kit.open({ required: 3 });
    await Promise.all([ana, ben, cleo].map((who) => kit.vote(who, 'approve')));
    expect(await kit.votes()).toEqual(['1001 approve', '1002 approve', '1003 approve']);
    expect((await kit.outcome())?.status).toBe('approved');
    expect(kit.store.announced).toHaveLength(1);
  });
});

describe('a request that needs two denials', () => {
  it('stays open after the first', async () => {
    kit.open({ denyRequired: 2 });
    expect((await kit.vote(ben, 'deny')).kind).toBe('voted');
    expect((await kit.vote(cleo, 'deny')).kind).toBe('decided');
    expect(kit.store.announced).toMatchObject([{ type: 'job.denied', data: { approvers: [] } }]);
  });

  it('is still approved by one', async () => {
    kit.open({ denyRequired: 2 });
    await kit.vote(ben, 'deny');
    expect((await kit.vote(cleo, 'approve')).kind).toBe('decided');
    expect((await kit.outcome())?.status).toBe('approved');
  });
});

describe('a decision after the deadline', () => {
  it.each([
    ['expire', 'expired'],
    ['deny', 'denied'],
    ['approve', 'approved'],
  ] as const)('comes too late, though nothing has looked yet: %s', async (onTimeout, status) => {
    kit.open({}, { onTimeout, expiresAt: EXPIRES_AT });
    await kit.clock.advance(15 * 60_000);
    const late = await kit.vote(ben, status === 'approved' ? 'deny' : 'approve');
    expect(late).toMatchObject({ kind: 'already', approval: { outcome: { status } } });
    expect((await kit.outcome())?.by?.id).toBe(status === 'expired' ? undefined : 'timeout');
    expect(kit.store.announced).toHaveLength(1);
    expect(kit.counted).toEqual([status]);
  });

  it('is too late even for a repeated vote', async () => {
    kit.open({ required: 2 }, { expiresAt: new Date(kit.clock.now() + 1_000).toISOString() });
    await kit.vote(ben, 'approve');
    await kit.clock.advance(1_000);
    expect((await kit.vote(ben, 'approve')).kind).toBe('already');
  });
});

describe('a decision of a store that is asked with an old approval', () => {
  it('is retried, so that no vote is overwritten', async () => {
    kit.open({ required: 2 });
    const steps: ApprovalStep[] = [];
    const faster: Vote = {
      verdict: 'approve',
      by: { id: '9', name: 'Faster', via: 'web' },
      ids: ['9'],
      at: EXPIRES_AT,
    };
    const real = kit.store.step.bind(kit.store);
    kit.store.step = async (step) => {
      steps.push(step);
      if (steps.length === 1) {
        await real({
          approvalId: 'a1',
          attempt: 'tg:faster',
          vote: faster,
          votes: [faster],
        });
      }
      return real(step);
    };
    expect((await kit.vote(ben, 'approve')).kind).toBe('decided');
    expect(steps.map(({ revision }) => revision)).toEqual([0, 1]);
    expect(await kit.votes()).toEqual(['9 approve', '1002 approve']);
  });
});
