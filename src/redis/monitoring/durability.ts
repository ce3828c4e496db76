// Asks Redis whether its append-only file has what it acknowledged. With `appendfsync everysec` it answers a write
// before it knows: https://github.com/redis/redis/blob/7.0/src/aof.c, flushAppendOnlyFile. The file is
// written before the answers of a round go out, so a question that is sent after an answer came meets
// the result; one that was sent together with the write could be answered before. While the disk is slow to sync,
// Redis puts the writing off for up to two seconds and says nothing of it, but for how much it still holds.
import type { Redis } from 'ioredis';
import type { Durability } from '../../monitoring/durability.ts';
import { backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';

interface Deps {
  readonly redis: Pick<Redis, 'info'>;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** A server without the file, or one that does not say, promises nothing: so long it is not asked again. */
const NO_PROMISE_MS = 5_000;
const pollMs = backoff({ firstMs: 2, maxMs: 100 });
/** Redis writes after two seconds at the latest; what takes longer has no promise. */
const MAX_DELAY_MS = 5_000;

interface FileState {
  readonly writtenBytes: number;
  /** Acknowledged, but not in the file yet. */
  readonly heldBytes: number;
}

export function createDurability({ redis, clock, log }: Deps): Durability {
  let unaskedUntil = Number.NEGATIVE_INFINITY;
  let isMute = false;

  async function ask(): Promise<void> {
    const asked = await readState();
    if (asked === undefined) {
      unaskedUntil = clock.monotonic() + NO_PROMISE_MS;
      return;
    }
    await untilWritten(asked);
  }

  /** Resolves once the file has all that was held when it was asked. */
  async function untilWritten(asked: FileState): Promise<void> {
    const deadline = clock.monotonic() + MAX_DELAY_MS;
    let target = asked.writtenBytes + asked.heldBytes;
    let { writtenBytes } = asked;
    for (let looks = 0; writtenBytes < target; looks += 1) {
      if (clock.monotonic() > deadline) throw unwritten('aof_buffer_length does not shrink');
      // At first it is only what others wrote in the round of the question, and a round later all is written.
      if (looks > 0) await clock.sleep(pollMs(looks));
      const state = await readState();
      if (state === undefined) return;
      // A rewritten file is shorter, so its length is compared anew.
      if (state.writtenBytes < writtenBytes) target = state.writtenBytes + state.heldBytes;
      writtenBytes = state.writtenBytes;
    }
  }

  /** `undefined` when there is no append-only file, or no telling. Throws when it can't be written. */
  async function readState(): Promise<FileState | undefined> {
    const info = await redis.info('persistence').catch(refused);
    // Without the right to ask, there is an answer of HELLO in its place (connection/server-mode.ts).
    if (info !== undefined && !/^aof_enabled:/m.test(info)) reportUnknown('no right to INFO');
    if (info === undefined || !/^aof_enabled:1/m.test(info)) return undefined;
    if (/^aof_last_write_status:err/m.test(info)) throw unwritten('aof_last_write_status:err');
    const bytes = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
    return { writtenBytes: bytes('aof_current_size'), heldBytes: bytes('aof_buffer_length') };
  }

  /** A user without the right to INFO. */
  function refused(error: unknown): undefined {
    if (!messageOf(error).startsWith('NOPERM')) throw error;
    reportUnknown(messageOf(error));
    return undefined;
  }

  function reportUnknown(reason: string): void {
    if (!isMute) log.warn({ reason }, 'durability_unknown');
    isMute = true;
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

function unwritten(sign: string): JobwireError {
  return new JobwireError(
    'unavailable',
    `Redis can't write its append-only file (${sign}); expected free space on its disk and the right to write there`,
  );
}
