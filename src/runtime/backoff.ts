// How long to wait before the next try: longer with each failure in a row, up to a limit.
import type { Clock } from './clock.ts';

interface Growth {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Each pause is so many times the one before. */
  readonly factor?: number;
}

/** Answers the pause after so many failures in a row, the last one included: 1 gives `firstMs`. */
export function backoff({ firstMs, maxMs, factor = 2 }: Growth): (failures: number) => number {
  return (failures) => Math.min(firstMs * factor ** (failures - 1), maxMs);
}

/**
 * Somewhere between two multiples of it, so that those who failed together don't come back together:
 * `jittered(1_000, [0.5, 1], clock)` is 500 to 1,000.
 */
export function jittered(
  ms: number,
  [least, most]: readonly [number, number],
  { random }: Pick<Clock, 'random'>,
): number {
  return ms * (least + random() * (most - least));
}
