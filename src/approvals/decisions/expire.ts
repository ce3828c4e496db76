// What time does to requests: it settles those whose time ran out, reminds of those that wait, and says
// decisions again that no job gave a sign of. Every replica may do it; the scripts let it happen once.
// Nothing depends on a timer: what is due is kept, and looked for.
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

const LOOK_EVERY_MS = 1_000;
const TOKEN_BYTES = 16;

export function createExpiry({ store, timeOut, clock, log }: Deps): Service {
  /** Reported once, until they get on. */
  const failing = new Set<string>();

  async function look(): Promise<void> {
    const now = clock.now();
    for (const approvalId of await store.overdue(now)) {
      await alone(approvalId, () => settle(approvalId));
    }
    for (const reminder of await store.remindersDue(now)) {
      await alone(reminder.approvalId, () => remind(reminder));
    }
    for (const approvalId of await store.unacknowledged(now)) {
      await alone(approvalId, () => sayAgain(approvalId));
    }
  }

  /** What fails for one request holds up no other; it is tried again at the next look. */
  async function alone(approvalId: string, work: () => Promise<void>): Promise<void> {
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

  async function sayAgain(approvalId: string): Promise<void> {
    log.warn({ approvalId }, 'decision_unheard');
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

  return createLoop({ name: 'expiry', clock, log, everyMs: LOOK_EVERY_MS }, look);
}
