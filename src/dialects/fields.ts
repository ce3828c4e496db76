// Forms of fields that several dialects have in common.
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../event/canonical-event.ts';
import { JobwireError } from '../runtime/errors.ts';
import { readTimestamp } from './timestamp.ts';

/** Longest id of anything, in characters. */
export const ID_LIMIT = 512;

const TYPE_FORM = /^[^\s\p{Cc}]{1,200}$/u;

/** Whether `type` can be the type of an event: a name without spaces, of up to 200 characters. */
export function isEventType(type: string): boolean {
  return TYPE_FORM.test(type);
}

/** The type of an event, as every dialect writes it; `example` goes into the error. */
export function eventType(example: string) {
  const expected = `must be a dotted name without spaces, like "${example}"`;
  return z.string(expected).regex(TYPE_FORM, expected);
}

/** Text that is not empty and no longer than an id may be; otherwise `undefined`. */
export function textOf(value: JsonValue | undefined): string | undefined {
  const fits = typeof value === 'string' && value !== '' && value.length <= ID_LIMIT;
  return fits ? value : undefined;
}

/** An id: text, or an integer that JSON keeps exactly; otherwise `undefined`. */
export function idOf(value: JsonValue | undefined): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : textOf(value);
}

/** An instant that can be read, as events write it; otherwise `undefined`. */
export function timeOf(value: JsonValue | undefined): string | undefined {
  return readTimestamp(value);
}

/**
 * What is left of an object, if anything. A copy by definition of own fields, so that one named
 * `__proto__` stays an ordinary field.
 */
export function without(
  object: JsonObject,
  isTaken: (name: string) => boolean,
): JsonObject | undefined {
  const left = Object.entries(object).filter(([name]) => !isTaken(name));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** Throws `decode_failed` with what each wrong field should be; `what` begins the sentence. */
export function check(schema: z.ZodType, value: JsonObject, what: string): void {
  const checked = schema.safeParse(value);
  if (checked.success) return;
  const reasons = checked.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw refused(`${what}: ${reasons.join('; ')}.`);
}

/** The error for a message that can't be understood; the text never quotes the message. */
export function refused(text: string): JobwireError {
  return new JobwireError('decode_failed', text);
}
