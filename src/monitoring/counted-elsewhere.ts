// What a command did counts where somebody asks for it: a command ends before its own numbers are read, so it
// hands them to the jobwire that runs, or runs next.
import type { Clock } from '../runtime/clock.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';
import type { Metrics } from '../runtime/metrics.ts';

export type Count =
  | {
      readonly kind: 'event';
      readonly type: string;
      readonly projectId?: string | undefined;
      readonly seconds: number;
    }
  | { readonly kind: 'approval'; readonly status: string };

/** Contract: counts on their way to a jobwire. Implemented by redis/monitoring/counts. */
export interface Counts {
  add(count: Count): Promise<void>;
  /** Takes some of them, each once, whoever asks; none: there are no more. */
  drain(): Promise<readonly Count[]>;
}

type Handed = Pick<Metrics, 'eventJournalled' | 'approvalChanged'>;

/** The same metrics, whose numbers of events and approvals are handed over; `stop` waits for that. */
export function handOver<M extends Handed>(
  metrics: M,
  counts: Pick<Counts, 'add'>,
): M & { readonly service: Service } {
  const pending: Promise<void>[] = [];
  // What can't be counted is done all the same.
  const add = (count: Count) => void pending.push(counts.add(count).catch(() => {}));
  return {
    ...metrics,
    eventJournalled: (type, projectId, seconds) => add({ kind: 'event', type, projectId, seconds }),
    approvalChanged: (status) => add({ kind: 'approval', status }),
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
  readonly metrics: Handed;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Counts what others handed over. */
export function createCountElsewhere({ counts, metrics, clock, log }: Deps): Service {
  return createLoop({ name: 'counts', clock, log, everyMs: EVERY_MS }, async (signal) => {
    while (!signal.aborted) {
      const taken = await counts.drain();
      if (taken.length === 0) return;
      for (const count of taken) {
        if (count.kind === 'approval') metrics.approvalChanged(count.status);
        else metrics.eventJournalled(count.type, count.projectId, count.seconds);
      }
    }
  });
}
