// What a dialect's format can't express travels in the field `jobwire` and is read back from there,
// so an event survives the round trip through any dialect.
import type { CanonicalEvent, JsonObject, JsonValue } from '../event/canonical-event.ts';
import { MAX_ID } from '../event/id-limit.ts';
import { isJsonObject } from './json-text.ts';

export const LEFTOVERS_FIELD = 'jobwire';

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

/** The fields of an event that a message can give. */
export type PartialEvent = Partial<Pick<CanonicalEvent, Field>>;

/**
 * The fields of `event` that are not in `known`, or differ there; `undefined` if there are none. With
 * them its dialect, which is for people: nothing reads it back.
 */
export function missingFields(event: CanonicalEvent, known: PartialEvent): JsonObject | undefined {
  const missing = FIELDS.flatMap((field) => {
    const value = event[field] as JsonValue | undefined;
    return value === undefined || isSame(value, known[field] as JsonValue | undefined)
      ? []
      : [[field, value] as const];
  });
  if (missing.length === 0) return undefined;
  return { ...Object.fromEntries(missing), dialect: event.dialect };
}

/** The fields in a message's leftovers; malformed ones are ignored. */
export function readLeftovers(leftovers: JsonValue | undefined): PartialEvent {
  if (leftovers === undefined || !isJsonObject(leftovers)) return {};
  const fields = FIELDS.flatMap((field) => {
    const value = leftovers[field];
    return value !== undefined && CHECKS[field](value) ? [[field, value] as const] : [];
  });
  return Object.fromEntries(fields);
}

function isText(value: JsonValue): boolean {
  return typeof value === 'string' && value !== '' && value.length <= MAX_ID;
}

function isSame(a: JsonValue, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [ofA, ofB] = [Object.entries(a), new Map<string, JsonValue>(Object.entries(b))];
  return ofA.length === ofB.size && ofA.every(([name, value]) => isSame(value, ofB.get(name)));
}
