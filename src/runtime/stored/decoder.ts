// What jobwire keeps as JSON is checked when it is read: each kind of value has one decoder, and whoever reads
// one goes through it. What a decoder answers is what was stored, not a copy of the known fields, so that a
// field of a newer version is still there when an older one writes the value back.
import type { z } from 'zod';
import { JobwireError, messageOf } from '../errors.ts';

/** Where a value is kept: a key of Redis or the path of a file; and the field, member or position in it. */
export interface StoredAt {
  readonly key: string;
  readonly field?: string;
}

/** Throws `stored_unreadable`, and nothing else, for a text that holds no such value. */
export type Decoder<T> = (text: string, at: StoredAt) => T;

/** The first thing that is wrong with a value; `at` is the way to it, empty for the value itself. */
export interface Misfit {
  readonly at: string;
  /** `expected string, received number`; never the value, which may be a secret. */
  readonly problem: string;
}

/** `what`: the value as people call it, for the error: `job`. */
export function createDecoder<S extends z.ZodType>(what: string, schema: S): Decoder<z.output<S>> {
  return createCheckedDecoder(what, (value) => misfitIn(schema, value));
}

/** For what is read so often that a schema would cost too much. `check` answers what is wrong. */
export function createCheckedDecoder<T>(
  what: string,
  check: (value: unknown) => Misfit | undefined,
): Decoder<T> {
  return (text, at) => {
    const value = parsed(text);
    const misfit = value === undefined ? NO_JSON : check(value);
    if (misfit === undefined) return value as T;
    throw unreadable(what, at, misfit);
  };
}

/** For what is kept in another form than JSON. */
export function unreadable(what: string, { key, field }: StoredAt, misfit: Misfit): JobwireError {
  const place = field === undefined ? key : `${key}, field ${JSON.stringify(field)}`;
  const part = misfit.at === '' ? '' : `${misfit.at}: `;
  return new JobwireError(
    'stored_unreadable',
    `What is stored at ${place} is no ${what} that this jobwire can read: ${part}${misfit.problem}.`,
    { details: { key, ...(field === undefined ? {} : { field }) } },
  );
}

const NO_JSON: Misfit = { at: '', problem: 'expected JSON' };

/** No JSON text stands for `undefined`. */
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
    // Nested deeper than the stack is.
    return { at: '', problem: messageOf(error) };
  }
}

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>;

/** Of a value that may be one of several kinds, what is wrong with it as the first of them. */
function deepest(issue: z.core.$ZodIssue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const [inner] = issue.errors[0] ?? [];
  if (inner === undefined) return issue;
  const { path, message } = deepest(inner);
  return { path: [...issue.path, ...path], message };
}
