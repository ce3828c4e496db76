// What every store of approvals keeps of the end of jobs, reminders, and what a job makes of a decision:
// run on the one in memory and on the real one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/approvals/approval.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { aRequest, aVote, timeoutStep, voteStep } from '../helpers/requests.ts';
import { type ApprovalsUnderTest, actsOn, CHAT } from './approvals-under-test.ts';

const AT = '2026-03-02T09:05:00.000Z';
const CANCELED: Outcome = { status: 'canceled', reason: 'failed', at: AT };
const APPROVED: Outcome = {
  status: 'approved',
  by: { id: 'u-9', name: 'Ben', via: 'cli' },
  at: AT,
};
const in_ = (ms: number) => new Date(systemClock.now() + ms).toISOString();

export function describeApprovalCourse(
  name: string,
  make: () => Promise<ApprovalsUnderTest>,
): void {
  describe(name, () => {
    let under: ApprovalsUnderTest;
    let acts: ReturnType<typeof actsOn>;

    beforeEach(async () => {
      under = await make();
      acts = actsOn(under);
    });
    afterEach(() => under.close());

    describe('the end of a job', () => {
      it('withdraws what it still asks for, and undoes no decision', async () => {
        await acts.ask();
        await acts.approve();
        await acts.ask({ id: 'a2' });
        await acts.ask({ id: 'a3', jobId: 'j2' });
        await under.takeQueue(7);
        await under.withdraw({ jobId: 'j1', projectId: 'p1' }, CANCELED);
        expect((await acts.standing('a1')).outcome?.status).toBe('approved');
        expect((await acts.standing('a2')).outcome).toEqual(CANCELED);
        expect((await acts.standing('a3')).outcome).toBeUndefined();
        expect(await under.takeQueue(7)).toEqual(['approval/7/a2']);
        const canceled = { what: 'canceled', reason: 'failed', at: AT };
        expect((await under.store.audit('a2'))[1]).toEqual(canceled);
      });

      it('says nothing of a job of the same name in another project', async () => {
        await acts.ask();
        await under.withdraw({ jobId: 'j1', projectId: 'p2' }, CANCELED);
        expect((await acts.standing()).outcome).toBeUndefined();
        await under.withdraw({ jobId: 'j1' }, CANCELED);
        expect((await acts.standing()).outcome).toBeUndefined();
        await under.withdraw({ jobId: 'j1', projectId: 'p1' }, CANCELED);
        expect((await acts.standing()).outcome?.status).toBe('canceled');
      });
    });

    describe('reminders', () => {
      const past = () => systemClock.now() - 5_000;
      const further = [{ address: { chatId: 99 }, token: 'further' }];

      it('are due at their time, in order, until they were given', async () => {
        const [first, second] = [past(), systemClock.now() + 60_000];
        await acts.ask({}, { remindAt: [first, second] });
        expect(await under.store.remindersDue(first - 1)).toEqual([]);
        const due = await under.store.remindersDue(systemClock.now());
        expect(due).toEqual([{ approvalId: 'a1', count: 1 }]);
        expect(await under.store.remindersDue(second)).toHaveLength(2);
        await under.store.remind({ approvalId: 'a1', count: 1 }, []);
        expect(await under.store.remindersDue(second)).toEqual([{ approvalId: 'a1', count: 2 }]);
      });

      it('reach each place once, whoever gives them', async () => {
        await acts.ask({}, { remindAt: [past()] });
        const reminder = { approvalId: 'a1', count: 1 };
        await Promise.all([under.store.remind(reminder, []), under.store.remind(reminder, [])]);
        expect(await under.takeQueue(7)).toEqual(['reminder/7/1/a1']);
        expect(await under.takeQueue(-42)).toEqual(['reminder/-42:5/1/a1']);
        expect(await acts.whats()).toEqual(['asked', 'reminded']);
      });

      it('show the request in further places once, and nothing where it is already', async () => {
        await acts.ask(
          {},
          { remindAt: [past(), systemClock.now() + 50, systemClock.now() + 60_000] },
        );
        const places = [...further, { address: CHAT, token: 'again' }];
        await under.store.remind({ approvalId: 'a1', count: 1 }, places);
        expect(await under.takeQueue(99)).toEqual(['approval/99/a1']);
        expect(await under.takeQueue(7)).toEqual(['reminder/7/1/a1']);
        expect(await under.store.copyOf('again')).toBeUndefined();
        await under.store.remind({ approvalId: 'a1', count: 2 }, places);
        expect(await under.takeQueue(99)).toEqual(['reminder/99/2/a1']);
        expect(await acts.whats()).toEqual(['asked', 'reminded', 'escalated', 'reminded']);
        expect((await under.store.audit('a1'))[2]).toMatchObject({ to: '99' });
        await acts.approve();
        expect(await under.takeQueue(99)).toEqual(['approval/99/a1']);
      });

      it('are one when several are due at once, because nobody was there before', async () => {
        await acts.ask({}, { remindAt: [past(), past() + 1] });
        await under.store.remind({ approvalId: 'a1', count: 1 }, further);
        await under.store.remind({ approvalId: 'a1', count: 2 }, further);
        expect(await under.takeQueue(7)).toEqual(['reminder/7/2/a1']);
        expect(await acts.whats()).toEqual(['asked', 'escalated', 'reminded']);
      });

      it('end with the outcome', async () => {
        await acts.ask({}, { remindAt: [past(), past() + 1] });
        await acts.approve();
        await under.takeQueue(7);
        expect(await under.store.remindersDue(systemClock.now())).toEqual([]);
        await under.store.remind({ approvalId: 'a1', count: 1 }, further);
        expect(await under.takeQueue(7)).toEqual([]);
        expect(await under.takeQueue(99)).toEqual([]);
      });
    });

    describe('the acknowledgement of a decision', () => {
      const job = { jobId: 'j1', projectId: 'p1' };
      const kind = async (id = 'a1') => (await acts.standing(id)).acknowledgement?.kind;

      it('is awaited, until the job gives a sign of life after it', async () => {
        await acts.ask();
        const before = await under.tick();
        await acts.approve();
        expect(await kind()).toBe('pending');
        await under.takeQueue(7);
        await under.alive(job, { position: before, at: AT });
        expect(await kind()).toBe('pending');
        await under.alive({ ...job, projectId: 'p2' }, { position: await under.tick(), at: AT });
        await under.alive({ ...job, jobId: 'j2' }, { position: await under.tick(), at: AT });
        expect(await kind()).toBe('pending');
        await under.alive(job, { position: await under.tick(), at: AT });
        expect((await acts.standing()).acknowledgement).toEqual({ kind: 'picked_up', at: AT });
        expect(await under.takeQueue(7)).toEqual(['approval/7/a1']);
        expect(await acts.whats()).toEqual(['asked', 'vote', 'approved', 'picked_up']);
      });

      it('is noted once', async () => {
        await acts.ask();
        await acts.approve();
        await under.alive(job, { position: await under.tick(), at: AT });
        await under.alive(job, { position: await under.tick(), at: in_(0) });
        expect((await acts.standing()).acknowledgement).toEqual({ kind: 'picked_up', at: AT });
        expect(await under.store.unacknowledged(systemClock.now() + 120_000)).toEqual([]);
      });

      it('is asked of decisions that a job waits for, and of nothing else', async () => {
        await acts.ask({ id: 'a1', expiresAt: in_(-1) });
        await under.store.step(timeoutStep(await acts.standing()));
        const jobless = aRequest('a2');
        delete (jobless as { jobId?: string }).jobId;
        await under.open(jobless);
        await under.store.step(voteStep(await acts.standing('a2'), aVote('ana')));
        await acts.ask({ id: 'a3' });
        await under.withdraw(job, CANCELED);
        expect(await Promise.all([kind('a1'), kind('a2'), kind('a3')])).toEqual([
          ...[undefined, undefined, undefined],
        ]);
        expect(await under.store.unacknowledged(systemClock.now() + 120_000)).toEqual([]);
      });

      it('is missed after a minute; the channel hears the decision again, the stream does not', async () => {
        await acts.ask();
        await acts.approve();
        const now = systemClock.now();
        expect(await under.store.unacknowledged(now + 59_000)).toEqual([]);
        expect(await under.store.unacknowledged(now + 61_000)).toEqual(['a1']);
        await under.takeQueue(7);
        await Promise.all([under.store.repeat('a1'), under.store.repeat('a1')]);
        const [id] = await under.inStream();
        expect(await under.inStream()).toEqual([id]);
        expect(await under.inJournal()).toEqual([id]);
        expect(await under.onChannel()).toEqual([id, id]);
        expect(await kind()).toBe('missing');
        expect(await under.takeQueue(7)).toEqual(['approval/7/a1']);
        expect(await under.store.unacknowledged(now + 120_000)).toEqual([]);
        expect(await acts.whats()).toEqual(['asked', 'vote', 'approved', 'unheard']);
      });

      it('is still noted when the sign comes late', async () => {
        await acts.ask();
        await acts.approve();
        await under.store.repeat('a1');
        await under.alive(job, { position: await under.tick(), at: AT });
        expect(await kind()).toBe('picked_up');
      });

      it('is not repeated for what was never decided here', async () => {
        await acts.ask();
        await under.store.repeat('a1');
        await under.settle({ source: 'x', key: 'a1', approvalId: 'a1', outcome: APPROVED });
        await under.store.repeat('a1');
        expect(await under.onChannel()).toEqual([]);
        expect(await kind()).toBeUndefined();
      });
    });
  });
}
