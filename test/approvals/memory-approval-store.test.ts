import { systemClock } from '../../src/runtime/clock.ts';
import { describeApprovalAudit } from '../contracts/approval-audit.contract.ts';
import { describeApprovalComments } from '../contracts/approval-comments.contract.ts';
import { describeApprovalCourse } from '../contracts/approval-course.contract.ts';
import { describeApprovalIdentity } from '../contracts/approval-identity.contract.ts';
import { describeApprovalStore } from '../contracts/approval-store.contract.ts';
import type { ApprovalsUnderTest } from '../contracts/approvals-under-test.ts';
import { describeStandingStore } from '../contracts/standing-store.contract.ts';
import { createMemoryApprovalStore } from '../helpers/memory-approval-store.ts';

async function make(): Promise<ApprovalsUnderTest> {
  const store = createMemoryApprovalStore(systemClock.now);
  return {
    store,
    standings: store.standings,
    endWithin: async (within, ending) => store.standings.endWithin(within, ending),
    open: async (request, copies) => store.open(request, copies),
    settle: async (told) => store.settle(told),
    withdraw: async (job, outcome) => store.withdraw(job, outcome),
    alive: async (job, sign) => store.alive(job, sign),
    tick: async () => store.tick(),
    inStream: async () => store.announced.map(({ id }) => id),
    onChannel: async () => store.heard.map(({ id }) => id),
    inJournal: async () => store.announced.map(({ id }) => id),
    takeQueue: async (chatId) => store.takeQueue(chatId),
    close: async () => {},
  };
}

describeApprovalStore('approvals in memory', make);
describeApprovalIdentity('the identity of approvals in memory', make);
describeApprovalCourse('the course of approvals in memory', make);
describeApprovalComments('comments on approvals in memory', make);
describeApprovalAudit('the audit of approvals in memory', make);
describeStandingStore('standing approvals in memory', make);
