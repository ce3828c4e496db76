// Every kind of value that jobwire stores as JSON, through its decoder: whatever is wrong with one, the answer is
// the same error, which says where it is and what was expected.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJob } from '../../src/jobs/job-board.ts';
import { JobwireError } from '../../src/runtime/errors.ts';
import { decodeTail } from '../../src/tails/tail.ts';
import { JOB, STORED_KINDS, type StoredKind, TAIL } from './stored-kinds.ts';

const PLACE = { key: 'jobwire:some', field: 'one "field"' };

type Path = readonly (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([name, inner]) => pathsIn(inner, [...path, name]))];
}

/** The value with another one there; `undefined` takes it out. */
function withAt(value: unknown, [name, ...rest]: Path, other: unknown): unknown {
  if (name === undefined) return other;
  const inner = (value as Record<string | number, unknown>)[name];
  const changed = withAt(inner, rest, other);
  return Array.isArray(value)
    ? value.map((one, at) => (at === name ? changed : one))
    : { ...(value as object), [name]: changed };
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((inner, name) => (inner as Record<string | number, unknown>)[name], value);
}

const otherType = (value: unknown) => (typeof value === 'number' ? 'text' : 17);

/** What a decoder throws; `undefined` where it answers. */
function thrownBy(decode: StoredKind['decode'], text: string): unknown {
  try {
    decode(text, PLACE);
    return undefined;
  } catch (error) {
    return error;
  }
}

function expectNamed(error: unknown, name: string | number = ''): void {
  expect(error).toBeInstanceOf(JobwireError);
  expect(error).toMatchObject({ code: 'stored_unreadable', details: PLACE });
  const { message } = error as JobwireError;
  expect(message).toContain('jobwire:some, field "one \\"field\\"" is no ');
  expect(message).toMatch(/expected|Expected/);
  expect(message).toContain(String(name));
}

describe.each(Object.entries(STORED_KINDS))(
  'a stored %s',
  (_, { decode, value, optional = [], free = [] }) => {
    const text = JSON.stringify(value);
    const isFree = ([first]: Path) => free.includes(String(first));
    const paths = pathsIn(value);
    const checked = paths.filter((path) => !isFree(path) && path.length > 0);

    it('is answered as it was written, and what a newer version adds stays', () => {
      expect(decode(text, PLACE)).toEqual(value);
      if (Array.isArray(value) || typeof value !== 'object') return;
      const newer = { ...value, added: { later: true } };
      expect(decode(JSON.stringify(newer), PLACE)).toEqual(newer);
    });

    it('that is cut is named', () => {
      for (let end = 0; end < text.length; end += 1) {
        expectNamed(thrownBy(decode, text.slice(0, end)));
      }
    });

    it('of which a part has another type is named, with that part', () => {
      expectNamed(thrownBy(decode, JSON.stringify(otherType(value))));
      for (const path of checked) {
        const changed = withAt(value, path, otherType(valueAt(value, path)));
        expectNamed(thrownBy(decode, JSON.stringify(changed)), path[0]);
        expectNamed(thrownBy(decode, JSON.stringify(withAt(value, path, null))), path[0]);
      }
    });

    it('lacks nothing but what it may lack', () => {
      for (const path of checked) {
        if (typeof path.at(-1) === 'number') continue;
        const name = path.map((part) => (typeof part === 'number' ? '*' : part)).join('.');
        const error = thrownBy(decode, JSON.stringify(withAt(value, path, undefined)));
        if (optional.includes(name)) expect(error, name).toBeUndefined();
        else expectNamed(error, path[0]);
      }
    });

    it('that is anything else is named, or read, and nothing else is thrown', () => {
      const anywhere = fc.constantFrom(...paths);
      fc.assert(
        fc.property(anywhere, fc.option(fc.jsonValue(), { nil: undefined }), (path, other) => {
          const changed = JSON.stringify(withAt(value, path, other));
          const error = thrownBy(decode, changed ?? '');
          if (error !== undefined) expectNamed(error);
        }),
      );
    });
  },
);

it('what is wrong is told without the value, which may be a secret', () => {
  const secret = JSON.stringify({ ...JOB, status: 'jw_secret', title: { a: 'jw_secret' } });
  expect(String(thrownBy(decodeJob, secret))).not.toContain('jw_secret');
  expect(String(thrownBy(decodeJob, 'jw_secret'))).not.toContain('jw_secret');
});

it('a tail of a former version is of the person of its private chat, in a group of nobody', () => {
  const { by: _, ...tail } = TAIL;
  const byOf = (chatId: number) =>
    decodeTail(JSON.stringify({ ...tail, address: { chatId } }), PLACE).by;
  expect([byOf(1001), byOf(-100)]).toEqual([1001, 0]);
});
