// Where updates arrive that Telegram posts. Each replica has one; what they keep is in one place, from which
// the replica whose turn it is handles it (webhook-turn.ts).
import type { Update } from 'grammy/types';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { UpdateLog } from '../handling/update-log.ts';

export interface UpdateInbox {
  /**
   * Resolves once the update is kept, so that Telegram may forget it. Rejects if it can't be kept now, or
   * not any more: Telegram has to send it again.
   */
  keep(update: Pick<Update, 'update_id'>): Promise<void>;
  /** How many were kept here. */
  count(): number;
  /** Resolves once that is more than `count`. For one waiter at a time. */
  moreThan(count: number): Promise<void>;
  /** Keeps nothing from now on. Resolves once nothing is being kept any more. */
  close(): Promise<void>;
}

interface Deps {
  readonly updateLog: Pick<UpdateLog, 'keep'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly metrics: Pick<Metrics, 'webhookUpdate'>;
}

/** While Redis is away there is no end to wait for, and no other replica that could have a turn. */
const CLOSE_MS = 1_000;

export function createUpdateInbox({ updateLog, clock, metrics }: Deps): UpdateInbox {
  const keeping = new Set<Promise<void>>();
  let isClosed = false;
  let count = 0;
  let wake = () => {};

  return {
    async keep(update) {
      let result: 'kept' | 'refused' = 'refused';
      const kept = isClosed ? Promise.reject(stopping()) : updateLog.keep(update);
      keeping.add(kept);
      try {
        await kept;
        result = 'kept';
      } finally {
        keeping.delete(kept);
        metrics.webhookUpdate(result);
      }
      count += 1;
      wake();
    },
    count: () => count,
    async moreThan(seen) {
      if (count > seen) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    },
    async close() {
      isClosed = true;
      await withDeadline(Promise.allSettled([...keeping]), { ms: CLOSE_MS, clock });
    },
  };
}

function stopping(): JobwireError {
  return new JobwireError('unavailable', 'jobwire is about to stop');
}
