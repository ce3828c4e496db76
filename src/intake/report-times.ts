// Reports unreadable timestamps to operators: a counter for each message, one log line for each source.
import type { Logger } from '../runtime/logger.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Decode } from './decode-all.ts';

interface Deps {
  readonly metrics: Pick<Metrics, 'timeUnreadable'>;
  readonly log: Logger;
}

/** Producers name their sources, so their number is bounded; beyond it only the counter reports. */
const MAX_SOURCES = 1_000;

/** Wraps `decode`. */
export function reportUnreadableTimes(decode: Decode, { metrics, log }: Deps): Decode {
  const reported = new Set<string>();
  return (message) => {
    const decoded = decode(message);
    if (decoded?.hasUnreadableTime !== true) return decoded;
    const { dialect, source } = message;
    metrics.timeUnreadable(dialect);
    if (reported.has(source) || reported.size >= MAX_SOURCES) return decoded;
    reported.add(source);
    // Never the value itself: it may be anything.
    log.warn({ dialect, source, expected: EXPECTED }, 'event_time_unreadable');
    return decoded;
  };
}

const EXPECTED = 'RFC 3339, like 2026-03-02T09:00:01.250Z, or an epoch number';
