// A value that must not be shown: it prints as `[secret]`.
import { inspect } from 'node:util';

const MASK = '[secret]';

export interface Secret {
  /** The value itself, for the one call that needs it. */
  reveal(): string;
  /** Always `[secret]`, like its JSON and its output by `console.log`. */
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

/** Shorter values would match parts of ordinary words. */
const MIN_MASKED = 6;

/**
 * Replaces the values by `[secret]` wherever they occur in a text, also if escaped for URLs or JSON: a safety net
 * behind the Secret type, for texts of libraries.
 */
export function createMask(values: readonly string[]): (text: string) => string {
  const forms = values
    .filter(({ length }) => length >= MIN_MASKED)
    .flatMap((value) => [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]);
  // A value may be a prefix of another.
  const longestFirst = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, form) => masked.replaceAll(form, MASK), text);
}
