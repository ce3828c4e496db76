import { beforeEach, describe, expect, it } from 'vitest';
import { admin, ana, ben, cleo, createDeciding, viewer, voter } from './deciding.ts';

let kit: ReturnType<typeof createDeciding>;
beforeEach(() => {
  kit = createDeciding();
});

describe('a request that needs a reason', () => {
  it.each([
    ...['', ' \n\t', '\u00a0\u3000', '\u200b', '\u2060 \ufeff', '\u00ad\u202e'],
    ...['\u115f\u3164', '\u2800', '\u0000', '\ufe0f', '\u{e0020}'],
  ])('takes %j for none', async (reason) => {
    kit.open({ reasonRequired: 'deny' });
    expect((await kit.vote(ben, 'deny', { reason })).kind).toBe('reason_needed');
    expect((await kit.vote(ben, 'deny', { reason: `${reason}no` })).kind).toBe('decided');
  });

  it.each([
    ['deny', 'deny', 'reason_needed'],
    ['deny', 'approve', 'decided'],
    ['both', 'deny', 'reason_needed'],
    ['both', 'approve', 'reason_needed'],
    ['none', 'deny', 'decided'],
  ] as const)('where it is for %s, answers %s without one: %s', async (required, verdict, kind) => {
    kit.open({ reasonRequired: required });
    expect((await kit.vote(ben, verdict, { reason: '  ' })).kind).toBe(kind);
    const isRefused = kind === 'reason_needed';
    expect(await kit.outcome()).toEqual(isRefused ? undefined : expect.anything());
    expect(kit.store.audits.map(({ why }) => why)).toEqual(isRefused ? ['reason'] : []);
  });

  it.each(['approve', 'deny'] as const)('takes %s with one', async (verdict) => {
    kit.open({ reasonRequired: 'both' });
    expect((await kit.vote(ben, verdict, { reason: 'because' })).kind).toBe('decided');
    expect(await kit.outcome()).toMatchObject({ reason: 'because' });
  });

  it('does not ask those who may not decide, or already gave one', async () => {
    kit.open({ reasonRequired: 'both', required: 2 });
    expect(await kit.vote(viewer, 'deny')).toMatchObject({ kind: 'forbidden', why: 'role' });
    await kit.vote(ben, 'approve', { reason: 'because' });
    expect(await kit.vote(ben, 'approve')).toMatchObject({ kind: 'voted', again: true });
  });

  it('that is settled returns its outcome instead', async () => {
    kit.open({ reasonRequired: 'both' });
    await kit.vote(ben, 'approve', { reason: 'because' });
    expect((await kit.vote(cleo, 'deny')).kind).toBe('already');
  });
});

describe('who may decide', () => {
  it.each([
    ['a viewer', viewer],
    [
      'an approver of another project',
      voter('7', { grants: [{ role: 'approver', projectId: 'p2' }] }),
    ],
    ['somebody without a role', voter('7', { grants: [] })],
  ])('is not %s, which is written down', async (_, who) => {
    kit.open();
    const refused = await kit.vote(who, 'approve', { from: 'chat 5' });
    expect(refused).toMatchObject({ kind: 'forbidden', why: 'role' });
    expect(await kit.outcome()).toBeUndefined();
    expect(kit.store.audits).toMatchObject([
      { what: 'refused', why: 'role', verdict: 'approve', id: who.id, from: 'chat 5' },
    ]);
  });

  it('is not the requester, under any of their ids, who may only deny', async () => {
    kit.open();
    const asker = voter('1001', { knownAs: ['u-31'] });
    expect(await kit.vote(asker, 'approve')).toMatchObject({ kind: 'forbidden', why: 'self' });
    expect(await kit.vote(voter('u-31', { via: 'web' }), 'approve')).toMatchObject({ why: 'self' });
    expect(await kit.outcome()).toBeUndefined();
    expect((await kit.vote(asker, 'deny')).kind).toBe('decided');
  });

  it('is not the holder of the publishing token', async () => {
    kit.open({}, { publishedBy: ['u-5', 'u-6'] });
    for (const id of ['u-5', 'u-6']) {
      const holder = voter('1005', { knownAs: [id] });
      expect(await kit.vote(holder, 'approve')).toMatchObject({ kind: 'forbidden', why: 'self' });
    }
    expect((await kit.vote(ben, 'approve')).kind).toBe('decided');
  });

  it('includes the requester if the policy allows it', async () => {
    kit.open({ selfApproval: true });
    expect((await kit.vote(voter('u-31'), 'approve')).kind).toBe('decided');
  });

  it('is only whoever the policy names, by role or by id', async () => {
    kit.open({ required: 9, approvers: { roles: ['admin'], users: ['1002', 'u-7'] } });
    const kinds = [];
    for (const who of [ana, ben, voter('2', { knownAs: ['u-7'] }), admin]) {
      kinds.push((await kit.vote(who, 'approve')).kind);
    }
    expect(kinds).toEqual(['forbidden', 'voted', 'voted', 'voted']);
  });

  it('is nobody if the policy names nobody', async () => {
    kit.open({ approvers: { roles: [], users: [] } });
    expect(await kit.vote(admin, 'deny')).toMatchObject({ kind: 'forbidden', why: 'role' });
  });
});
