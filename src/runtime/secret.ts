// A value that must not be seen: wherever it is printed, it prints `[secret]`.
import { inspect } from 'node:util';

const MASK = '[secret]';

export interface Secret {
  /** The value itself, for the one call that needs it. */
  reveal(): string;
  /** Always `[secret]`, as are JSON and what `console.log` shows. */
  toString(): string;
  toJSON(): string;
}

export function createSecret(value: string): Secret {
  const hidden = {
    reveal: () => value,
    toString: () => MASK,
    toJSON: () => MASK,
    [inspect.custom]: () => MASK,
  };
  return Object.freeze(hidden);
}

/** Shorter ones would be found in every other word. */
const MIN_MASKED = 6;

/**
 * Puts `[secret]` for the values wherever they occur in a text, also as a URL or JSON writes them: a
 * last net below the Secret type, for texts of libraries.
 */
export function createMask(values: readonly string[]): (text: string) => string {
  const forms = values
    .filter(({ length }) => length >= MIN_MASKED)
    .flatMap((value) => [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]);
  // A value may be the beginning of another.
  const longestFirst = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, form) => masked.replaceAll(form, MASK), text);
}
