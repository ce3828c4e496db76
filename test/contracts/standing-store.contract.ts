// What every store of standing approvals keeps: run on the one in memory and on the real one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '../../src/approvals/approval.ts';
import { withinOf } from '../../src/approvals/standing/standing.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { aRequest, aVote } from '../helpers/requests.ts';
import { givingStep, STANDING_TERMS, standingOf, usingStep } from '../helpers/standings.ts';
import { waitUntil } from '../helpers/wait.ts';
import { type ApprovalsUnderTest, CHAT } from './approvals-under-test.ts';

const AT = '2026-03-02T09:05:00.000Z';
const STOPPED = { why: 'stopped', at: AT } as const;

function askedOf(id: string, fields: Partial<ApprovalRequest> = {}, terms = STANDING_TERMS) {
  return aRequest(id, { sessionId: 's1', ...fields }, { standing: terms, required: 2 });
}

export function describeStandingStore(name: string, make: () => Promise<ApprovalsUnderTest>): void {
  describe(name, () => {
    let under: ApprovalsUnderTest;

    beforeEach(async () => {
      under = await make();
    });
    afterEach(() => under.close());

    const open = (request: ApprovalRequest) =>
      under.open(request, [{ address: CHAT, token: `${request.key}-${request.eventId}` }]);

    /** Given with the first request. */
    async function give(request = askedOf('a1'), vote = aVote('ana')) {
      await open(request);
      await under.takeQueue(7);
      await under.store.step(givingStep(request, vote));
      await under.takeQueue(7);
      return standingOf(request, vote);
    }

    const idsInForce = async () =>
      (await under.standings.inForce()).map(({ standing }) => standing.id);

    it('is in force once its vote is there, and counts its uses', async () => {
      const standing = await give();
      expect(await under.standings.inForce()).toEqual([{ standing, uses: 0 }]);
      expect(await under.standings.get('of-ana')).toEqual({ standing, uses: 0 });
      expect(await under.standings.get('of-ben')).toBeUndefined();
      await open(askedOf('a2'));
      const step = usingStep(askedOf('a2'), standing);
      expect((await under.store.step(step)).kind).toBe('made');
      expect((await under.store.step(step)).kind).toBe('made');
      expect(await under.standings.alike('like-1')).toEqual([{ standing, uses: 1 }]);
      expect(await under.standings.alike('like-2')).toEqual([]);
    });

    it('is not given by a step that is refused', async () => {
      await open(askedOf('a1'));
      const step = { ...givingStep(askedOf('a1'), aVote('ana')), revision: 9 };
      expect(await under.store.step(step)).toEqual({ kind: 'changed' });
      expect(await under.standings.inForce()).toEqual([]);
    });

    it('holds back a request like it, and no other, until that is released', async () => {
      await give();
      await open(askedOf('a2'));
      await open(askedOf('a3', {}, { ...STANDING_TERMS, like: 'another' }));
      await open(aRequest('a4'));
      expect(await under.takeQueue(7)).toEqual(['approval/7/a3', 'approval/7/a4']);
      expect(await under.standings.held()).toEqual(['a2']);
      await under.store.release('a2', 2);
      expect(await under.standings.held()).toEqual(['a2']);
      await under.store.release('a2', 1);
      expect(await under.standings.held()).toEqual([]);
      expect(await under.takeQueue(7)).toEqual(['approval/7/a2']);
      await under.store.release('a2', 1);
      await under.store.release('a2');
      expect(await under.takeQueue(7)).toEqual([]);
    });

    it('shows a request that is settled while it is held back once, by its outcome', async () => {
      const standing = await give();
      await open(askedOf('a2'));
      const outcome = { status: 'approved', by: standing.by, at: AT } as const;
      await under.store.step({ ...usingStep(askedOf('a2'), standing), outcome });
      expect(await under.takeQueue(7)).toEqual(['approval/7/a2']);
      await under.store.release('a2');
      expect(await under.takeQueue(7)).toEqual([]);
    });

    it('does not show a vote before the request is released', async () => {
      const standing = await give();
      await open(askedOf('a2'));
      await under.store.step(usingStep(askedOf('a2'), standing));
      expect(await under.takeQueue(7)).toEqual([]);
      await under.store.release('a2');
      expect(await under.takeQueue(7)).toEqual(['approval/7/a2']);
    });

    it('judges a changed request anew', async () => {
      await give();
      await open(askedOf('a2'));
      const other = { ...STANDING_TERMS, like: 'another' };
      await open(askedOf('a2', { action: 'rm -rf /', eventId: 'changed' }, other));
      expect(await under.standings.held()).toEqual([]);
      expect(await under.takeQueue(7)).toEqual(['approval/7/a2']);
      await open(askedOf('a2', { action: 'as before', eventId: 'again' }));
      expect(await under.standings.held()).toEqual(['a2']);
    });

    it('counts for nothing once it ended', async () => {
      const standing = await give();
      await open(askedOf('a2'));
      expect(await under.standings.end('of-ana', STOPPED)).toBe(true);
      expect(await under.standings.end('of-ana', STOPPED)).toBe(false);
      expect(await under.standings.end('of-ben', STOPPED)).toBe(false);
      expect(await under.standings.inForce()).toEqual([]);
      expect(await under.store.step(usingStep(askedOf('a2'), standing))).toEqual({
        kind: 'changed',
      });
      await open(askedOf('a3'));
      expect(await under.standings.held()).toEqual(['a2']);
    });

    it('is over when its time is', async () => {
      await give(askedOf('a1', {}, { ...STANDING_TERMS, forMs: 30 }));
      expect(await under.standings.ended()).toEqual([]);
      await waitUntil(async () => (await under.standings.ended()).length === 1);
      expect(await under.standings.inForce()).toEqual([]);
    });

    it('is forgotten once, with a note on its request of how it ended', async () => {
      const standing = await give();
      await under.standings.forget(standing, AT);
      expect(await idsInForce()).toEqual(['of-ana']);
      const by = { id: 'ben', name: 'Ben', via: 'web' } as const;
      await under.standings.end('of-ana', { ...STOPPED, by });
      expect(await under.standings.ended()).toEqual([standing]);
      await under.standings.forget(standing, AT);
      await under.standings.forget(standing, AT);
      expect(await under.standings.ended()).toEqual([]);
      expect(
        (await under.store.audit('a1')).filter(({ what }) => what === 'standing_ended'),
      ).toEqual([{ what: 'standing_ended', standing: 'of-ana', uses: 0, ...STOPPED, by }]);
    });

    it('ends with its session, and not with that of another project or by an internal end', async () => {
      const standing = await give();
      const [session] = withinOf(standing);
      if (session === undefined) throw new Error('it ends with nothing');
      const ending = { why: 'session', at: AT } as const;
      await under.endWithin({ ...session, projectId: 'p2' }, ending);
      await under.endWithin({ ...session, id: 's2' }, ending);
      await under.endWithin({ ...session, visibility: 'internal' }, ending);
      expect(await idsInForce()).toEqual(['of-ana']);
      await under.endWithin(session, ending);
      expect(await idsInForce()).toEqual([]);
    });

    it('is not given once its session ended, with what was asked before', async () => {
      const request = askedOf('a1', { requestedAt: '2026-03-02T09:00:00.000Z' });
      await open(request);
      const within = withinOf(standingOf(request, aVote('ana')));
      const [session] = within;
      if (session === undefined) throw new Error('it ends with nothing');
      await under.endWithin({ ...session, id: 's2' }, { why: 'session', at: AT });
      expect(await under.standings.hasEndedSince(within, request.requestedAt)).toBe(false);
      await under.endWithin(session, { why: 'session', at: AT });
      expect(await under.standings.hasEndedSince(within, request.requestedAt)).toBe(true);
      expect(await under.store.step(givingStep(request, aVote('ana')))).toEqual({
        kind: 'changed',
      });
      expect(await idsInForce()).toEqual([]);
      const later = askedOf('a2', { requestedAt: '2026-03-02T09:06:00.000Z' });
      expect(await under.standings.hasEndedSince(within, later.requestedAt)).toBe(false);
      await open(later);
      await under.store.step(givingStep(later, aVote('ana')));
      expect(await idsInForce()).toEqual(['of-ana']);
    });

    it('is ended by a step', async () => {
      await give();
      await open(askedOf('a2'));
      const ending = { why: 'denied', at: AT } as const;
      const vote = aVote('ana', 'deny');
      const standing = { restsOn: [], ends: { ids: ['of-ana'], ending } };
      await under.store.step({ approvalId: 'a2', attempt: 'x', vote, votes: [vote], standing });
      expect(await idsInForce()).toEqual([]);
    });

    it('lists the oldest first', async () => {
      const vote = (who: string, at: string) => ({ ...aVote(who), at });
      const soon = new Date(systemClock.now()).toISOString();
      await give(askedOf('a1'), vote('ben', soon));
      await give(askedOf('a2'), vote('ana', '2026-03-02T09:00:00.000Z'));
      expect(await idsInForce()).toEqual(['of-ana', 'of-ben']);
    });
  });
}
