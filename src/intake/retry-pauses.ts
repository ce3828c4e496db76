// A failed message is retried three times, each after a longer pause.

const PAUSES_MS = [1_000, 5_000, 25_000] as const;

/** The first try and three more. */
export const MAX_ATTEMPTS = 1 + PAUSES_MS.length;

/** Milliseconds to wait after this number of tries; `undefined` when that was the last one. */
export function pauseAfter(attempts: number): number | undefined {
  return PAUSES_MS[attempts - 1];
}
