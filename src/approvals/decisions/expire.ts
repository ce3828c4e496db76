// Settles requests whose time is up, reminds people of waiting ones, and republishes unacknowledged decisions.
// Every replica runs this; the scripts let each step happen once. There are no timers to lose: what is due is
// stored, and polled for.
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createLoop } from '../../runtime/loop.ts';
import type { ApprovalStore, ReminderStep } from '../approval-store.ts';
import type { TimeOut } from './time-out.ts';

interface Deps {
  readonly store: ApprovalStore;
  readonly timeOut: TimeOut;
  readonly clock: Clock;
  readonly log: Logger;
}

const POLL_INTERVAL_MS = 1_000;
const TOKEN_BYTES = 16;

export function createExpiry({ store, timeOut, clock, log }: Deps): Service {
  /** Approvals whose failure has been logged; each is logged once until it recovers. */
  const failing = new Set<string>();

  async function poll(): Promise<void> {
    const now = clock.now();
    for (const approvalId of await store.overdue(now)) {
      await isolate(approvalId, () => settle(approvalId));
    }
    for (const reminder of await store.remindersDue(now)) {
      await isolate(reminder.approvalId, () => remind(reminder));
    }
    for (const approvalId of await store.unacknowledged(now)) {
      await isolate(approvalId, () => republish(approvalId));
    }
  }

  /** A failure of one request does not hold up the others; it is retried at the next poll. */
  async function isolate(approvalId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      failing.delete(approvalId);
    } catch (error) {
      if (!failing.has(approvalId)) {
        log.warn({ approvalId, reason: messageOf(error) }, 'approval_not_advanced');
      }
      failing.add(approvalId);
    }
  }

  async function republish(approvalId: string): Promise<void> {
    log.warn({ approvalId }, 'decision_unacknowledged');
    await store.repeat(approvalId);
  }

  async function settle(approvalId: string): Promise<void> {
    const approval = await store.get(approvalId);
    const settled = approval === undefined ? undefined : await timeOut(approval);
    const status = settled?.outcome?.status;
    if (status !== undefined) log.info({ approvalId, status }, 'approval_timed_out');
  }

  async function remind(reminder: ReminderStep): Promise<void> {
    const approval = await store.get(reminder.approvalId);
    const further = approval?.request.terms.escalateTo ?? [];
    const withTokens = further.map((address) => ({ address, token: clock.token(TOKEN_BYTES) }));
    await store.remind(reminder, withTokens);
  }

  return createLoop({ name: 'expiry', clock, log, everyMs: POLL_INTERVAL_MS }, poll);
}
