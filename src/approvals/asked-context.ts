// Everything that a request says beside what is asked and on which terms: people see all of it, and a
// change of any of it is another question.
import type { JsonObject, JsonValue } from '../event/canonical-event.ts';
import { isObject } from './event-fields.ts';

/** Fields with a meaning of their own, shown in their own places. */
const SAID_ELSEWHERE = new Set([
  ...['approval_id', 'scope', 'action', 'reason', 'context', 'requested_by'],
  ...['expires_at', 'timeout_seconds', 'on_timeout'],
]);

/** The request's `context`, and every other field, which a consumer may act upon as well. */
export function askedContext(data: JsonObject): JsonObject {
  const context: Record<string, JsonValue> = { ...contextIn(data) };
  for (const [name, value] of Object.entries(data)) {
    if (SAID_ELSEWHERE.has(name) || value === null) continue;
    let free = name;
    while (Object.hasOwn(context, free)) free = `data.${free}`;
    Object.defineProperty(context, free, { value, enumerable: true });
  }
  return context;
}

function contextIn({ context = null }: JsonObject): JsonObject {
  if (isObject(context)) return context;
  return context === null ? {} : { value: context };
}
