// Finds streams by their name: all that exist at the start, and new ones from time to time.
import type { Redis } from 'ioredis';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { StreamReader } from './stream-reader.ts';

interface Deps {
  readonly redis: Redis;
  /** Glob of the streams' names. */
  readonly pattern: string;
  readonly reader: StreamReader;
  readonly onNews: () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface StreamScan {
  /** One pass over the keyspace. */
  once(): Promise<void>;
  /** Passes without end, until `signal` is aborted. */
  repeat(signal: AbortSignal): Promise<void>;
  /** The next pass is made at once. */
  hurry(): void;
}

const SCAN_COUNT = 1_000;
const MIN_PAUSE_MS = 2_000;
/** The pause is so many times what a pass took, so that a huge keyspace is not scanned without end. */
const PAUSE_FACTOR = 20;

export function createStreamScan({ redis, reader, clock, log, ...deps }: Deps): StreamScan {
  let pause = new AbortController();

  async function once(): Promise<void> {
    let cursor = '0';
    do {
      const [next, found] = await redis.scan(
        ...([cursor, 'MATCH', deps.pattern, 'COUNT', SCAN_COUNT, 'TYPE', 'stream'] as const),
      );
      cursor = next;
      reader.know(...found);
    } while (cursor !== '0');
  }

  return {
    once,
    async repeat(signal) {
      signal.addEventListener('abort', () => pause.abort(), { once: true });
      for (let tookMs = 0; !signal.aborted; ) {
        await clock.sleep(Math.max(MIN_PAUSE_MS, tookMs * PAUSE_FACTOR), pause.signal);
        if (signal.aborted) return;
        pause = new AbortController();
        const startedAt = clock.monotonic();
        await once().catch((error) => log.debug({ reason: messageOf(error) }, 'scan_failed'));
        tookMs = clock.monotonic() - startedAt;
        // Also where none is new: one that is known may have been made anew.
        deps.onNews();
      }
    },
    hurry: () => pause.abort(),
  };
}
