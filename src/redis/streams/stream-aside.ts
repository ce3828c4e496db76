// Streams that can't be read, each set aside by itself: looked at again with growing pauses, so that the
// others go on meanwhile and it goes on by itself once its key is right.

import { backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';

interface Deps {
  /** Name of the part that reads them, as in /readyz. */
  readonly component: string;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'streamsAside'>;
}

export interface StreamAside {
  readonly size: number;
  readonly names: readonly string[];
  /** It can't be read, or what was read of it not be taken in. */
  failed(stream: string, reason: string): void;
  /** It was read. */
  recovered(stream: string): void;
  has(stream: string): boolean;
  /** It is aside, and it is not yet time to look at it again. */
  isResting(stream: string): boolean;
  /** There is one to be looked at again. */
  hasDue(): boolean;
}

interface Failing {
  readonly failures: number;
  readonly dueAt: number;
}

const restMs = backoff({ firstMs: 1_000, maxMs: 60_000 });

export function createStreamAside({ component, clock, log, metrics }: Deps): StreamAside {
  const failing = new Map<string, Failing>();
  const isDue = ({ dueAt }: Failing) => dueAt <= clock.monotonic();

  return {
    get size() {
      return failing.size;
    },
    get names() {
      return [...failing.keys()];
    },
    failed(stream, reason) {
      const before = failing.get(stream);
      const failures = (before?.failures ?? 0) + 1;
      failing.set(stream, { failures, dueAt: clock.monotonic() + restMs(failures) });
      metrics.streamsAside(component, failing.size);
      if (before === undefined) log.warn({ stream, reason }, 'stream_set_aside');
    },
    recovered(stream) {
      if (!failing.delete(stream)) return;
      metrics.streamsAside(component, failing.size);
      log.info({ stream }, 'stream_read_again');
    },
    has: (stream) => failing.has(stream),
    isResting(stream) {
      const state = failing.get(stream);
      return state !== undefined && !isDue(state);
    },
    hasDue: () => [...failing.values()].some(isDue),
  };
}

/** For anybody: how many there are, and where their names tell of nobody's projects, which. */
export function asideDetail({ size, names }: StreamAside, isNamed: boolean): string {
  if (size === 0) return '';
  const streams = size === 1 ? '1 stream' : `${size} streams`;
  const which = isNamed ? names.join(', ') : 'the log says which';
  return `${streams} can't be read (${which}); the others go on`;
}
