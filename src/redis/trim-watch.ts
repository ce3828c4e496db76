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
    const field = (name: string) => String(info[info.indexOf(name) + 1]);
    const [first, last] = [field('recorded-first-entry-id'), field('last-generated-id')];
    // Only XDEL moves it. Trimmed is what lies before the first entry: then all that was read went
    // first.
    const deleted = comparePositions(field('max-deleted-entry-id'), position);
    const next = field('length') === '0' ? last : first;
    if (deleted <= 0 && (deleted === 0 || comparePositions(next, position) <= 0)) return;
    trimmed.add(stream);
    metrics.gapSeen(stream);
    log.warn({ stream, position, first, last }, 'stream_trimmed_before_read');
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
