// Counts events and failures over time. The newest are counted first, up to a number and for some seconds, so that a
// busy year costs no more than a busy hour; what was left out is said.
import { describe } from '../event/event-types.ts';
import type { Journal, Position } from '../journal/journal.ts';
import type { Clock } from '../runtime/clock.ts';
import { defined } from '../runtime/defined.ts';
import type { StatsQuery } from './stats-query.ts';
import { bucketOf, bucketStarts } from './time-buckets.ts';

export interface EventCounts {
  /** Oldest first, also those in which nothing happened. */
  readonly buckets: readonly EventBucket[];
  readonly counted: number;
  /** Set if not all were counted: instant of the oldest that was. */
  readonly countedSince?: string;
}

interface EventBucket {
  /** Its beginning, RFC 3339 UTC. */
  readonly at: string;
  readonly events: number;
  readonly failures: number;
}

interface Deps {
  readonly journal: Pick<Journal, 'query'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

export const MAX_EVENTS_COUNTED = 50_000;
const MAX_MS = 5_000;
const PAGE = 1_000;

export async function countEvents(
  { filter, bucketMs }: StatsQuery,
  { journal, clock }: Deps,
): Promise<EventCounts> {
  const tallies = new Map<number, { events: number; failures: number }>();
  const endsAt = clock.monotonic() + MAX_MS;
  let counted = 0;
  let oldest = filter.until;
  let after: Position | undefined;
  do {
    const page = await journal.query({ filter, order: 'desc', limit: PAGE, ...defined({ after }) });
    for (const { event } of page.entries) {
      const bucket = bucketOf(Date.parse(event.time), bucketMs);
      const tally = tallies.get(bucket) ?? { events: 0, failures: 0 };
      tally.events += 1;
      if (describe(event).failure) tally.failures += 1;
      tallies.set(bucket, tally);
      if (event.time < oldest) oldest = event.time;
    }
    counted += page.entries.length;
    after = page.next;
  } while (after !== undefined && counted < MAX_EVENTS_COUNTED && clock.monotonic() < endsAt);
  const range = { sinceMs: Date.parse(filter.since), untilMs: Date.parse(filter.until) };
  return {
    buckets: bucketStarts(range, bucketMs).map((at) => ({
      at: new Date(at).toISOString(),
      ...(tallies.get(bucketOf(at, bucketMs)) ?? { events: 0, failures: 0 }),
    })),
    counted,
    ...(after === undefined ? {} : { countedSince: oldest }),
  };
}
