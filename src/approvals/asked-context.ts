// Everything that a request says beside what is asked and on which terms: people see all of it, and a
// change of any of it is another question.
import type { JsonObject, JsonValue } from '../event/canonical-event.ts';
import { isObject } from './event-fields.ts';

/** Fields that are shown in their own places, whatever they say. */
const SHOWN = new Set(['scope', 'action', 'reason', 'context']);
/** Those that are shown elsewhere when they have the expected form. */
const EXPECTED = new Set([
  ...['approval_id', 'requested_by', 'expires_at', 'timeout_seconds', 'on_timeout'],
]);
const OF_PERSON = new Set(['id', 'name']);

/** The request's `context`, and every other field, which a consumer may act upon as well. */
export function askedContext(data: JsonObject): JsonObject {
  const context: Record<string, JsonValue> = { ...contextIn(data) };
  for (const [name, value] of Object.entries(data)) {
    if (SHOWN.has(name) || value === null || (EXPECTED.has(name) && isExpected(name, value)))
      continue;
    let free = name;
    while (Object.hasOwn(context, free)) free = `data.${free}`;
    Object.defineProperty(context, free, { value, enumerable: true });
  }
  return context;
}

/** A text, a number, or a person of nothing but id and name. */
function isExpected(field: string, value: JsonValue): boolean {
  if (typeof value !== 'object') return true;
  if (field !== 'requested_by' || !isObject(value)) return false;
  return Object.entries(value).every(
    ([name, inner]) => OF_PERSON.has(name) && (typeof inner !== 'object' || inner === null),
  );
}

function contextIn({ context = null }: JsonObject): JsonObject {
  if (isObject(context)) return context;
  return context === null ? {} : { value: context };
}
