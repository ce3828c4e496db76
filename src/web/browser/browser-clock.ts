// The only source of time and randomness in the browser, like src/runtime/clock.ts on the server.
import { signal } from '@preact/signals';

const TICK_MS = 5_000;

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

/** A number in [0, 1), for jitter. */
export function jitter(): number {
  return Math.random();
}

/** Random text that no other attempt has. `crypto.randomUUID` is not there on plain http. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
