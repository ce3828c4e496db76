import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { withVote } from '../../../src/approvals/decisions/tally.ts';
import { voterWithToken } from '../../../src/approvals/voters/token-voter.ts';
import { idsOfVoter, refusalFor, type Voter } from '../../../src/approvals/voters/voter.ts';
import type { Grant } from '../../../src/audience/access.ts';
import { isSamePerson } from '../../../src/audience/person.ts';
import { accountVoter, namedVoter } from '../../../src/cli/approvals/terminal-voter.ts';
import { aRequest, aVote } from '../../helpers/requests.ts';

const grants: readonly Grant[] = [{ role: 'approver' }];
const ana = { userId: 1001, name: 'Ana', grants, knownAs: ['u-77', 'ana'] };
const nameless = { userId: 1002, name: '', grants, knownAs: [] };
const third = { ...nameless, userId: 1003 };
const revoked = { ...nameless, userId: 1004, name: 'Rex', grants: [] };
const known = {
  members: [nameless, third, revoked, ana],
  chats: [{ id: 1003, title: 'Cleo' }],
};

function named(name: string): Voter {
  const voter = namedVoter(name, 'deploy', known);
  if (voter === undefined) throw new Error(`${name} has no vote`);
  return voter;
}
const account = accountVoter('deploy', known);

describe('who decides at a terminal', () => {
  it.each(['1001', 'u-77', 'ana', ' ANA ', 'U-77'])(
    'is the member that %s means, with one id',
    (name) => {
      expect(named(name)).toMatchObject({ id: '1001', name: 'Ana', via: 'cli' });
    },
  );

  it('is the account without a name', () => {
    expect(account).toMatchObject({ id: 'deploy', name: 'deploy' });
  });

  it.each(['nobody', '9999', '1004', ''])(
    'is nobody under the name %s, which has no role',
    (name) => {
      expect(namedVoter(name, 'deploy', known)).toBeUndefined();
    },
  );

  it('is the same person as every token that names nobody, unless the account is linked', () => {
    const token = voterWithToken({ id: 't1', name: 'ci', scopes: ['admin'] }, known.members);
    const isToken = (voter: Voter) => isSamePerson(idsOfVoter(voter), idsOfVoter(token));
    expect([account, named('1003')].map(isToken)).toEqual([true, true]);
    expect(isToken(accountVoter('ana', known))).toBe(false);
    const other = { id: 't2', name: 'web', scopes: ['decide'] } as const;
    expect(isToken(voterWithToken(other, []))).toBe(true);
    expect(isToken(voterWithToken({ ...other, userId: 'u-31' }, []))).toBe(false);
  });

  it('goes by the name of the chat with them when nobody kept another', () => {
    expect(named('1003')).toMatchObject({ id: '1003', name: 'Cleo' });
    expect(named('1002')).toMatchObject({ id: '1002', name: '1002' });
  });

  it('decides anything as the account, also what is internal', () => {
    const request = aRequest('a1', { visibility: 'internal', projectId: 'p9' });
    expect(refusalFor(request, account, 'approve')).toBeUndefined();
    expect(refusalFor(request, named('ana'), 'approve')).toBe('role');
  });

  it('is not let past a policy that names others', () => {
    const request = aRequest('a1', {}, { approvers: { roles: ['approver'], users: ['1001'] } });
    expect(refusalFor(request, account, 'approve')).toBe('role');
    expect(refusalFor(request, named('u-77'), 'approve')).toBeUndefined();
  });

  it('has one vote an account, whomever it names', () => {
    const voters = [account, named('1001'), named('1002'), named('1003')];
    const votes = voters.map((voter) => ({ ...aVote(voter.id), ids: idsOfVoter(voter) }));
    expect(votes.reduce(withVote, [] as ReturnType<typeof withVote>)).toHaveLength(1);
  });

  const anyName = fc.constantFrom('1001', 'u-77', 'ana', 'ANA', ' U-77');
  test.prop([anyName, anyName])(
    'may not approve what they asked for, whichever of their ids says so',
    (asked, decides) => {
      for (const requestedBy of [{ id: asked }, { name: asked }, { id: 'x', name: asked }]) {
        const request = aRequest('a1', { requestedBy });
        expect(refusalFor(request, named(decides), 'approve')).toBe('self');
        expect(refusalFor(request, named(decides), 'deny')).toBeUndefined();
      }
    },
  );
});
