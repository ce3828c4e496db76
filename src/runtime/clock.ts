// The only source of time and randomness. Everything else gets a Clock, so that a test can control time.
import { randomBytes } from 'node:crypto';

/** Cancels a timer; calling it twice, or after the timer fired, does nothing. */
export type Cancel = () => void;

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds from an arbitrary start, never running backwards; for durations. */
  monotonic(): number;
  /** Calls `run` once after `ms`. A pending timer does not keep the process alive. */
  after(ms: number, run: () => void): Cancel;
  /** Resolves after `ms`, or when `signal` is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** `bytes` random bytes as base64url text: 16 bytes are 22 characters and can't be guessed. */
  token(bytes: number): string;
  /** A number in [0, 1), for jitter. */
  random(): number;
}

/** The longest time that fits into a timer; it takes a longer one, as `--timeout 30d` is, for none at all. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function startTimer(
  ms: number,
  run: () => void,
  options: { readonly keepsAlive: boolean },
): Cancel {
  let leftMs = ms;
  let timer: NodeJS.Timeout | undefined;
  function wait(): void {
    const partMs = Math.min(leftMs, MAX_TIMER_MS);
    leftMs -= partMs;
    timer = setTimeout(leftMs > 0 ? wait : run, partMs);
    if (!options.keepsAlive) timer.unref();
  }
  wait();
  return () => clearTimeout(timer);
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, run) => startTimer(ms, run, { keepsAlive: false }),
  sleep(ms, signal) {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        cancel();
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const cancel = startTimer(ms, finish, { keepsAlive: true });
      signal?.addEventListener('abort', finish, { once: true });
    });
  },
  token: (bytes) => randomBytes(bytes).toString('base64url'),
  random: () => Math.random(),
};
