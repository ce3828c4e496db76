// What every store of approvals keeps of requests, votes and outcomes: run on the one in memory and on
// the real one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest, Outcome } from '../../src/approvals/approval.ts';
import type { StepResult } from '../../src/approvals/approval-store.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { ASKED_AT, aRequest, aVote, timeoutStep, voteStep } from '../helpers/requests.ts';
import { type ApprovalsUnderTest, actsOn, CHAT, TOPIC } from './approvals-under-test.ts';

const AT = '2026-03-02T09:05:00.000Z';
const APPROVED: Outcome = {
  status: 'approved',
  by: { id: 'u-9', name: 'Ben', via: 'cli' },
  elsewhere: { source: 'orchestrator' },
  at: AT,
};
const in_ = (ms: number) => new Date(systemClock.now() + ms).toISOString();

export function describeApprovalStore(name: string, make: () => Promise<ApprovalsUnderTest>): void {
  describe(name, () => {
    let under: ApprovalsUnderTest;
    let acts: ReturnType<typeof actsOn>;

    beforeEach(async () => {
      under = await make();
      acts = actsOn(under);
    });
    afterEach(() => under.close());

    const statusIn = (result: StepResult) =>
      'approval' in result ? result.approval.outcome?.status : undefined;

    describe('opening', () => {
      it('keeps the first form of a request that is repeated, and shows it once', async () => {
        await acts.ask();
        await under.open(aRequest('a1', { action: 'rm -rf /' }), [{ address: CHAT, token: 'x' }]);
        expect((await acts.standing()).request.action).toBe('kubectl apply');
        expect(await under.takeQueue(7)).toEqual([]);
        expect(await under.store.copyOf('x')).toBeUndefined();
        expect(await acts.whats()).toEqual(['asked']);
      });

      it('shows it once in a place that is named twice', async () => {
        const twice = ['first', 'second'].map((token) => ({ address: CHAT, token }));
        await under.open(aRequest('a1'), twice);
        expect(await under.takeQueue(7)).toEqual(['approval/7/a1']);
        expect(await under.store.tokenFor({ approvalId: 'a1', address: CHAT })).toBe('first');
        expect(await under.store.copyOf('second')).toBeUndefined();
      });

      it('lists what is pending oldest first, and everything newest first', async () => {
        await acts.ask({ requestedAt: '2026-03-02T09:00:02.000Z' });
        await systemClock.sleep(2);
        await acts.ask({ id: 'a2', requestedAt: ASKED_AT });
        const ids = (all: readonly { request: ApprovalRequest }[]) =>
          all.map(({ request }) => request.id);
        expect(ids(await under.store.pending())).toEqual(['a2', 'a1']);
        expect(ids(await under.store.recent(5))).toEqual(['a2', 'a1']);
        await acts.approve();
        expect(ids(await under.store.pending())).toEqual(['a2']);
        expect(ids(await under.store.recent(1))).toEqual(['a2']);
      });

      it('knows the copy of a token, and no copy of one that was never given out', async () => {
        await acts.ask();
        expect(await under.store.copyOf('a1-42')).toEqual({ approvalId: 'a1', address: TOPIC });
        expect(await under.store.tokenFor({ approvalId: 'a1', address: TOPIC })).toBe('a1-42');
        expect(await under.store.copyOf('a1-43')).toBeUndefined();
        const elsewhere = { approvalId: 'a1', address: { chatId: -42 } };
        expect(await under.store.tokenFor(elsewhere)).toBeUndefined();
      });
    });

    describe('a step', () => {
      it('counts a vote, and settles with the one that is enough', async () => {
        await acts.ask({}, { required: 2 });
        const first = await acts.approve('ana');
        expect(first).toMatchObject({ kind: 'made', approval: { votes: [{ by: { id: 'ana' } }] } });
        expect(statusIn(first)).toBeUndefined();
        expect((await acts.standing()).revision).toBe(1);
        expect(await under.inStream()).toEqual([]);
        expect(await under.takeQueue(7)).toEqual(['approval/7/a1']);
        const second = await acts.approve('ben');
        expect(second).toMatchObject({
          kind: 'made',
          approval: { outcome: { status: 'approved' } },
        });
        const { votes } = await acts.standing();
        expect(votes.map(({ by }) => by.id)).toEqual(['ana', 'ben']);
        expect(await acts.whats()).toEqual(['asked', 'vote', 'vote', 'approved']);
      });

      it('replaces the earlier vote of the same person, in its place', async () => {
        await acts.ask({}, { required: 3, denyRequired: 3 });
        await acts.approve('ana');
        await acts.approve('ben');
        const denial = aVote('ana', 'deny');
        await under.store.step(voteStep(await acts.standing(), denial, 'ana again'));
        const votes = (await acts.standing()).votes.map(({ by, verdict }) => `${by.id} ${verdict}`);
        expect(votes).toEqual(['ana deny', 'ben approve']);
      });

      it('tells stream, channel and journal once', async () => {
        await acts.ask();
        await acts.approve();
        const [id] = await under.inStream();
        expect(id).toBeDefined();
        expect(await under.inStream()).toEqual([id]);
        expect(await under.onChannel()).toEqual([id]);
        expect(await under.inJournal()).toEqual([id]);
      });

      it('answers an attempt that was made the same way again, and changes nothing', async () => {
        await acts.ask();
        expect((await acts.approve('ana')).kind).toBe('made');
        const before = await acts.standing();
        const again = await under.store.step(voteStep(before, aVote('ana', 'deny')));
        expect(again).toEqual({ kind: 'made', approval: before });
        expect(await acts.whats()).toEqual(['asked', 'vote', 'approved']);
        expect(await under.inStream()).toHaveLength(1);
      });

      it('says what stands to whoever is too late', async () => {
        await acts.ask();
        await acts.approve('ana');
        const late = await under.store.step(voteStep(await acts.standing(), aVote('ben', 'deny')));
        expect(late).toMatchObject({
          kind: 'already',
          approval: { outcome: { by: { id: 'ana' } } },
        });
        expect((await acts.standing()).votes).toHaveLength(1);
      });

      it('is refused when it was made for an approval that has changed since', async () => {
        const seen = await acts.ask({}, { required: 2 });
        await acts.approve('ana');
        expect(await under.store.step(voteStep(seen, aVote('ben')))).toEqual({ kind: 'changed' });
        expect((await acts.standing()).votes).toHaveLength(1);
      });

      it('takes no vote once the time is over, whoever looks at the clock', async () => {
        await acts.ask({ expiresAt: in_(-1) });
        const late = await acts.approve();
        expect(late).toMatchObject({ kind: 'overdue', approval: { votes: [] } });
        expect(await under.store.overdue(systemClock.now())).toEqual(['a1']);
        const settled = await under.store.step(timeoutStep(await acts.standing()));
        expect(statusIn(settled)).toBe('expired');
        expect(await under.store.overdue(systemClock.now())).toEqual([]);
        expect(await acts.approve('ben')).toMatchObject({ kind: 'already' });
        expect(await under.inStream()).toHaveLength(1);
      });

      it('does not time out what still has time', async () => {
        const approval = await acts.ask({ expiresAt: in_(60_000) });
        expect(await under.store.step(timeoutStep(approval))).toEqual({ kind: 'early' });
        expect(await under.store.overdue(systemClock.now())).toEqual([]);
        expect((await acts.approve()).kind).toBe('made');
        const forever = await acts.ask({ id: 'a2' });
        expect(await under.store.step(timeoutStep(forever))).toEqual({ kind: 'early' });
      });

      it('knows no approval that nobody asked for', async () => {
        const made = await under.store.step(voteStep(await acts.ask(), aVote('ana')));
        expect(made.kind).toBe('made');
        const unknown = voteStep({ request: aRequest('nothing'), votes: [] }, aVote('ana'));
        expect(await under.store.step(unknown)).toEqual({ kind: 'unknown' });
        expect(await under.store.get('nothing')).toBeUndefined();
        expect(await under.inStream()).toHaveLength(1);
      });

      it('has every copy changed, those that delivery lost too', async () => {
        await acts.ask();
        await under.store.adopt({ approvalId: 'a1', address: CHAT }, 55);
        await under.store.adopt({ approvalId: 'a1', address: TOPIC }, 56);
        expect(await under.takeQueue(7)).toEqual([]);
        await acts.approve();
        expect((await under.takeQueue(7)).sort()).toEqual(['approval/7/a1', 'stray/7/55/a1']);
        const inTopic = ['approval/-42:5/a1', 'stray/-42:5/56/a1'];
        expect((await under.takeQueue(-42)).sort()).toEqual(inTopic);
        await under.store.adopt({ approvalId: 'a1', address: CHAT }, 57);
        expect(await under.takeQueue(7)).toEqual(['stray/7/57/a1']);
      });
    });

    describe('a decision made elsewhere', () => {
      const told = { source: 'orchestrator', projectId: 'p1', outcome: APPROVED };

      it('settles the request that it names, and is not announced again', async () => {
        await acts.ask();
        await under.settle({ ...told, key: 'a1', approvalId: 'a1' });
        expect((await acts.standing()).outcome).toEqual(APPROVED);
        expect((await acts.standing()).acknowledgement).toBeUndefined();
        expect(await under.inStream()).toEqual([]);
        expect(await under.takeQueue(7)).toEqual(['approval/7/a1']);
        const [, entry] = await under.store.audit('a1');
        const { by, at } = APPROVED;
        const { elsewhere } = APPROVED;
        expect(entry).toEqual({ what: 'approved', by, at, elsewhere, from: 'bus orchestrator' });
      });

      it('settles the gate that it names', async () => {
        await acts.ask({ stage: 'render', jobId: 'film', isGate: true });
        await acts.ask({ id: 'a2', stage: 'mix', jobId: 'film', isGate: true });
        await under.settle({ ...told, gate: { jobId: 'film', stage: 'mix' } }, 'film');
        expect((await acts.standing('a1')).outcome).toBeUndefined();
        expect((await acts.standing('a2')).outcome).toEqual(APPROVED);
        await under.settle(
          {
            ...told,
            key: 'nobody',
            approvalId: 'nobody',
            gate: { jobId: 'film', stage: 'render' },
          },
          'film',
        );
        expect((await acts.standing('a1')).outcome).toEqual(APPROVED);
      });

      it('counts for nothing where the policy says so, and is written down', async () => {
        await acts.ask({}, { decidedElsewhere: 'ignore' });
        await under.settle({ ...told, key: 'a1', approvalId: 'a1' });
        expect((await acts.standing()).outcome).toBeUndefined();
        const [, refused] = await under.store.audit('a1');
        expect(refused).toMatchObject({ what: 'refused', why: 'elsewhere', status: 'approved' });
        expect(refused).toMatchObject({ from: 'bus orchestrator' });
      });

      it('that names no project means the only request of that id', async () => {
        await acts.ask();
        const { projectId: _, ...ofNone } = told;
        await under.open(aRequest('b', { id: 'a1', key: 'k2', projectId: 'p2' }));
        await under.settle({ ...ofNone, key: 'none', approvalId: 'a1' });
        expect((await acts.standing()).outcome).toBeUndefined();
        await under.open(aRequest('c', { id: 'c', projectId: 'p2' }));
        await under.settle({ ...ofNone, key: 'none', approvalId: 'c' });
        expect((await acts.standing('c')).outcome?.status).toBe('approved');
      });

      it('says nothing of the requests of another project', async () => {
        await acts.ask({ stage: 'render' });
        await under.settle({ ...told, key: 'of-p2', approvalId: 'a1', projectId: 'p2' });
        await under.settle(
          { ...told, projectId: 'p2', gate: { jobId: 'j1', stage: 'render' } },
          'j2',
        );
        expect((await acts.standing()).outcome).toBeUndefined();
        expect(await acts.whats()).toEqual(['asked']);
      });

      it('changes no outcome, and settles nothing that was never asked for', async () => {
        await acts.ask();
        await acts.approve();
        await under.settle({
          ...told,
          key: 'a1',
          approvalId: 'a1',
          outcome: { ...APPROVED, status: 'denied' },
        });
        await under.settle({ ...told, key: 'nothing', approvalId: 'nothing' });
        expect((await acts.standing()).outcome).toMatchObject({
          status: 'approved',
          by: { id: 'ana' },
        });
        expect(await under.store.get('nothing')).toBeUndefined();
        expect(await acts.whats()).toEqual(['asked', 'vote', 'approved']);
      });
    });
  });
}
