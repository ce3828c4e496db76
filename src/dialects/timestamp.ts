// The instant that a message names, as generously as it can be read: an event is never lost for its clock.
import type { JsonObject, JsonValue } from '../event/canonical-event.ts';
import { readWrittenInstantMs } from '../event/instant.ts';
import { defined } from '../runtime/defined.ts';

/** Field of the data that keeps what stood where an instant was expected. */
const ORIGINAL = 'original_timestamp';
/** The end of the year 9999: later ones have no RFC 3339 form. */
const MAX_INSTANT_MS = 253_402_300_799_999;

export interface NamedTime {
  /** RFC 3339 in UTC with milliseconds; absent where none is named, or none that can be read. */
  readonly time?: string;
  /** What was named and can't be read. */
  readonly unreadable?: JsonValue;
}

/**
 * RFC 3339 in UTC with milliseconds, from any form that event/instant.ts reads. `undefined` for what
 * nobody can read.
 */
export function readTimestamp(written: JsonValue | undefined): string | undefined {
  if (typeof written === 'string' && isAsWeWriteIt(written)) return written;
  const epochMs = readWrittenInstantMs(written);
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
}

/** From the places where a message may name it: the first that can be read counts. */
export function readNamedTime(...places: readonly (JsonValue | undefined)[]): NamedTime {
  for (const written of places) {
    const time = readTimestamp(written);
    if (time !== undefined) return { time };
  }
  const unreadable = places.find(isGiven);
  return defined({ unreadable });
}

/** `data`, and in a field of its own what can't be read; where that is taken, the name gets a number. */
export function withOriginal(data: JsonObject, { unreadable }: NamedTime): JsonObject {
  if (unreadable === undefined) return data;
  let name = ORIGINAL;
  for (let n = 2; Object.hasOwn(data, name); n += 1) name = `${ORIGINAL}_${n}`;
  return { ...data, [name]: unreadable };
}

/** RFC 3339 of an arrival. A stream's entry may have an id, and so an arrival, of somebody's making. */
export function arrivalTime(arrivedAt: number): string {
  const ms = arrivedAt >= 0 ? Math.min(arrivedAt, MAX_INSTANT_MS) : 0;
  return new Date(ms).toISOString();
}

/** Most timestamps are; then nothing else about them need be checked. */
function isAsWeWriteIt(written: string): boolean {
  const epochMs = Date.parse(written);
  return epochMs >= 0 && new Date(epochMs).toISOString() === written && written[0] !== '+';
}

/** Absent, null and blank all mean that none is named. */
function isGiven(written: JsonValue | undefined): written is JsonValue {
  if (typeof written === 'string') return written.trim() !== '';
  return written !== undefined && written !== null;
}
