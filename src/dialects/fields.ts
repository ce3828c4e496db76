// Field checks that several dialects share.
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../event/canonical-event.ts';
import { MAX_ID } from '../event/id-limit.ts';
import { JobwireError } from '../runtime/errors.ts';
import { readTimestamp } from './timestamp.ts';

const TYPE_FORM = /^[^\s\p{Cc}]{1,200}$/u;

/** A name without spaces, of up to 200 characters. */
export function isEventType(type: string): boolean {
  return TYPE_FORM.test(type);
}

/** Schema of an event's type; `example` goes into the error. */
export function eventType(example: string) {
  const expected = `must be a dotted name without spaces, like "${example}"`;
  return z.string(expected).regex(TYPE_FORM, expected);
}

/** Non-empty text, no longer than an id may be; otherwise `undefined`. */
export function textOf(value: JsonValue | undefined): string | undefined {
  const fits = typeof value === 'string' && value !== '' && value.length <= MAX_ID;
  return fits ? value : undefined;
}

/** An id: text, or an integer that JSON keeps exactly; otherwise `undefined`. */
export function idOf(value: JsonValue | undefined): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : textOf(value);
}

/** A readable instant in our notation; otherwise `undefined`. */
export function timeOf(value: JsonValue | undefined): string | undefined {
  return readTimestamp(value);
}

/**
 * The fields that are not excluded; `undefined` if there are none. `fromEntries` keeps a field named
 * `__proto__` an ordinary one.
 */
export function without(
  object: JsonObject,
  isExcluded: (name: string) => boolean,
): JsonObject | undefined {
  const rest = Object.entries(object).filter(([name]) => !isExcluded(name));
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

/** Throws `decode_failed` with what each wrong field should be; `subject` begins the sentence. */
export function check(schema: z.ZodType, value: JsonObject, subject: string): void {
  const checked = schema.safeParse(value);
  if (checked.success) return;
  const reasons = checked.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw decodeError(`${subject}: ${reasons.join('; ')}.`);
}

/** `text` must not quote the message, which may hold secrets. */
export function decodeError(text: string): JobwireError {
  return new JobwireError('decode_failed', text);
}
