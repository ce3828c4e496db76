// How much of the past is kept.
import type { Position } from '../../journal/journal.ts';

export interface Limits {
  /** How long events are kept, and repeats of them known, in milliseconds. */
  readonly retentionMs: number;
  /** How many events of one job are kept. */
  readonly perJob: number;
}

/** Position of the oldest event that is still to be kept. */
export function oldestKept({ retentionMs }: Limits, now: number): Position {
  return `${Math.max(0, now - retentionMs)}-0`;
}

/** Whoever reads many entries reads about so many bytes at a time, whatever each of them weighs. */
export const READ_BYTES = 4_194_304;
