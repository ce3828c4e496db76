// Finds out whether a stream was trimmed beyond what was read of it. Redis reads on behind such a
// hole without a word.
import type { Redis } from 'ioredis';
import { comparePositions } from '../journal/position.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

interface Deps {
  readonly redis: Redis;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'gapSeen'>;
}

export interface TrimWatch {
  /** Compares where reading goes on ('' or 0-0: never read) with what each stream still holds. */
  look(positions: ReadonlyMap<string, string>): Promise<void>;
  /** For people: what was lost, or nothing. */
  detail(): string;
}

export function createTrimWatch({ redis, log, metrics }: Deps): TrimWatch {
  const trimmed = new Set<string>();

  async function lookAt(stream: string, position: string): Promise<void> {
    if (position === '' || position === '0-0' || (await redis.exists(stream)) === 0) return;
    const info = (await redis.xinfo('STREAM', stream)) as (string | number)[];
    const at = info.indexOf('max-deleted-entry-id');
    const gone = at < 0 ? '0-0' : String(info[at + 1]);
    if (comparePositions(gone, position) <= 0) return;
    trimmed.add(stream);
    metrics.gapSeen(stream);
    log.warn({ stream, position, gone }, 'stream_trimmed_before_read');
  }

  return {
    async look(positions) {
      for (const [stream, position] of positions) await lookAt(stream, position);
    },
    detail() {
      if (trimmed.size === 0) return '';
      const names = [...trimmed].join(', ');
      return `entries of ${names} were deleted before they were read; they are lost here`;
    },
  };
}
