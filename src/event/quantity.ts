// Numbers in an event's data, which some producers write as text.
import type { JsonValue } from './canonical-event.ts';

const DECIMAL = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;

/** A finite number, or text that is a plain decimal (`3.20`); `undefined` for anything else. */
export function quantity(value: JsonValue | undefined): number | undefined {
  const isDecimal = typeof value === 'string' && DECIMAL.test(value);
  const number = isDecimal ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  // JSON has no negative zero.
  return number === 0 ? 0 : number;
}
