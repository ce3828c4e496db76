import { beforeEach, describe, expect, it } from 'vitest';
import type { Approval } from '../../src/approvals/approval.ts';
import type { ApprovalStore, Settlement } from '../../src/approvals/approval-store.ts';
import { type Attempt, createDecide } from '../../src/approvals/decide.ts';
import type { Member } from '../../src/audience/access.ts';
import { systemClock } from '../../src/clock.ts';

const request: Approval['request'] = {
  id: 'a1',
  eventId: 'e1',
  projectId: 'p1',
  visibility: 'public',
  scope: 'deploy',
  action: 'kubectl apply',
  reason: '',
  context: {},
  requestedBy: { id: 'u-31', name: 'Ana' },
  requestedAt: '2026-03-02T09:00:00.000Z',
  onTimeout: 'expire',
};

function person(fields: Partial<Member> = {}): Member {
  return { userId: 7, name: 'Ben', grants: [{ role: 'approver' }], knownAs: [], ...fields };
}

describe('decide', () => {
  let settlements: Settlement[];
  let audits: string[];
  let counted: string[];

  beforeEach(() => {
    settlements = [];
    audits = [];
    counted = [];
  });

  function decide(fields: Partial<Attempt> = {}) {
    const store = {
      get: async (id: string) => (id === 'a1' ? { request } : undefined),
      async settle(settlement: Settlement) {
        settlements.push(settlement);
        return { kind: 'settled', approval: { request, outcome: settlement.outcome } } as const;
      },
      async audit(_id: string, entry: Record<string, string>) {
        audits.push(`${entry.what} ${entry.why} ${entry.who}`);
      },
    } as unknown as ApprovalStore;
    const metrics = { approvalChanged: (status: string) => void counted.push(status) };
    return createDecide({ store, clock: systemClock, metrics })({
      approvalId: 'a1',
      verdict: 'approve',
      person: person(),
      via: 'telegram',
      attempt: 'tg:1',
      ...fields,
    });
  }

  it('settles with who, how and why, and announces it with its cause', async () => {
    expect((await decide({ reason: 'looks good' })).kind).toBe('decided');
    expect(settlements[0]).toMatchObject({
      attempt: 'tg:1',
      outcome: {
        status: 'approved',
        reason: 'looks good',
        by: { id: '7', name: 'Ben', via: 'telegram' },
      },
      announcement: { type: 'job.approved', causationId: 'e1', projectId: 'p1' },
    });
    expect(counted).toEqual(['approved']);
  });

  it.each([
    ['a viewer', person({ grants: [{ role: 'viewer' }] })],
    ['an approver of another project', person({ grants: [{ role: 'approver', projectId: 'p2' }] })],
    ['somebody without a role', person({ grants: [] })],
  ])('refuses %s, and writes it down', async (_, who) => {
    expect(await decide({ person: who })).toMatchObject({ kind: 'forbidden', why: 'role' });
    expect(settlements).toEqual([]);
    expect(audits).toEqual(['refused role 7']);
  });

  it('lets nobody approve what they asked for, by whatever id they are known', async () => {
    const ana = person({ knownAs: ['u-31'] });
    expect(await decide({ person: ana })).toMatchObject({ kind: 'forbidden', why: 'self' });
    expect(settlements).toEqual([]);
  });

  it('lets the one who asked deny it', async () => {
    const ana = person({ knownAs: ['u-31'] });
    expect((await decide({ person: ana, verdict: 'deny' })).kind).toBe('decided');
  });

  it('says of an unknown approval that it is unknown', async () => {
    expect((await decide({ approvalId: 'nothing' })).kind).toBe('unknown');
  });
});
