// The only source of time and randomness in the browser, like src/runtime/clock.ts on the server.
import { signal } from '@preact/signals';

const TICK_MS = 5_000;
/** More than clocks are set by in passing. */
const LEAP_MS = 10_000;

/** The time, for ages and deadlines on the page: it moves every five seconds. */
export const tick = signal(Date.now());

export function startTicking(): void {
  setInterval(() => {
    tick.value = Date.now();
  }, TICK_MS);
}

/** Resolves after `ms`, or when `signal` is aborted. Never rejects. */
export function pause(ms: number, abort?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    abort?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Calls `run` once after `ms`. */
export function later(ms: number, run: () => void): void {
  setTimeout(run, ms);
}

export function timeNow(): number {
  return Date.now();
}

/** Milliseconds that no setting of the clock changes, for how long something takes. It may stand still in sleep. */
export function monotonicNow(): number {
  return performance.now();
}

/** Calls `woke` soon after the machine has slept or its clock was set, until `abort`. */
export function whenTimeLeapt(woke: () => void, abort: AbortSignal): void {
  let ahead = Date.now() - performance.now();
  const timer = setInterval(() => {
    const before = ahead;
    ahead = Date.now() - performance.now();
    if (Math.abs(ahead - before) > LEAP_MS) woke();
  }, TICK_MS);
  abort.addEventListener('abort', () => clearInterval(timer));
}

/** A number in [0, 1), for jitter. */
export function jitter(): number {
  return Math.random();
}

/** Random text that no other attempt has. `crypto.randomUUID` is not there on plain http. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
