import { afterAll, beforeAll } from 'vitest';
import { describeApprovalCourse } from '../contracts/approval-course.contract.ts';
import { describeApprovalIdentity } from '../contracts/approval-identity.contract.ts';
import { describeApprovalStore } from '../contracts/approval-store.contract.ts';
import { type RedisKit, startRedisKit } from '../helpers/redis-kit.ts';
import { makeApprovals } from './approval-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describeApprovalStore('approvals in Redis', () => makeApprovals(kit));
describeApprovalIdentity('the identity of approvals in Redis', () => makeApprovals(kit));
describeApprovalCourse('the course of approvals in Redis', () => makeApprovals(kit));
