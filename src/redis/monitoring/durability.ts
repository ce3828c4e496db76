// Asks Redis whether it can write its append-only file. With `appendfsync everysec` it answers a write
// before it knows: https://github.com/redis/redis/blob/7.0/src/aof.c, flushAppendOnlyFile. The file is
// written before the answers of a round go out, so a question that is sent after an answer came meets
// the result; one that was sent together with the write could be answered before.
import type { Redis } from 'ioredis';
import type { Durability } from '../../monitoring/durability.ts';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';

interface Deps {
  readonly redis: Pick<Redis, 'info'>;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** A server without the file, or one that does not say, promises nothing: so long it is not asked again. */
const NO_PROMISE_MS = 5_000;

export function createDurability({ redis, clock, log }: Deps): Durability {
  let unaskedUntil = Number.NEGATIVE_INFINITY;
  let isMute = false;

  async function ask(): Promise<void> {
    const info = await redis.info('persistence').catch(refused);
    const isKept = info !== undefined && /^aof_enabled:1/m.test(info);
    if (!isKept) unaskedUntil = clock.monotonic() + NO_PROMISE_MS;
    else if (/^aof_last_write_status:err/m.test(info)) throw unwritten();
  }

  /** A user without the right to INFO. */
  function refused(error: unknown): undefined {
    if (!messageOf(error).startsWith('NOPERM')) throw error;
    if (!isMute) log.warn({ reason: messageOf(error) }, 'durability_unknown');
    isMute = true;
    return undefined;
  }

  const askTogether = createSharedCall(ask);
  return {
    async confirm() {
      if (clock.monotonic() < unaskedUntil) return;
      await askTogether();
    },
  };
}

/**
 * Calls `run` once for all who ask at the same time. Whoever asks while it runs waits for the next
 * one, which begins after they asked.
 */
function createSharedCall(run: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  function start(): Promise<void> {
    const call = run().finally(() => {
      if (current === call) current = undefined;
    });
    current = call;
    return call;
  }

  return () => {
    if (current === undefined) return start();
    next ??= current
      .catch(() => {})
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}

function unwritten(): JobwireError {
  return new JobwireError(
    'unavailable',
    'Redis can not write its append-only file (aof_last_write_status:err); expected free space on its disk and the right to write there',
  );
}
