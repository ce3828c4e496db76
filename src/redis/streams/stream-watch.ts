// Waits for news in foreign streams and finds streams that are new. It only tells that there is
// something; the reader reads.
import type { Redis } from 'ioredis';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { isUnavailable } from '../connection/unavailable.ts';
import type { StreamReader } from './stream-reader.ts';
import { createStreamScan } from './stream-scan.ts';

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
