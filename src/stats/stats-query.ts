// What numbers are asked for.
import type { EventFilter } from '../journal/event-filter.ts';

export interface StatsQuery {
  /** What the reader may see and asks for. */
  readonly filter: StatsFilter;
  readonly bucketMs: number;
}

export type StatsFilter = Pick<EventFilter, 'projectIds' | 'publicOnly'> &
  Required<Pick<EventFilter, 'since' | 'until'>>;
