// How long to wait before the next try: longer with each consecutive failure, up to a limit.
import type { Clock } from './clock.ts';

interface Growth {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Growth from one pause to the next. */
  readonly factor?: number;
}

/** Returns the pause after a number of consecutive failures; 1 gives `firstMs`. */
export function backoff({ firstMs, maxMs, factor = 2 }: Growth): (failures: number) => number {
  return (failures) => Math.min(firstMs * factor ** (failures - 1), maxMs);
}

/**
 * A random value between two multiples of `ms`, so that clients that failed together don't retry together:
 * `jittered(1_000, [0.5, 1], clock)` is 500 to 1,000.
 */
export function jittered(
  ms: number,
  [min, max]: readonly [number, number],
  { random }: Pick<Clock, 'random'>,
): number {
  return ms * (min + random() * (max - min));
}
