// Counts the times in which a subscription was away: what was published then is lost without a word.
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';

export interface PubsubGaps {
  /** `reason` is the name of the log line. */
  count(reason: string): void;
  /** For people: what may be lost, or nothing. */
  detail(): string;
}

export function createPubsubGaps(
  channels: string,
  { log, metrics }: { readonly log: Logger; readonly metrics: Pick<Metrics, 'gapSeen'> },
): PubsubGaps {
  let gaps = 0;
  return {
    count(reason) {
      gaps += 1;
      metrics.gapSeen(channels);
      log.warn({ channels, gaps }, reason);
    },
    detail() {
      if (gaps === 0) return '';
      const times = gaps === 1 ? 'once' : `${gaps} times`;
      return `messages on ${channels} could not be heard ${times} since the start; what was published then is lost here`;
    },
  };
}
