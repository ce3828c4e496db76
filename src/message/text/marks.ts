// Private-use characters that stand for something while a text is assembled. None of them gets out:
// `plain` removes them from untrusted text, and locale files may not contain any.

/** A value that is not known. */
export const ABSENT = '\uF8A0';
/** Begin and end of a styled part. */
export const CODE_BEGIN = '\uF8A1';
export const BOLD_BEGIN = '\uF8A2';
export const STYLE_END = '\uF8A3';

const FIRST_VALUE = 0xf8b0;
/** Per text. */
export const MAX_VALUES = 64;

/** Stands for the value with this number, 0 to MAX_VALUES - 1. */
export function valueMark(index: number): string {
  return String.fromCharCode(FIRST_VALUE + index);
}

/** The number that `valueMark` was given; `undefined` for any other character. */
export function valueIndex(character: string): number | undefined {
  const index = character.charCodeAt(0) - FIRST_VALUE;
  return index >= 0 && index < MAX_VALUES ? index : undefined;
}

export const ALL_MARKS = /[\uF8A0-\uF8EF]/g;
