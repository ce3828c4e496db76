import { afterAll, beforeAll, expect, it } from 'vitest';
import { isUnavailable } from '../../../src/redis/connection/unavailable.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { describeApprovalAudit } from '../../contracts/approval-audit.contract.ts';
import { describeApprovalComments } from '../../contracts/approval-comments.contract.ts';
import { describeApprovalCourse } from '../../contracts/approval-course.contract.ts';
import { describeApprovalIdentity } from '../../contracts/approval-identity.contract.ts';
import { describeApprovalStore } from '../../contracts/approval-store.contract.ts';
import { describeStandingStore } from '../../contracts/standing-store.contract.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, commentStep, voteStep } from '../../helpers/requests.ts';
import { approvalStore, makeApprovals, routeSteps } from './approval-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describeApprovalStore('approvals in Redis', () => makeApprovals(kit));
describeApprovalIdentity('the identity of approvals in Redis', () => makeApprovals(kit));
describeApprovalCourse('the course of approvals in Redis', () => makeApprovals(kit));
describeApprovalComments('comments on approvals in Redis', () => makeApprovals(kit));
describeApprovalAudit('the audit of approvals in Redis', () => makeApprovals(kit));
describeStandingStore('standing approvals in Redis', () => makeApprovals(kit));

it('keeps the event of a decision to say it again, and of a comment nothing', async () => {
  const keys = kit.fresh();
  const store = approvalStore(kit.redis, keys);
  const request = aRequest('a1');
  await routeSteps(kit.redis, keys)({ kind: 'ask', request, copies: [] });
  const kept = () => kit.redis.hmget(keys.approval('a1'), 'channel', 'announcement', 'announced');
  await store.step(commentStep({ request, votes: [] }, 'wait'));
  expect(await kept()).toEqual([null, null, null]);
  await store.step(voteStep({ request, votes: [] }, aVote('ana')));
  expect((await kept())[0]).toBe('televibe:events:job.approved');
  await kit.redis.del('televibe:stream:p1');
});

it('dates what scripts note as TypeScript writes it: by the arrival of the event, or by now', async () => {
  const keys = kit.fresh();
  const store = approvalStore(kit.redis, keys);
  const steps = routeSteps(kit.redis, keys);
  const copies = [{ address: { chatId: 7 }, token: 't1' }];
  const [asked, changed] = ['2024-02-29T23:59:59.999Z', '2026-01-01T00:00:00.000Z'];
  const first = aRequest('a1', { requestedAt: asked }, { remindAt: [1] });
  await steps({ kind: 'ask', request: first, copies });
  const again = { ...first, eventId: 'again', action: 'something else', requestedAt: changed };
  await steps({ kind: 'ask', request: again, copies });
  const before = systemClock.now();
  await store.remind({ approvalId: 'a1', count: 1 }, [{ address: { chatId: 8 }, token: 't2' }]);
  expect((await store.get('a1'))?.request.changedAt).toBe(changed);
  const trail = await store.audit('a1');
  const dated = trail.map(({ what, at }) => [what, at]);
  expect(dated.slice(0, 2)).toEqual([
    ['asked', asked],
    ['changed', changed],
  ]);
  expect(trail.slice(2).map(({ what }) => what)).toEqual(['reminded', 'escalated']);
  for (const { at } of trail.slice(2)) {
    expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
    expect(new Date(Date.parse(at)).toISOString()).toBe(at);
  }
});

it('decides nothing while its stream is of another type, and the same step counts once that is right', async () => {
  const keys = kit.fresh();
  const store = approvalStore(kit.redis, keys);
  const request = aRequest('a1');
  await routeSteps(kit.redis, keys)({ kind: 'ask', request, copies: [] });
  await kit.redis.set('televibe:stream:p1', 'not a stream');
  const before = await kit.redis.hgetall(keys.approval('a1'));
  const step = voteStep({ request, votes: [] }, aVote('ana'));
  const refused = await store.step(step).catch((error: unknown) => error);
  expect(isUnavailable(refused)).toBe(true);
  expect(await kit.redis.hgetall(keys.approval('a1'))).toEqual(before);
  await kit.redis.del('televibe:stream:p1');
  expect(await store.step(step)).toMatchObject({ kind: 'made' });
  expect(await kit.redis.xlen('televibe:stream:p1')).toBe(1);
  await kit.redis.del('televibe:stream:p1');
});
