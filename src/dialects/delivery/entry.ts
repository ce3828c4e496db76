// Reads a message from the fields of a stream entry; publishers write it in two forms.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { parseObject } from '../json-text.ts';
import { LEFTOVERS_FIELD } from '../leftovers.ts';

/** Fields of an entry can't be null: in these, empty and `null` mean absent. */
const OPTIONAL: ReadonlySet<string> = new Set([
  'correlation_id',
  'causation_id',
  'source',
  'job_id',
  'session_id',
]);

/** Fields that may hold an object as its JSON text. */
const OBJECTS: ReadonlySet<string> = new Set(['data', 'source', LEFTOVERS_FIELD]);

/**
 * Either one field holds the whole message as JSON text, or the message's fields are the entry's.
 * For an entry in neither form: JSON of all fields, which decoding then refuses.
 */
export function entryText(fields: ReadonlyMap<string, string>): string {
  const jsonFields = fields.has('type') ? ['event', 'payload'] : ['event', 'data', 'payload'];
  for (const name of jsonFields) {
    const text = fields.get(name) ?? '';
    if (typeof parseOrUndefined(text)?.type === 'string') return text;
  }
  return JSON.stringify(messageOf(fields) ?? Object.fromEntries(fields));
}

function messageOf(fields: ReadonlyMap<string, string>): JsonObject | undefined {
  const data = fields.get('data');
  if (!fields.has('type') || (data !== undefined && parseOrUndefined(data) === undefined))
    return undefined;
  const isPresent = ([name, text]: [string, string]) =>
    !OPTIONAL.has(name) || (text !== '' && text !== 'null');
  const read = (name: string, text: string): JsonValue =>
    OBJECTS.has(name) ? (parseOrUndefined(text) ?? text) : text;
  return Object.fromEntries(
    [...fields].filter(isPresent).map(([name, text]) => [name, read(name, text)]),
  );
}

function parseOrUndefined(text: string): JsonObject | undefined {
  try {
    return parseObject(text);
  } catch {
    return undefined;
  }
}
