// From the text of a message to a JSON object, within bounds that every dialect shares.

import type { JsonObject, JsonValue } from '../event/canonical-event.ts';
import { JobwireError } from '../runtime/errors.ts';

/** Bigger messages are refused before anybody parses them. */
export const MESSAGE_LIMIT_BYTES = 1_048_576;

/** What may hold a number that JavaScript can't. */
const LONG_NUMBER = /[:,[\s]-?(?:\d{16}|[\d.]+[eE])/;
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** Deeper nesting would overflow the stack of whoever walks the event later. */
const DEPTH_LIMIT = 100;

/**
 * The object that `text` says. Throws `decode_failed` when it is too big, no JSON, no object or
 * nested too deeply; the error never quotes the text, since that may hold secrets. A whole number
 * that JavaScript can't hold becomes the text that it was written as, and so does one of no finite size.
 */
export function parseObject(text: string): JsonObject {
  if (isTooBig(text)) throw refused(`is over ${MESSAGE_LIMIT_BYTES} bytes, the most that is taken`);
  const value = parse(text);
  if (!isJsonObject(value)) {
    throw refused(
      `is ${nameOf(value)}; a JSON object was expected, like {"event_type": "job.started"}`,
    );
  }
  if (isDeeperThan(value, DEPTH_LIMIT)) {
    throw refused(`is nested more than ${DEPTH_LIMIT} levels deep, the most that is taken`);
  }
  return value;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): JsonValue {
  try {
    const value = JSON.parse(text);
    return LONG_NUMBER.test(text) ? JSON.parse(withExactNumbers(text)) : value;
  } catch {
    // The parser's own message quotes the text.
    throw refused('is not JSON; a JSON object was expected, like {"event_type": "job.started"}');
  }
}

/** Of valid JSON. */
function withExactNumbers(text: string): string {
  return text.replace(TEXT_OR_NUMBER, (token) =>
    token.startsWith('"') || isExact(token) ? token : `"${token}"`,
  );
}

/** Of fractions, which are measures, the last digits mean nothing; whole numbers may be ids or sums. */
function isExact(number: string): boolean {
  const value = Number(number);
  if (!Number.isFinite(value)) return false;
  if (value === 0) return digitsOf(number) === '';
  return Math.abs(value) < 2 ** 53 || digitsOf(number) === digitsOf(String(value));
}

/** Those that count, without sign, point and exponent. */
function digitsOf(number: string): string {
  const [mantissa = ''] = number.split(/[eE]/, 1);
  return mantissa.replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
}

function isTooBig(text: string): boolean {
  if (text.length * 3 <= MESSAGE_LIMIT_BYTES) return false;
  return text.length > MESSAGE_LIMIT_BYTES || Buffer.byteLength(text) > MESSAGE_LIMIT_BYTES;
}

function isDeeperThan(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner: JsonValue) => isDeeperThan(inner, levels - 1));
}

function nameOf(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

function refused(what: string): JobwireError {
  return new JobwireError('decode_failed', `The message ${what}.`);
}
