// A clock that stands still until it is told to go on.
import type { Cancel, Clock } from '../../src/runtime/clock.ts';

export interface ManualClock extends Clock {
  /**
   * Lets `ms` pass: timers fire in order of time, and whatever they set off has run before the next
   * one. Work that waits for the world outside (a socket, a file) is not waited for.
   */
  advance(ms: number): Promise<void>;
  /** Timers that have not fired. */
  readonly pending: number;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** `random`: what chance brings, always; default 0.5. */
export function createManualClock(
  options: { readonly startAt?: number; readonly random?: () => number } = {},
): ManualClock {
  const timers = new Set<Timer>();
  let now = options.startAt ?? Date.parse('2026-03-02T09:00:00Z');
  let count = 0;

  function after(ms: number, run: () => void): Cancel {
    const timer = { at: now + Math.max(0, ms), run };
    timers.add(timer);
    return () => void timers.delete(timer);
  }

  return {
    now: () => now,
    monotonic: () => now,
    after,
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const finish = () => {
          cancel();
          signal?.removeEventListener('abort', finish);
          resolve();
        };
        const cancel = after(ms, finish);
        signal?.addEventListener('abort', finish, { once: true });
      });
    },
    token(bytes) {
      count += 1;
      const made = Buffer.alloc(bytes);
      if (bytes >= 6) made.writeUIntBE(count, bytes - 6, 6);
      else made.writeUIntBE(count % 256 ** bytes, 0, bytes);
      return made.toString('base64url');
    },
    random: options.random ?? (() => 0.5),
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (let next = earliest(timers, end); next; next = earliest(timers, end)) {
        timers.delete(next);
        now = Math.max(now, next.at);
        next.run();
        await settle();
      }
      now = end;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** The first timer that is due until `end`; of several at one time the one that was set first. */
function earliest(timers: ReadonlySet<Timer>, end: number): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) {
    if (timer.at <= end && (first === undefined || timer.at < first.at)) first = timer;
  }
  return first;
}

/** Resolves when all promise callbacks that can run have run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
