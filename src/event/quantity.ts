// Numbers in an event's data, which some producers write as text.
import type { JsonValue } from './canonical-event.ts';

const DECIMAL = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;

/** A finite number, or text that is a plain decimal (`3.20`); `undefined` for anything else. */
export function quantity(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'string' && DECIMAL.test(value)) return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
