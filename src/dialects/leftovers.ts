// What a dialect's shape has no place for travels in one addition, the field `jobwire`, and is read
// back from there; so an event written in any dialect can become the same event again.
import type { CanonicalEvent, JsonObject, JsonValue } from '../event/canonical-event.ts';
import { isJsonObject } from './json-text.ts';

/** Name of the addition. */
export const LEFTOVERS = 'jobwire';

const CHECKS = {
  id: isText,
  type: isText,
  time: (value: JsonValue) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  source: (value: JsonValue) => isJsonObject(value) && typeof value.component === 'string',
  projectId: isText,
  sessionId: isText,
  jobId: isText,
  stage: isText,
  aggregate: isText,
  correlationId: isText,
  causationId: isText,
  visibility: (value: JsonValue) => value === 'public' || value === 'internal',
  recipients: (value: JsonValue) =>
    value === 'all' || (Array.isArray(value) && value.every((id) => Number.isSafeInteger(id))),
  data: isJsonObject,
  extensions: isJsonObject,
} as const;

type Field = keyof typeof CHECKS;
const FIELDS = Object.keys(CHECKS) as Field[];

/** The part of an event that a dialect's shape tells by itself. */
export type LeftoverSource = Partial<Pick<CanonicalEvent, Field>>;

/**
 * What of `event` is not in `told`, what the shape tells; `undefined` when that is everything. The
 * dialect that it came in is said too, for people; nobody reads it back.
 */
export function leftoversOf(event: CanonicalEvent, told: LeftoverSource): JsonObject | undefined {
  const left = FIELDS.flatMap((field) => {
    const value = event[field] as JsonValue | undefined;
    return value === undefined || isSame(value, told[field] as JsonValue | undefined)
      ? []
      : [[field, value] as const];
  });
  if (left.length === 0) return undefined;
  return { ...Object.fromEntries(left), dialect: event.dialect };
}

/** The fields that a message's addition tells; what has a wrong form is passed over. */
export function readLeftovers(left: JsonValue | undefined): LeftoverSource {
  if (left === undefined || !isJsonObject(left)) return {};
  const told = FIELDS.flatMap((field) => {
    const value = left[field];
    return value !== undefined && CHECKS[field](value) ? [[field, value] as const] : [];
  });
  return Object.fromEntries(told);
}

function isText(value: JsonValue): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 512;
}

function isSame(a: JsonValue, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [ofA, ofB] = [Object.entries(a), new Map<string, JsonValue>(Object.entries(b))];
  return ofA.length === ofB.size && ofA.every(([name, value]) => isSame(value, ofB.get(name)));
}
