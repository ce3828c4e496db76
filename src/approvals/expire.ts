// Settles requests whose time ran out, as each asked for: expire, deny or approve. Every replica may
// do it; the script lets one outcome stand.
import type { Clock } from '../clock.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import { createLoop } from '../loop.ts';
import type { Metrics } from '../metrics.ts';
import { announce } from './announce.ts';
import type { Approval, Outcome } from './approval.ts';
import type { ApprovalStore } from './approval-store.ts';

interface Deps {
  readonly store: ApprovalStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'approvalChanged'>;
}

const LOOK_EVERY_MS = 1_000;
const STATUS = { expire: 'expired', deny: 'denied', approve: 'approved' } as const;
const TIMEOUT = { id: 'timeout', name: 'timeout', via: 'timeout' } as const;

export function createExpiry({ store, clock, log, metrics }: Deps): Service {
  async function look(): Promise<void> {
    for (const approvalId of await store.overdue(clock.now())) {
      const approval = await store.get(approvalId);
      if (approval !== undefined) await settle(approval);
    }
  }

  async function settle(approval: Approval): Promise<void> {
    const { id, onTimeout } = approval.request;
    const status = STATUS[onTimeout];
    const outcome: Outcome = {
      status,
      ...(status === 'expired' ? {} : { by: TIMEOUT }),
      at: new Date(clock.now()).toISOString(),
    };
    const announcement = announce(approval, outcome);
    const { kind } = await store.settle({
      approvalId: id,
      outcome,
      attempt: 'timeout',
      announcement,
    });
    if (kind !== 'settled') return;
    metrics.approvalChanged(status);
    log.info({ approvalId: id, status }, 'approval_timed_out');
  }

  return createLoop({ name: 'expiry', clock, log, everyMs: LOOK_EVERY_MS }, look);
}
