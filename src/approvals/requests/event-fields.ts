// Fields of an event's data that producers write in different ways.

import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';

/**
 * Some producers name a person by an object, some by a string; with an id, a name or both. In any other shape
 * the first string in it is the id: better a wrong person than none.
 */
export function personField(
  value: JsonValue | undefined,
): { id?: string; name?: string } | undefined {
  if (typeof value !== 'object' || value === null) {
    const id = textField(value ?? undefined);
    return id === undefined ? undefined : { id };
  }
  const { id, name } = isObject(value)
    ? { id: textField(value.id), name: textField(value.name) }
    : {};
  if (id === undefined && name === undefined) return firstPersonIn(Object.values(value));
  return { ...defined({ id }), ...defined({ name }) };
}

export function textField(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstPersonIn(values: readonly JsonValue[]): ReturnType<typeof personField> {
  for (const value of values) {
    const person = personField(value);
    if (person !== undefined) return person;
  }
  return undefined;
}

/** A word that needs no quotes in a shell. */
const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/**
 * A producer's value of any shape as text: a string, the words of a command quoted for a shell, or JSON.
 * `undefined` only if there is no value, so that nobody decides on an empty line that hides something.
 */
export function displayText(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'boolean' ? String(value) : textField(value ?? undefined);
  }
  if (!Array.isArray(value)) return JSON.stringify(value);
  const words = value.filter((word) => typeof word === 'string');
  return words.length === value.length && words.length > 0
    ? words.map(shellWord).join(' ')
    : JSON.stringify(value);
}

function shellWord(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
