// Stored JSON is checked when it is read: each kind of value has one decoder, which all readers use. A decoder returns
// the stored value itself, not a copy of the known fields, so that fields of a newer version survive when an older one
// writes the value back.
import type { z } from 'zod';
import { JobwireError, messageOf } from '../errors.ts';

/** Where a value is stored: a Redis key or a file path, and the field, member or position in it. */
export interface StoredAt {
  readonly key: string;
  readonly field?: string;
}

/** Throws only `stored_unreadable`, if the text is not such a value. */
export type Decoder<T> = (text: string, at: StoredAt) => T;

/** The first problem of a value; `at` is its path, empty for the value itself. */
export interface Misfit {
  readonly at: string;
  /** `expected string, received number`; never the value, which may be a secret. */
  readonly problem: string;
}

/** `what`: names the value in the error, e.g. `job`. */
export function createDecoder<S extends z.ZodType>(what: string, schema: S): Decoder<z.output<S>> {
  return createCheckedDecoder(what, (value) => misfitIn(schema, value));
}

/** For values that are read too often for a schema. `check` returns the problem. */
export function createCheckedDecoder<T>(
  what: string,
  check: (value: unknown) => Misfit | undefined,
): Decoder<T> {
  return (text, at) => {
    const value = parsed(text);
    const misfit = value === undefined ? NOT_JSON : check(value);
    if (misfit === undefined) return value as T;
    throw unreadable(what, at, misfit);
  };
}

/** For values stored in another format than JSON. */
export function unreadable(what: string, { key, field }: StoredAt, misfit: Misfit): JobwireError {
  const place = field === undefined ? key : `${key}, field ${JSON.stringify(field)}`;
  const part = misfit.at === '' ? '' : `${misfit.at}: `;
  return new JobwireError(
    'stored_unreadable',
    `What is stored at ${place} is no ${what} that this jobwire can read: ${part}${misfit.problem}.`,
    { details: { key, ...(field === undefined ? {} : { field }) } },
  );
}

const NOT_JSON: Misfit = { at: '', problem: 'expected JSON' };

/** `undefined` for invalid JSON; no valid JSON means `undefined`. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function misfitIn(schema: z.ZodType, value: unknown): Misfit | undefined {
  try {
    const [issue] = schema.safeParse(value).error?.issues ?? [];
    if (issue === undefined) return undefined;
    const { path, message } = deepest(issue);
    return { at: path.join('.'), problem: message.replace(/^Invalid \w+: /, '') };
  } catch (error) {
    // Nested deeper than the stack allows.
    return { at: '', problem: messageOf(error) };
  }
}

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>;

/** For a union, the problem with the first of its variants. */
function deepest(issue: z.core.$ZodIssue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const [inner] = issue.errors[0] ?? [];
  if (inner === undefined) return issue;
  const { path, message } = deepest(inner);
  return { path: [...issue.path, ...path], message };
}
