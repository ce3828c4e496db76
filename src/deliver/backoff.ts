// Growing, jittered pauses for what fails several times in a row.
import type { Clock } from '../clock.ts';

export interface Backoff {
  /** How long to wait after this failure; each one in a row doubles it. Milliseconds. */
  failed(key: number): number;
  succeeded(key: number): void;
}

const LEAST_MS = 1_000;
const MOST_MS = 30_000;

export function createBackoff(clock: Pick<Clock, 'random'>): Backoff {
  const failures = new Map<number, number>();
  return {
    failed(key) {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      return Math.min(MOST_MS, LEAST_MS * 2 ** count) * (0.75 + clock.random() / 2);
    },
    succeeded: (key) => void failures.delete(key),
  };
}
