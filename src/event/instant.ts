// Reads instants and durations in an event's data, in the forms that programs of many languages write.
import type { JsonValue } from './canonical-event.ts';
import { quantity } from './quantity.ts';

/**
 * ISO 8601 with a time of day: `2026-03-02T09:00:00.25Z`, `2026-03-02 09:00`, `20260302090000`, `…+0000`;
 * behind an offset also the name of its zone, as Java (`[Europe/Berlin]`) and Go (` CET`) write it.
 */
const ISO_8601 =
  /^(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,20}))?)?\s*(?:(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)(?:\s?[A-Z]{1,5}|\[[\w/+-]*\])?)?$/i;
/** RFC 2822, as in mail and HTTP: `Mon, 02 Mar 2026 09:00:00 +0000`. */
const RFC_2822 =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]([a-z]{3})[\s-](\d{4})\s+(\d\d:\d\d(?::\d\d)?)\s*(Z|UTC?|GMT|[+-]\d{4})?(?:\s*\([^)]*\))?$/i;
/** As the C library and `date` write it: `Mon Mar  2 09:00:00 2026`. */
const ASCTIME =
  /^[a-z]{3}\s+([a-z]{3})\s+(\d{1,2})\s+(\d\d:\d\d:\d\d)\s+(?:(Z|UTC|GMT)\s+)?(\d{4})$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const EPOCH = /^\d{1,19}(?:\.\d{0,20})?(?:e\+?\d{1,2})?$/i;
/** No form is longer. */
const MAX_CHARACTERS = 100;

/** Smaller numbers are no instants: 0, the zero value of some languages, durations. */
const MIN_INSTANT_MS = 1_000_000_000_000;
/** The end of the year 9999: later ones have no RFC 3339 form. */
const MAX_INSTANT_MS = 253_402_300_799_999;
/** Up to here an epoch number is in seconds, then in milliseconds, microseconds, nanoseconds. */
const MAX_EPOCH_S = 1e11;

/**
 * Epoch milliseconds, rounded down. Without a zone it is UTC; a number, also as text, is an epoch in
 * seconds, milliseconds, microseconds or nanoseconds. `undefined` for anything else, and for what is
 * not between September 2001 and the end of 9999.
 */
export function readInstantMs(value: JsonValue | undefined): number | undefined {
  const ms = readWrittenInstantMs(value);
  return ms !== undefined && ms >= MIN_INSTANT_MS ? ms : undefined;
}

/** The same, but a date that is written out may be as old as 1970. */
export function readWrittenInstantMs(value: JsonValue | undefined): number | undefined {
  const ms = typeof value === 'string' ? fromText(value.trim()) : fromNumber(value);
  // A binary fraction may be slightly below the decimal one.
  return ms !== undefined && ms >= 0 && ms <= MAX_INSTANT_MS ? Math.floor(ms + 0.001) : undefined;
}

function fromText(text: string): number | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const written = fromIso(text) ?? fromIso(isoOf(text));
  return written ?? (EPOCH.test(text) ? fromNumber(Number(text)) : undefined);
}

function fromNumber(value: JsonValue | undefined): number | undefined {
  if (typeof value !== 'number') return undefined;
  const ms = epochMs(value);
  return ms >= MIN_INSTANT_MS ? ms : undefined;
}

function epochMs(value: number): number {
  if (value < MAX_EPOCH_S) return value * 1e3;
  if (value < MAX_EPOCH_S * 1e3) return value;
  return value < MAX_EPOCH_S * 1e6 ? value / 1e3 : value / 1e6;
}

function fromIso(text: string): number | undefined {
  const [whole, year, month, day, hour, minute, second = '00', fraction = '0', zone = 'Z'] =
    ISO_8601.exec(text) ?? [];
  if (whole === undefined) return undefined;
  // A leap second counts as the end of the second before.
  const [seconds, ms] =
    second === '60' ? ['59', '999'] : [second, fraction.padEnd(3, '0').slice(0, 3)];
  const ms1970 = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${seconds}.${ms}${offsetOf(zone)}`,
  );
  return Number.isNaN(ms1970) || !isDay(Number(year), Number(month), Number(day))
    ? undefined
    : ms1970;
}

/** The ISO form of the forms that name months; the empty text for any other. */
function isoOf(text: string): string {
  const mail = RFC_2822.exec(text);
  if (mail !== null) {
    const [, day = '', month = '', year = '', time = '', zone = 'Z'] = mail;
    return isoWith({ year, month, day, time, zone });
  }
  const [whole, month = '', day = '', time = '', zone = 'Z', year = ''] = ASCTIME.exec(text) ?? [];
  return whole === undefined ? '' : isoWith({ year, month, day, time, zone });
}

type Part = 'year' | 'month' | 'day' | 'time' | 'zone';

function isoWith({ year, month, day, time, zone }: Record<Part, string>): string {
  const number = String(MONTHS.indexOf(month.toLowerCase()) + 1).padStart(2, '0');
  const utc = /^[a-z]/i.test(zone) ? 'Z' : zone;
  return `${year}-${number}-${day.padStart(2, '0')}T${time}${utc}`;
}

/** `Date` accepts 30 February as 1 March. */
function isDay(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetOf(zone: string): string {
  if (/^[a-z]/i.test(zone)) return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/** Milliseconds of a positive number of seconds, also as text; `undefined` for anything else. */
export function readSecondsMs(value: JsonValue | undefined): number | undefined {
  const seconds = quantity(typeof value === 'string' ? value.trim() : value);
  return seconds !== undefined && seconds > 0 ? Math.ceil(seconds * 1_000) : undefined;
}
