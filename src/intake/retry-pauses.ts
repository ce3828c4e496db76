// How a message that failed is tried again: three times, each after a longer pause.
import { backoff } from '../runtime/backoff.ts';

const growingPauseMs = backoff({ firstMs: 1_000, factor: 5, maxMs: 25_000 });

/** The first try and three more. */
export const MAX_ATTEMPTS = 4;

/** Milliseconds to wait after so many tries; `undefined` when that was the last one. */
export function pauseAfter(attempts: number): number | undefined {
  return attempts < MAX_ATTEMPTS ? growingPauseMs(attempts) : undefined;
}
