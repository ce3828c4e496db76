// Forwards the counts of a command to the running jobwire, or the next one that runs, because a command ends before
// anybody could read its own metrics.
import type { Clock } from '../runtime/clock.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';
import type { SettledRequest } from '../runtime/metrics/delivery.ts';
import type { Metrics } from '../runtime/metrics.ts';

export type Count =
  | {
      readonly kind: 'event';
      readonly type: string;
      readonly projectId?: string | undefined;
      readonly seconds: number;
    }
  | {
      readonly kind: 'approval';
      readonly status: string;
      /** Former versions did not count how it was settled. */
      readonly settled?: SettledRequest | undefined;
    };

/** Contract: counts on their way to a jobwire. Implemented by redis/monitoring/counts. */
export interface Counts {
  add(count: Count): Promise<void>;
  /** Removes and returns some of them, each only once across replicas; empty: there are no more. */
  drain(): Promise<readonly Count[]>;
}

type ForwardedMetrics = Pick<Metrics, 'eventJournalled' | 'approvalChanged'>;

/** Wraps metrics so that counts of events and approvals are forwarded; `stop` waits for that. */
export function forwardCounts<M extends ForwardedMetrics>(
  metrics: M,
  counts: Pick<Counts, 'add'>,
): M & { readonly service: Service } {
  const pending: Promise<void>[] = [];
  // A failure to count must not fail the command.
  const add = (count: Count) => void pending.push(counts.add(count).catch(() => {}));
  return {
    ...metrics,
    eventJournalled: (type, projectId, seconds) => add({ kind: 'event', type, projectId, seconds }),
    approvalChanged: (status, settled) => add({ kind: 'approval', status, settled }),
    service: {
      name: 'counts',
      start: async () => {},
      stop: async () => void (await Promise.all(pending)),
    },
  };
}

const EVERY_MS = 2_000;

interface Deps {
  readonly counts: Pick<Counts, 'drain'>;
  readonly metrics: ForwardedMetrics;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Adds forwarded counts to the metrics. */
export function createCountCollector({ counts, metrics, clock, log }: Deps): Service {
  return createLoop({ name: 'counts', clock, log, everyMs: EVERY_MS }, async (signal) => {
    while (!signal.aborted) {
      const drained = await counts.drain();
      if (drained.length === 0) return;
      for (const count of drained) {
        if (count.kind === 'approval') metrics.approvalChanged(count.status, count.settled);
        else metrics.eventJournalled(count.type, count.projectId, count.seconds);
      }
    }
  });
}
