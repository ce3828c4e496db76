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
