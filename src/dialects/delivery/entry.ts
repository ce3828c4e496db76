// The message in the fields of a stream's entry: publishers write them in two forms.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { parseObject } from '../json-text.ts';
import { LEFTOVERS } from '../leftovers.ts';

/** Fields that may be left empty, or say so in a word, where a field can't be null. */
const OPTIONAL: ReadonlySet<string> = new Set([
  'correlation_id',
  'causation_id',
  'source',
  'job_id',
  'session_id',
]);

/** Fields that may hold an object as its JSON text. */
const OBJECTS: ReadonlySet<string> = new Set(['data', 'source', LEFTOVERS]);

/**
 * Either one field holds the whole message as JSON text, or each of its fields is one of the
 * entry's. Of an entry in neither form it is all fields as JSON: no message, and seen as what it is.
 */
export function entryText(fields: ReadonlyMap<string, string>): string {
  const wholes = fields.has('type') ? ['event', 'payload'] : ['event', 'data', 'payload'];
  for (const name of wholes) {
    const text = fields.get(name) ?? '';
    if (typeof parsed(text)?.type === 'string') return text;
  }
  return JSON.stringify(assembled(fields) ?? Object.fromEntries(fields));
}

function assembled(fields: ReadonlyMap<string, string>): JsonObject | undefined {
  const data = fields.get('data');
  if (!fields.has('type') || (data !== undefined && parsed(data) === undefined)) return undefined;
  const isGiven = ([name, text]: [string, string]) =>
    !OPTIONAL.has(name) || (text !== '' && text !== 'null');
  const read = (name: string, text: string): JsonValue =>
    OBJECTS.has(name) ? (parsed(text) ?? text) : text;
  return Object.fromEntries(
    [...fields].filter(isGiven).map(([name, text]) => [name, read(name, text)]),
  );
}

function parsed(text: string): JsonObject | undefined {
  try {
    return parseObject(text);
  } catch {
    return undefined;
  }
}
