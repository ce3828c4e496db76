// Parses the text of a message, within limits that all dialects share.

import type { JsonObject, JsonValue } from '../event/canonical-event.ts';
import { isDeeperThan } from '../event/json-depth.ts';
import { JobwireError } from '../runtime/errors.ts';

/** Bigger messages are refused unparsed. */
export const MESSAGE_LIMIT_BYTES = 1_048_576;

/** Text that may contain a number beyond double precision. */
const LONG_NUMBER = /[:,[\s]-?(?:\d{16}|[\d.]+[eE])/;
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** Deeper nesting would overflow the stack of code that walks the event later. */
const DEPTH_LIMIT = 100;

/**
 * Throws `decode_failed` if `text` is too big, not JSON, not an object or nested too deeply; the error
 * never quotes it, since it may hold secrets. Integers beyond double precision, and numbers too large
 * for a double, become strings of their original digits.
 */
export function parseObject(text: string): JsonObject {
  if (isTooBig(text))
    throw messageError(`is over ${MESSAGE_LIMIT_BYTES} bytes; expected at most that many`);
  const value = parse(text);
  if (!isJsonObject(value)) {
    throw messageError(
      `is ${nameOf(value)}; a JSON object was expected, like {"event_type": "job.started"}`,
    );
  }
  if (isDeeperThan(value, DEPTH_LIMIT)) {
    throw messageError(
      `is nested more than ${DEPTH_LIMIT} levels deep; expected at most that many`,
    );
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
    throw messageError(
      'is not JSON; a JSON object was expected, like {"event_type": "job.started"}',
    );
  }
}

/** `text` is valid JSON. */
function withExactNumbers(text: string): string {
  return text.replace(TEXT_OR_NUMBER, (token) =>
    token.startsWith('"') || isExact(token) ? token : `"${token}"`,
  );
}

/** Fractions are measurements, whose last digits mean nothing; integers may be ids or amounts. */
function isExact(number: string): boolean {
  const value = Number(number);
  if (!Number.isFinite(value)) return false;
  if (value === 0) return digitsOf(number) === '';
  return Math.abs(value) < 2 ** 53 || digitsOf(number) === digitsOf(String(value));
}

/** The significant ones. */
function digitsOf(number: string): string {
  const [mantissa = ''] = number.split(/[eE]/, 1);
  return mantissa.replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
}

function isTooBig(text: string): boolean {
  if (text.length * 3 <= MESSAGE_LIMIT_BYTES) return false;
  return text.length > MESSAGE_LIMIT_BYTES || Buffer.byteLength(text) > MESSAGE_LIMIT_BYTES;
}

function nameOf(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

function messageError(what: string): JobwireError {
  return new JobwireError('decode_failed', `The message ${what}.`);
}
