// Settles a request whose deadline has passed, as its terms say: expire, deny or approve.
import type { Clock } from '../../runtime/clock.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Approval, Decider, Outcome } from '../approval.ts';
import type { ApprovalStore } from '../approval-store.ts';
import { announce } from './announce.ts';

/**
 * Returns the settled approval; `undefined` if the deadline has not passed by the store's clock, or the approval
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
      // The announcement names everybody whose vote counted until then.
      revision: approval.revision,
      whenOverdue: true,
      ...settling(approval, outcome),
    });
    if (result.kind === 'made') {
      metrics.approvalChanged(status, settledRequest(approval, outcome));
    }
    return result.kind === 'made' || result.kind === 'already' ? result.approval : undefined;
  };
}

/** How a request was settled, for the metrics. */
export function settledRequest({ request }: Pick<Approval, 'request'>, { by, at }: Outcome) {
  const seconds = Math.max(0, Date.parse(at) - Date.parse(request.requestedAt)) / 1_000;
  return { via: by?.via ?? TIMEOUT.via, seconds };
}

/** The fields of a step that settles an approval: the outcome, and its announcement if there is one. */
export function settling(approval: Pick<Approval, 'request' | 'votes'>, outcome: Outcome) {
  const announcement = announce(approval, outcome);
  return announcement === undefined ? { outcome } : { outcome, announcement };
}
