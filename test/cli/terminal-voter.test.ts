import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../src/approvals/voter.ts';
import { voterOf } from '../../src/cli/terminal-voter.ts';
import { aRequest } from '../helpers/requests.ts';

const ana = { userId: 1001, name: 'Ana', grants: [], knownAs: ['u-77', 'ana'] };
const nameless = { ...ana, userId: 1002, name: '', knownAs: [] };
const third = { ...nameless, userId: 1003 };
const known = { members: [nameless, third, ana], chats: [{ id: 1003, title: 'Cleo' }] };

describe('who decides at a terminal', () => {
  it.each(['1001', 'u-77', 'ana'])('is the member that %s means, with one id', (userId) => {
    expect(voterOf(userId, known)).toMatchObject({ id: '1001', name: 'Ana', via: 'cli' });
  });

  it('goes by the name of the account when that means no member', () => {
    expect(voterOf('deploy', known)).toMatchObject({ id: 'deploy', name: 'deploy' });
  });

  it('goes by the name of the chat with them when nobody kept another', () => {
    expect(voterOf('1003', known)).toMatchObject({ id: '1003', name: 'Cleo' });
  });

  it('goes by the given id when nobody knows a name', () => {
    expect(voterOf('1002', known)).toMatchObject({ id: '1002', name: '1002' });
  });

  it('decides anything as an admin, also what is internal', () => {
    const request = aRequest('a1', { visibility: 'internal', projectId: 'p9' });
    expect(refusalOf(request, voterOf('deploy', known), 'approve')).toBeUndefined();
  });

  it('is not let past a policy that names others', () => {
    const request = aRequest('a1', {}, { approvers: { roles: ['approver'], users: ['1001'] } });
    expect(refusalOf(request, voterOf('deploy', known), 'approve')).toBe('role');
    expect(refusalOf(request, voterOf('u-77', known), 'approve')).toBeUndefined();
  });

  test.prop([fc.constantFrom('1001', 'u-77', 'ana'), fc.constantFrom('1001', 'u-77', 'ana')])(
    'may not approve what they asked for, whichever of their ids says so',
    (asked, decides) => {
      const request = aRequest('a1', { requestedBy: { id: asked } });
      expect(refusalOf(request, voterOf(decides, known), 'approve')).toBe('self');
      expect(refusalOf(request, voterOf(decides, known), 'deny')).toBeUndefined();
    },
  );
});
