// What becomes of a request whose time is over, as it asked for: expire, deny or approve.
import type { Clock } from '../../runtime/clock.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Approval, Decider, Outcome } from '../approval.ts';
import type { ApprovalStore } from '../approval-store.ts';
import { announce } from './announce.ts';

/**
 * Answers what stands then; `undefined` when its time is not over, by the clock of the store, or it
 * has changed since.
 */
export type TimeOut = (approval: Approval) => Promise<Approval | undefined>;

interface Deps {
  readonly store: ApprovalStore;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'approvalChanged'>;
}

const STATUS = { expire: 'expired', deny: 'denied', approve: 'approved' } as const;
const TIMEOUT: Decider = { id: 'timeout', name: 'timeout', via: 'timeout' };

export function createTimeOut({ store, clock, metrics }: Deps): TimeOut {
  return async (approval) => {
    const { key, onTimeout } = approval.request;
    const status = STATUS[onTimeout];
    const by = status === 'expired' ? {} : { by: TIMEOUT };
    const outcome: Outcome = { status, ...by, at: new Date(clock.now()).toISOString() };
    const result = await store.step({
      approvalId: key,
      attempt: 'timeout',
      // What is announced names everybody whose vote counted until then.
      revision: approval.revision,
      whenOverdue: true,
      ...settling(approval, outcome),
    });
    if (result.kind === 'made') metrics.approvalChanged(status);
    return result.kind === 'made' || result.kind === 'already' ? result.approval : undefined;
  };
}

/** An outcome, and the event that tells of it where somebody has to be told. */
export function settling(approval: Pick<Approval, 'request' | 'votes'>, outcome: Outcome) {
  const announcement = announce(approval, outcome);
  return announcement === undefined ? { outcome } : { outcome, announcement };
}
