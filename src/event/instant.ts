// Instants and lengths of time in an event's data, in the forms that programs of many languages write.
import type { JsonValue } from './canonical-event.ts';
import { quantity } from './quantity.ts';

/** ISO 8601 with a time of day: `2026-03-02T09:00:00.25Z`, `2026-03-02 09:00`, `…+0000`, `…+01:00`. */
const ISO_8601 =
  /^(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,12}))?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;
const EPOCH = /^\d{10,19}(?:\.\d{1,12})?$/;

/** Earlier ones stand for no time at all: 0, the zero of some languages, lengths of time. */
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
  const ms = typeof value === 'string' ? fromText(value.trim()) : fromNumber(value);
  if (ms === undefined || !(ms >= MIN_INSTANT_MS && ms <= MAX_INSTANT_MS)) return undefined;
  return Math.floor(ms);
}

function fromText(text: string): number | undefined {
  return EPOCH.test(text) ? fromNumber(Number(text)) : fromIso(text);
}

function fromNumber(value: JsonValue | undefined): number | undefined {
  if (typeof value !== 'number') return undefined;
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

/** `Date` makes 1 March of 30 February. */
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
