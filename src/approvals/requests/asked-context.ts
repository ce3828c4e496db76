// Everything that a request contains besides action and terms: people see all of it, and a change of any of it
// makes another question.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { isObject } from './event-fields.ts';

/** Fields that are shown by themselves, whatever they contain. */
const SHOWN_SEPARATELY = new Set(['scope', 'action', 'reason', 'context']);
/** Fields that are shown elsewhere if they have the expected shape. */
const SHOWN_IF_WELL_FORMED = new Set([
  ...['approval_id', 'requested_by', 'expires_at', 'timeout_seconds', 'on_timeout'],
]);
const PERSON_FIELDS = new Set(['id', 'name']);

/** The request's `context` and every other field, since a consumer may act on those as well. */
export function requestContext(data: JsonObject): JsonObject {
  const context: Record<string, JsonValue> = { ...contextIn(data) };
  for (const [name, value] of Object.entries(data)) {
    const shown = SHOWN_SEPARATELY.has(name) ? null : unshownPart(name, value);
    if (shown === null) continue;
    let free = name;
    while (Object.hasOwn(context, free)) free = `data.${free}`;
    Object.defineProperty(context, free, { value: shown, enumerable: true });
  }
  return context;
}

/** What is not shown elsewhere of a field; `null` for nothing. */
function unshownPart(field: string, value: JsonValue): JsonValue {
  if (!SHOWN_IF_WELL_FORMED.has(field)) return value;
  if (typeof value !== 'object' || value === null) return null;
  if (field !== 'requested_by' || !isObject(value)) return value;
  const more = Object.entries(value).filter(
    ([name, inner]) => !PERSON_FIELDS.has(name) || typeof inner === 'object',
  );
  return more.length === 0 ? null : Object.fromEntries(more);
}

function contextIn({ context = null }: JsonObject): JsonObject {
  if (isObject(context)) return context;
  return context === null ? {} : { value: context };
}
