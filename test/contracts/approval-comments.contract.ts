// What every store of approvals keeps of comments: run on the one in memory and on the real one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { aVote, commentStep, voteStep } from '../helpers/requests.ts';
import { type ApprovalsUnderTest, actsOn } from './approvals-under-test.ts';

const in_ = (ms: number) => new Date(systemClock.now() + ms).toISOString();

export function describeApprovalComments(
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

    const comment = async (text: string, attempt = text) =>
      under.store.step(commentStep(await acts.standing(), text, attempt));
    const id = (text: string) => `comment ${text} on a1`;

    it('are in the trail, the stream, the journal and on the channel', async () => {
      await acts.ask();
      expect(await comment('first')).toMatchObject({ kind: 'made' });
      expect(await comment('second')).toMatchObject({ kind: 'made' });
      const both = [id('first'), id('second')];
      expect(await under.inStream()).toEqual(both);
      expect(await under.inJournal()).toEqual(both);
      expect(await under.onChannel()).toEqual(both);
      expect(await under.store.audit('a1')).toMatchObject([
        { what: 'asked' },
        { what: 'comment', text: 'first' },
        { what: 'comment', text: 'second' },
      ]);
    });

    it('count once, however often and from however many replicas they come', async () => {
      await acts.ask();
      const step = commentStep(await acts.standing(), 'once');
      const results = await Promise.all([1, 2, 3].map(() => under.store.step(step)));
      expect(results.map(({ kind }) => kind)).toEqual(['made', 'made', 'made']);
      expect(await under.inStream()).toEqual([id('once')]);
      expect(await under.inJournal()).toEqual([id('once')]);
      expect(await acts.whats()).toEqual(['asked', 'comment']);
    });

    it('change nothing of the request, and no copy of it', async () => {
      await acts.ask({}, { required: 2 });
      await acts.approve('ana');
      await under.takeQueue(7);
      await under.takeQueue(-42);
      const before = await acts.standing();
      await comment('looks odd');
      expect(await acts.standing()).toEqual(before);
      expect(await under.takeQueue(7)).toEqual([]);
      expect(await under.takeQueue(-42)).toEqual([]);
    });

    it('are awaited by no job: it is the decision that is said again', async () => {
      await acts.ask();
      await comment('wait');
      expect((await acts.standing()).acknowledgement).toBeUndefined();
      expect(await under.store.unacknowledged(systemClock.now() + 120_000)).toEqual([]);
      await under.store.repeat('a1');
      expect(await under.onChannel()).toEqual([id('wait')]);
      await acts.approve();
      await under.store.repeat('a1');
      const [, decision] = await under.inStream();
      expect(await under.onChannel()).toEqual([id('wait'), decision, decision]);
    });

    it('are refused after the outcome, whatever the outcome was made by', async () => {
      await acts.ask();
      await acts.approve();
      const { outcome } = await acts.standing();
      expect(await comment('late')).toMatchObject({ kind: 'already', approval: { outcome } });
      expect(await acts.whats()).toEqual(['asked', 'vote', 'approved']);
      expect(await under.inStream()).toHaveLength(1);
    });

    it('that were kept before the outcome are answered so when they come again', async () => {
      await acts.ask();
      await comment('early');
      await acts.approve();
      expect(await comment('early')).toMatchObject({ kind: 'made' });
      expect(await acts.whats()).toEqual(['asked', 'comment', 'vote', 'approved']);
    });

    it('are refused when the time is over, or for what has changed since', async () => {
      const asked = await acts.ask({ expiresAt: in_(-1) });
      expect(await comment('late')).toMatchObject({ kind: 'overdue' });
      await acts.ask({ id: 'a2' }, { required: 2 });
      const before = await acts.standing('a2');
      await under.store.step(voteStep(before, aVote('ana')));
      expect(await under.store.step(commentStep(before, 'old'))).toEqual({ kind: 'changed' });
      const unknown = commentStep({ ...asked, request: { ...asked.request, key: 'a9' } }, 'lost');
      expect(await under.store.step(unknown)).toEqual({ kind: 'unknown' });
      expect(await under.inStream()).toEqual([]);
    });
  });
}
