// Waits for news in foreign streams and finds streams that are new. It only tells that there is
// something; the reader reads.
import type { Redis } from 'ioredis';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { isUnavailable } from '../connection/unavailable.ts';
import type { StreamReader } from './stream-reader.ts';

interface Deps {
  readonly redis: Redis;
  readonly blocking: Redis;
  /** Glob of the streams' names. */
  readonly pattern: string;
  readonly reader: StreamReader;
  /** Whether a stream that can't be read is to be looked at again. */
  readonly hasDue: () => boolean;
  readonly onNews: () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface StreamWatch {
  /** Finds the streams that exist, then watches. */
  start(): Promise<void>;
  /** Waits for news again, after the reader has read all that there was. */
  arm(): void;
  /** Looks for new streams as soon as possible. */
  rescan(): void;
  stop(): Promise<void>;
}

const BLOCK_MS = 1_000;
const RETRY_MS = 250;

export function createStreamWatch(deps: Deps): StreamWatch {
  const { blocking, reader, clock, log } = deps;
  const scan = createStreamScan(deps);
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<unknown> = Promise.resolve();
  let armed = () => {};

  async function waitForNews(): Promise<void> {
    while (!signal.aborted) if (await isNews().catch(interrupted)) await toldAndRead();
  }

  /** One of the keys may be no stream any more: the reader finds out which. */
  async function interrupted(error: unknown): Promise<boolean> {
    if (signal.aborted) return false;
    log.debug({ reason: messageOf(error) }, 'stream_watch_interrupted');
    await clock.sleep(RETRY_MS, signal);
    return !signal.aborted && !isUnavailable(error);
  }

  /** Answers once there is some, or after a while. */
  async function isNews(): Promise<boolean> {
    if (deps.hasDue()) return true;
    const positions = reader.positions();
    if (positions.size === 0) {
      await clock.sleep(RETRY_MS, signal);
      return false;
    }
    const reply = await blocking.xread(
      ...(['COUNT', 1, 'BLOCK', BLOCK_MS, 'STREAMS'] as const),
      ...positions.keys(),
      ...positions.values(),
    );
    return reply !== null;
  }

  /** Until the reader has caught up the same news would be found again and again. */
  async function toldAndRead(): Promise<void> {
    const caughtUp = new Promise<void>((resolve) => {
      armed = resolve;
    });
    deps.onNews();
    await caughtUp;
  }

  return {
    async start() {
      try {
        await scan.once();
      } finally {
        running = Promise.all([waitForNews(), scan.repeat(signal)]);
      }
    },
    arm: () => armed(),
    rescan: scan.hurry,
    async stop() {
      stopping.abort();
      armed();
      blocking.disconnect();
      await running;
    },
  };
}

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
