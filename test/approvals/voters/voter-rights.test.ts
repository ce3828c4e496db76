import { beforeEach, describe, expect, it } from 'vitest';
import type { Decider, Vote } from '../../../src/approvals/approval.ts';
import { createRevokedVotes } from '../../../src/approvals/voters/drop-revoked-votes.ts';
import { createRightsNow } from '../../../src/approvals/voters/voter-rights.ts';
import { roleFor } from '../../../src/audience/access.ts';
import { createMemoryMembers } from '../../helpers/memory-members.ts';
import { createMemoryTokenStore } from '../../helpers/memory-token-store.ts';
import { createDeciding, voter } from '../decisions/deciding.ts';

let members: ReturnType<typeof createMemoryMembers>;
let tokens: ReturnType<typeof createMemoryTokenStore>;
beforeEach(() => {
  members = createMemoryMembers();
  tokens = createMemoryTokenStore();
});

const AT = '2026-03-02T09:00:00.000Z';
function vote(id: string, via: Decider['via'], tokenId?: string): Vote {
  const token = tokenId === undefined ? {} : { tokenId };
  return { verdict: 'approve', by: { id, name: id, via }, ids: [id], ...token, at: AT };
}

/** The role in `shop` that is left to whoever gave this vote. */
async function roleLeft(given: Vote): Promise<string | undefined> {
  const now = await createRightsNow({ members, tokens })(given);
  return now === undefined ? undefined : roleFor(now, 'shop');
}

describe('the rights of whoever voted', () => {
  it.each(['telegram', 'cli'] as const)('end with the role, for a vote by %s', async (via) => {
    await members.grant(1001, { role: 'approver', projectId: 'shop' });
    expect(await roleLeft(vote('1001', via))).toBe('approver');
    await members.revoke(1001, { role: 'approver', projectId: 'shop' });
    expect(await roleLeft(vote('1001', via))).toBeUndefined();
    expect(await roleLeft(vote('9999', via))).toBeUndefined();
  });

  it('end with the token', async () => {
    const { token } = await tokens.create({ name: 'ci', scopes: ['decide'] });
    const given = vote(`token:${token.id}`, 'web', token.id);
    expect(await roleLeft(given)).toBe('approver');
    await tokens.revoke(token.id);
    expect(await roleLeft(given)).toBeUndefined();
  });

  it('are limited to those of both the token and its holder', async () => {
    await members.grant(1001, { role: 'viewer' });
    const { token } = await tokens.create({ name: 'ci', scopes: ['admin'], userId: '1001' });
    const given = vote('1001', 'web', token.id);
    expect(await roleLeft(given)).toBe('viewer');
    await members.grant(1001, { role: 'admin', projectId: 'shop' });
    expect(await roleLeft(given)).toBe('admin');
    await members.revoke(1001, {});
    expect(await roleLeft(given)).toBeUndefined();
  });

  it.each([
    [['read'], 'viewer'],
    [['publish', 'metrics'], undefined],
    [['decide'], 'approver'],
    [['admin'], 'admin'],
  ] as const)('of a token with the scopes %j are those of a %s', async (scopes, role) => {
    const { token } = await tokens.create({ name: 'ci', scopes, projects: ['shop'] });
    expect(await roleLeft(vote('t', 'web', token.id))).toBe(role);
  });

  it('stay with the account at a terminal and with the token of the settings', async () => {
    expect(await roleLeft(vote('root', 'cli'))).toBe('admin');
    expect(await roleLeft(vote('token:admin', 'web', 'admin'))).toBe('admin');
    expect(await roleLeft(vote('timeout', 'timeout'))).toBeUndefined();
  });
});

describe('a vote', () => {
  it('is dropped once its voter has lost the right, before the next one is counted', async () => {
    const kit = createDeciding();
    kit.open({ required: 2 });
    await kit.vote(voter('1001'), 'approve');
    kit.revoke('1001');
    expect((await kit.vote(voter('1002'), 'approve')).kind).toBe('voted');
    expect(await kit.votes()).toEqual(['1002 approve']);
    expect((await kit.vote(voter('1003'), 'approve')).kind).toBe('decided');
    expect(kit.store.announced[0]?.data.approvers).toMatchObject([{ id: '1002' }, { id: '1003' }]);
  });

  it('of one person with two linked identities counts once, by whichever path', async () => {
    const kit = createDeciding();
    kit.open({ required: 2 });
    await kit.vote(voter('u-77', { via: 'web', tokenId: 't1' }), 'approve');
    const linked = voter('1001', { knownAs: ['U-77'] });
    expect((await kit.vote(linked, 'approve')).kind).toBe('voted');
    expect((await kit.vote(linked, 'approve', { reason: 'sure' })).kind).toBe('voted');
    expect((await kit.vote(voter('1002'), 'approve')).kind).toBe('decided');
  });

  it.each([
    { requestedBy: { id: '1001' } },
    { requestedBy: { id: ' U-77' } },
    { requestedBy: { name: 'ana weber' } },
    { requestedBy: { id: 'Ana Weber' } },
    { requestedBy: { id: 'agent-7', name: 'ANA\u00a0WEBER' } },
    { requestedBy: { id: 'agent-7' }, publishedBy: ['token:t9', '1001'] },
  ])('to approve is refused to whoever asked, named as %j', async (asked) => {
    const kit = createDeciding();
    kit.open({}, asked);
    const ana = voter('1001', { name: 'Ana Weber', knownAs: ['u-77'] });
    expect(await kit.vote(ana, 'approve')).toMatchObject({ kind: 'forbidden', why: 'self' });
    expect((await kit.vote(ana, 'deny')).kind).toBe('decided');
  });

  it('on an outdated version does not count', async () => {
    const kit = createDeciding();
    kit.open();
    const [former] = await kit.store.pending();
    if (former !== undefined) {
      kit.store.open({ ...former.request, eventId: 'e-2', action: 'rm -rf /' });
    }
    expect((await kit.vote(voter('1002'), 'approve', { version: 1 })).kind).toBe('changed');
    expect(await kit.votes()).toEqual([]);
    expect((await kit.vote(voter('1002'), 'approve', { version: 2 })).kind).toBe('decided');
  });
});

describe('the votes of somebody who was revoked', () => {
  it('are dropped from open requests, with an audit entry, and those of others stay', async () => {
    const kit = createDeciding();
    kit.open({ required: 3 });
    await kit.vote(voter('1001'), 'approve');
    await kit.vote(voter('1002'), 'approve');
    const { store, clock, rightsNow } = kit;
    const revoked = createRevokedVotes({ store, rightsNow, clock });
    const member = { userId: 1001, name: 'Ana', grants: [], knownAs: [] };
    expect(await revoked.drop(member)).toBe(0);
    kit.revoke('1001');
    expect(await revoked.drop(member)).toBe(1);
    expect(await kit.votes()).toEqual(['1002 approve']);
    expect((await store.audit('a1')).at(-1)).toMatchObject({
      what: 'vote_dropped',
      by: { id: '1001' },
    });
    expect(await revoked.drop(member)).toBe(0);
  });
});
