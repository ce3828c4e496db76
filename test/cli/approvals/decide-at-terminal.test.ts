import { describe, expect, it } from 'vitest';
import type { Member } from '../../../src/audience/access.ts';
import { answer } from '../../../src/cli/approvals/decide-at-terminal.ts';
import { accountVoter, namedVoter } from '../../../src/cli/approvals/terminal-voter.ts';
import { createDeciding } from '../../approvals/decisions/deciding.ts';

const members: readonly Member[] = [
  { userId: 1001, name: 'Ana', grants: [{ role: 'approver' }], knownAs: [] },
];
const root = accountVoter('root', { members });
const ana = namedVoter('1001', 'ana-account', { members, chats: [] }) ?? root;

type Deciding = ReturnType<typeof createDeciding>;
type Terms = Parameters<Deciding['open']>[0];

/** What the last of these votes is told. */
async function told(terms: Terms, ...votes: Parameters<Deciding['vote']>[]) {
  const deciding = createDeciding();
  deciding.open(terms, { id: 'a1', requestedBy: { id: 'u-31', name: 'Bo' } });
  let last = answer({ kind: 'unknown' }, 'approve', '');
  for (const [who, verdict, fields] of votes) {
    last = answer(await deciding.vote(who, verdict, fields), verdict, who.name);
  }
  return last;
}

describe('what a decision is answered with', () => {
  it('is the outcome that it made', async () => {
    const text = 'a1  denied  kubectl apply';
    expect(await told({}, [root, 'deny'])).toEqual({ counts: true, text });
  });

  it('is how many agree while that is not enough', async () => {
    const one = await told({ required: 2 }, [ana, 'approve']);
    expect(one).toMatchObject({ counts: true, text: expect.stringContaining('counts: 1 of 2') });
    const again = await told({ required: 2 }, [ana, 'approve'], [ana, 'approve']);
    expect(again.text).toContain('counted before: 1 of 2');
    const denial = await told({ denyRequired: 3 }, [ana, 'deny']);
    expect(denial.text).toContain('your denial counts: 1 of 3');
  });

  it('is what stands, who made it so, and when', async () => {
    const late = await told({}, [ana, 'deny', { reason: 'too soon' }], [root, 'approve']);
    expect(late.counts).toBe(false);
    expect(late.text).toMatch(
      /^a1 was denied by Ana \(1001\) via cli at \S+Z: too soon; that stands/,
    );
  });

  it('is who may instead', async () => {
    const approvers = { roles: ['approver'], users: ['1001'] } as const;
    const refused = await told({ approvers }, [root, 'approve']);
    expect(refused.counts).toBe(false);
    expect(refused.text).toMatch(/"root" may not decide a1.*roles approver; users 1001.*--as 1001/);
  });

  it('is what to do instead for whoever asked', async () => {
    const refused = await told({}, [accountVoter('u-31', { members }), 'approve']);
    expect(refused.counts).toBe(false);
    expect(refused.text).toMatch(/"u-31" requested a1.*jobwire deny a1/);
  });

  it('is wrong usage where a reason is missing', async () => {
    const silent = told({ reasonRequired: 'deny' }, [root, 'deny']);
    await expect(silent).rejects.toMatchObject({ code: 'usage_wrong' });
    await expect(silent).rejects.toThrow(/nothing was changed.*--reason/);
  });
});
