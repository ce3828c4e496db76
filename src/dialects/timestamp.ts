// Reads the timestamp of a message leniently: no event is lost because of its clock.
import type { JsonObject, JsonValue } from '../event/canonical-event.ts';
import { readWrittenInstantMs } from '../event/instant.ts';
import { defined } from '../runtime/defined.ts';

/** Data field that keeps an unreadable timestamp. */
const ORIGINAL = 'original_timestamp';
/** The end of the year 9999: later ones have no RFC 3339 form. */
const MAX_INSTANT_MS = 253_402_300_799_999;

export interface NamedTime {
  /** RFC 3339 in UTC with milliseconds; absent if none was given or none is readable. */
  readonly time?: string;
  /** What was given instead. */
  readonly unreadable?: JsonValue;
}

/**
 * RFC 3339 in UTC with milliseconds, from any form that event/instant.ts reads; `undefined` for
 * anything else.
 */
export function readTimestamp(written: JsonValue | undefined): string | undefined {
  if (typeof written === 'string' && isCanonical(written)) return written;
  const epochMs = readWrittenInstantMs(written);
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
}

/** The first readable one counts. */
export function readNamedTime(...candidates: readonly (JsonValue | undefined)[]): NamedTime {
  for (const written of candidates) {
    const time = readTimestamp(written);
    if (time !== undefined) return { time };
  }
  const unreadable = candidates.find(isPresent);
  return defined({ unreadable });
}

/** `data` with the unreadable timestamp in a field of its own, numbered if the name is taken. */
export function withUnreadableTime(data: JsonObject, { unreadable }: NamedTime): JsonObject {
  if (unreadable === undefined) return data;
  let name = ORIGINAL;
  for (let n = 2; Object.hasOwn(data, name); n += 1) name = `${ORIGINAL}_${n}`;
  return { ...data, [name]: unreadable };
}

/** RFC 3339, clamped: whoever writes a stream entry can choose its id, and so its arrival. */
export function arrivalTime(arrivedAt: number): string {
  const ms = arrivedAt >= 0 ? Math.min(arrivedAt, MAX_INSTANT_MS) : 0;
  return new Date(ms).toISOString();
}

/** The fast path: true of most timestamps. */
function isCanonical(written: string): boolean {
  const epochMs = Date.parse(written);
  return epochMs >= 0 && new Date(epochMs).toISOString() === written && written[0] !== '+';
}

/** Absent, null and blank mean the same. */
function isPresent(written: JsonValue | undefined): written is JsonValue {
  if (typeof written === 'string') return written.trim() !== '';
  return written !== undefined && written !== null;
}
