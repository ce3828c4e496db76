// Everything that a request says beside what is asked and on which terms: people see all of it, and a
// change of any of it is another question.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
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
    const shown = SHOWN.has(name) ? null : unshownOf(name, value);
    if (shown === null) continue;
    let free = name;
    while (Object.hasOwn(context, free)) free = `data.${free}`;
    Object.defineProperty(context, free, { value: shown, enumerable: true });
  }
  return context;
}

/** Of a field that is shown elsewhere, what its expected form does not have; `null` for nothing. */
function unshownOf(field: string, value: JsonValue): JsonValue {
  if (!EXPECTED.has(field)) return value;
  if (typeof value !== 'object' || value === null) return null;
  if (field !== 'requested_by' || !isObject(value)) return value;
  const more = Object.entries(value).filter(
    ([name, inner]) => !OF_PERSON.has(name) || typeof inner === 'object',
  );
  return more.length === 0 ? null : Object.fromEntries(more);
}

function contextIn({ context = null }: JsonObject): JsonObject {
  if (isObject(context)) return context;
  return context === null ? {} : { value: context };
}
