// What every store of approvals keeps of the identity of requests: run on the one in memory and on the real one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { aRequest } from '../helpers/requests.ts';
import { type ApprovalsUnderTest, actsOn, CHAT } from './approvals-under-test.ts';

const in_ = (ms: number) => new Date(systemClock.now() + ms).toISOString();

export function describeApprovalIdentity(
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

    describe('the identity of a request', () => {
      const other = { address: CHAT, token: 'other' };

      it('is project and id: one project hides nothing from another', async () => {
        await under.open(aRequest('of-other', { id: 'deploy-42', key: 'k2', projectId: 'other' }));
        await under.open(aRequest('of-shop', { id: 'deploy-42', key: 'k1' }), [other]);
        const found = await under.store.find('deploy-42');
        const projects = found.map(({ request }) => request.projectId).sort();
        expect(projects).toEqual(['other', 'p1']);
        expect(await under.takeQueue(7)).toEqual(['approval/7/k1']);
        expect((await under.store.find('nothing'))[0]).toBeUndefined();
      });

      it('is another where it is internal; whoever took it back need not say so', async () => {
        const internal = { id: 'deploy-42', key: 'k1-internal', visibility: 'internal' } as const;
        await under.open(aRequest('internally', internal));
        const at = new Date(systemClock.now()).toISOString();
        const elsewhere = { source: 'x' };
        const outcome = { status: 'canceled', elsewhere, at } as const;
        const told = { source: 'x', key: 'k1', approvalId: 'deploy-42', projectId: 'p1', outcome };
        await under.settle(told);
        expect((await acts.standing('k1-internal')).outcome?.status).toBe('canceled');
      });

      it('asks anew what is settled, and keeps what stands', async () => {
        await acts.ask();
        await acts.approve();
        const again = aRequest('a1', { eventId: 'another event', action: 'rm -rf /' });
        await under.open(again, [{ address: CHAT, token: 'second' }]);
        const [current] = await under.store.find('a1');
        expect(current?.request).toMatchObject({ key: 'a1.2', id: 'a1', action: 'rm -rf /' });
        expect(current?.outcome).toBeUndefined();
        expect((await acts.standing('a1')).outcome?.status).toBe('approved');
        await under.open(aRequest('a1', { eventId: 'a third event' }));
        expect((await under.store.find('a1'))[0]?.request).toMatchObject({
          key: 'a1.2',
          version: 3,
        });
      });

      it('knows what an attempt has decided before', async () => {
        await acts.ask();
        await acts.approve('ana', 'once');
        await under.open(aRequest('a1', { eventId: 'another event', action: 'rm -rf /' }));
        const found = await under.store.attempted(['a1.2', 'a1'], 'once');
        expect([found?.request.key, found?.outcome?.status]).toEqual(['a1', 'approved']);
        expect(await under.store.attempted(['a1.2'], 'once')).toBeUndefined();
        expect(await under.store.attempted(['a1.2', 'a1'], 'another')).toBeUndefined();
        expect(await under.store.attempted([], 'once')).toBeUndefined();
      });

      it('changes while it is open: votes fall, and each copy is shown anew', async () => {
        await acts.ask({}, { required: 2 });
        await acts.approve('ana');
        await under.takeQueue(7);
        await under.store.adopt({ approvalId: 'a1', address: CHAT }, 55);
        const changed = aRequest('a1', { eventId: 'another event', action: 'rm -rf /' });
        await under.open(changed, [{ address: CHAT, token: 'unused' }]);
        const { request, votes } = await acts.standing();
        expect(request).toMatchObject({ version: 2, action: 'rm -rf /', key: 'a1' });
        expect(request.changedAt).toMatch(/^\d{4}-.*Z$/);
        expect(votes).toEqual([]);
        expect((await under.takeQueue(7)).sort()).toEqual(['approval/7/a1', 'superseded/7/55/a1']);
        expect(await under.store.tokenFor({ approvalId: 'a1', address: CHAT })).toBe('a1-7');
        expect(await acts.whats()).toEqual(['asked', 'vote', 'changed']);
      });

      it('stays as it is when the same is asked again by another event', async () => {
        await acts.ask();
        await under.open(aRequest('a1', { eventId: 'another event' }), [other]);
        expect((await acts.standing()).request.version).toBe(1);
        expect(await under.takeQueue(7)).toEqual([]);
        expect(await acts.whats()).toEqual(['asked', 'asked_again']);
      });

      it.each([
        { asked: undefined, again: 'token:t1', version: 1 },
        { asked: 'token:t2', again: 'token:t1', version: 1 },
        { asked: 'token:t1', again: 'token:t1', version: 2 },
        { asked: 'token:t1', again: undefined, version: 2 },
      ])('is at version $version when $asked asked and $again asks for more', async (by) => {
        const first = by.asked === undefined ? {} : { source: by.asked };
        await acts.ask(first);
        const source = by.again === undefined ? {} : { source: by.again };
        const more = { ...source, eventId: 'another event', action: 'rm -rf /' };
        await under.open(aRequest('a1', more));
        expect((await acts.standing()).request.version).toBe(by.version);
        const note = by.version === 1 ? 'asked_by_another' : 'changed';
        expect(await acts.whats()).toEqual(['asked', note]);
      });

      it('counts the deadline and the reminders of its newest version alone', async () => {
        const soon = systemClock.now() + 60_000;
        await acts.ask({ expiresAt: in_(-1) }, { remindAt: [1, 2] });
        const later = { expiresAt: in_(90_000), eventId: 'another event', action: 'other' };
        await under.open(aRequest('a1', later, { remindAt: [soon] }));
        expect(await under.store.overdue(systemClock.now())).toEqual([]);
        expect(await under.store.remindersDue(systemClock.now())).toEqual([]);
        expect(await under.store.remindersDue(soon)).toEqual([{ approvalId: 'a1', count: 1 }]);
      });
    });
  });
}
