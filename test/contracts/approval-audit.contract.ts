// What every store of approvals keeps in the audit trail of a request: run on the one in memory and on the real one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_REFUSALS } from '../../src/approvals/approval-store.ts';
import { aVote, voteStep } from '../helpers/requests.ts';
import { type ApprovalsUnderTest, actsOn } from './approvals-under-test.ts';

const AT = '2026-03-02T09:05:00.000Z';
const REFUSED = { what: 'refused', why: 'role', id: '9', at: AT };

export function describeApprovalAudit(name: string, make: () => Promise<ApprovalsUnderTest>): void {
  describe(name, () => {
    let under: ApprovalsUnderTest;
    let acts: ReturnType<typeof actsOn>;

    beforeEach(async () => {
      under = await make();
      acts = actsOn(under);
    });
    afterEach(() => under.close());

    it('says who, from where, when and why', async () => {
      const vote = { ...aVote('ana', 'deny'), reason: 'freeze' };
      await under.store.step({ ...voteStep(await acts.ask(), vote), from: 'chat 7' });
      const [asked, voted, denied] = await under.store.audit('a1');
      expect(asked).toMatchObject({ what: 'asked', at: expect.stringMatching(/^\d{4}-.*Z$/) });
      const act = { by: vote.by, at: vote.at, reason: 'freeze', from: 'chat 7' };
      expect(voted).toEqual({ what: 'vote', verdict: 'deny', ...act });
      expect(denied).toEqual({ what: 'denied', ...act });
    });

    it('keeps attempts that were refused, in their order', async () => {
      await acts.ask();
      await under.store.note('a1', REFUSED, 'tap 1');
      await acts.approve();
      expect((await under.store.audit('a1'))[1]).toEqual(REFUSED);
      expect(await acts.whats()).toEqual(['asked', 'refused', 'vote', 'approved']);
    });

    it('keeps a refusal once, however often the same attempt of a person is refused for the same reason', async () => {
      await acts.ask();
      const others = [
        { entry: REFUSED, attempt: 'tap 2' },
        { entry: { ...REFUSED, why: 'reason' }, attempt: 'tap 1' },
        { entry: { ...REFUSED, id: '8' }, attempt: 'tap 1' },
      ];
      for (const at of [AT, '2026-03-02T09:06:00.000Z']) {
        await under.store.note('a1', { ...REFUSED, at }, 'tap 1');
      }
      for (const { entry, attempt } of others) await under.store.note('a1', entry, attempt);
      const entries = others.map(({ entry }) => entry);
      expect((await under.store.audit('a1')).slice(1)).toEqual([REFUSED, ...entries]);
    });

    it('keeps so many refusals of a person, and those of others', async () => {
      await acts.ask();
      for (let tries = 0; tries < MAX_REFUSALS + 5; tries += 1) {
        await under.store.note('a1', REFUSED, `tap ${tries}`);
      }
      await under.store.note('a1', { ...REFUSED, id: '8' }, 'tap 1');
      const ids = (await under.store.audit('a1')).map(({ id }) => id);
      expect(ids.filter((id) => id === '9')).toHaveLength(MAX_REFUSALS);
      expect(ids.at(-1)).toBe('8');
    });

    it('keeps nothing of a request that is not known', async () => {
      await under.store.note('a1', REFUSED, 'tap 1');
      expect(await under.store.audit('a1')).toEqual([]);
      await acts.ask();
      expect(await acts.whats()).toEqual(['asked']);
    });

    it('does not keep an attempt from being made later', async () => {
      await acts.ask();
      await under.store.note('a1', { ...REFUSED, id: 'ana' }, 'tap 1');
      expect((await acts.approve('ana', 'tap 1')).kind).toBe('made');
      expect(await acts.whats()).toEqual(['asked', 'refused', 'vote', 'approved']);
    });
  });
}
