// A failed message is retried three times, with growing pauses.
import { backoff } from '../runtime/backoff.ts';

const growingPauseMs = backoff({ firstMs: 1_000, factor: 5, maxMs: 25_000 });

/** The first try and three more. */
export const MAX_ATTEMPTS = 4;

/** Milliseconds to wait after this number of tries; `undefined` after the last one. */
export function pauseAfter(attempts: number): number | undefined {
  return attempts < MAX_ATTEMPTS ? growingPauseMs(attempts) : undefined;
}
