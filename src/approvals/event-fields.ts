// Fields of an event's data that several producers write in several ways.
import type { JsonObject, JsonValue } from '../event/canonical-event.ts';

/** Some producers name a person by an object, some by a text alone; an id, a name or both. */
export function personOf(value: JsonValue | undefined): { id?: string; name?: string } | undefined {
  if (!isObject(value)) {
    const id = textOf(value);
    return id === undefined ? undefined : { id };
  }
  const id = textOf(value.id);
  const name = textOf(value.name);
  if (id === undefined && name === undefined) return undefined;
  return { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
}

export function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
