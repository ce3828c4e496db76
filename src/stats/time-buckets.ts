// The equal parts that a time is divided into. They begin at multiples of their length since 1970, in UTC.
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export const BUCKETS = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': HOUR_MS,
  '3h': 3 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '1d': DAY_MS,
  '7d': 7 * DAY_MS,
} as const;
export type BucketName = keyof typeof BUCKETS;
export const BUCKET_NAMES = Object.keys(BUCKETS) as BucketName[];

/** As many as a chart can show side by side. */
const USUAL_BUCKETS = 60;

/** Epoch milliseconds, both inclusive. */
export interface TimeRange {
  readonly sinceMs: number;
  readonly untilMs: number;
}

export function bucketsIn({ sinceMs, untilMs }: TimeRange, bucketMs: number): number {
  return bucketOf(untilMs, bucketMs) - bucketOf(sinceMs, bucketMs) + 1;
}

/** The shortest that does not divide the time into too many parts. */
export function usualBucketMs(range: TimeRange): number {
  const fitting = Object.values(BUCKETS).find((ms) => bucketsIn(range, ms) <= USUAL_BUCKETS);
  return fitting ?? BUCKETS['7d'];
}

/** The beginning of each, oldest first. */
export function bucketStarts(range: TimeRange, bucketMs: number): number[] {
  const first = bucketOf(range.sinceMs, bucketMs);
  return Array.from({ length: bucketsIn(range, bucketMs) }, (_, at) => (first + at) * bucketMs);
}

/** Its number since 1970. */
export function bucketOf(atMs: number, bucketMs: number): number {
  return Math.floor(atMs / bucketMs);
}
