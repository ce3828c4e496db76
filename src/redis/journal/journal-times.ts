// From instants to positions: which stretch of the journal holds the events of some minutes. Events
// may come late or in any order, so a stretch is what all of its minutes span (redis/journal/events.lua).
import type { Redis } from 'ioredis';
import type { EventFilter } from '../../journal/event-filter.ts';
import { type Position, START } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { Keys } from '../scripts/keys.ts';

/** Both ends inclusive. */
export interface TimeSpan {
  readonly low: Position;
  readonly high: Position;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Behind every position; the scripts compare milliseconds of 13 digits. */
const END: Position = '9999999999999-99999999';
const WHOLE: TimeSpan = { low: START, high: END };

type Ends = Pick<EventFilter, 'since' | 'until'>;

export interface Times {
  /** Holds every event between the instants, and perhaps others; `undefined`: there is none. */
  spanOf(ends: Ends): Promise<TimeSpan | undefined>;
}

export function createTimes(redis: Redis, keys: Keys): Times {
  /** What a hash tells of the units (days, or minutes of a day) that `isInside` lets through. */
  async function spansIn(hash: string, isInside: (unit: number) => boolean): Promise<TimeSpan[]> {
    const fields = await redis.hgetall(hash);
    return Object.entries(fields).flatMap(([name, low]) => {
      const unit = Number(name.slice(0, -1));
      const high = fields[`${unit}z`];
      const isWanted = name.endsWith('a') && high !== undefined && isInside(unit);
      return isWanted ? [{ low, high }] : [];
    });
  }

  return {
    async spanOf({ since, until }) {
      if (since === undefined && until === undefined) return WHOLE;
      const first = minuteOf(since, 0);
      const last = minuteOf(until, Number.MAX_SAFE_INTEGER);
      const firstDay = Math.floor(first / DAY_MINUTES);
      const lastDay = Math.floor(last / DAY_MINUTES);
      const isInside = (minute: number) => minute >= first && minute <= last;
      // Days at the ends are looked at by the minute.
      const edges = [
        ...(since ? [firstDay] : []),
        ...(until && lastDay !== firstDay ? [lastDay] : []),
      ];
      const spans = await Promise.all([
        spansIn(keys.times, (day) => day >= firstDay && day <= lastDay && !edges.includes(day)),
        ...edges.map((day) => spansIn(keys.minutes(day), isInside)),
      ]);
      return union(spans.flat());
    },
  };
}

function minuteOf(instant: string | undefined, otherwise: number): number {
  return instant === undefined ? otherwise : Math.floor(Date.parse(instant) / MINUTE_MS);
}

function union(spans: readonly TimeSpan[]): TimeSpan | undefined {
  const [first, ...rest] = spans;
  if (first === undefined) return undefined;
  return rest.reduce(
    (whole, { low, high }) => ({
      low: comparePositions(low, whole.low) < 0 ? low : whole.low,
      high: comparePositions(high, whole.high) > 0 ? high : whole.high,
    }),
    first,
  );
}
