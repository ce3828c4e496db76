// Private-use characters that stand for something while a text is being put together. None of
// them ever leaves: text from outside loses them (plain), texts of ours may not hold any.

/** Something the text names but nobody knows. */
export const ABSENT = '\uF8A0';
/** Begin and end of a formatted stretch. */
export const CODE_BEGIN = '\uF8A1';
export const BOLD_BEGIN = '\uF8A2';
export const STYLE_END = '\uF8A3';

const FIRST_VALUE = 0xf8b0;
/** How many values one text may be given. */
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

export const OUR_MARKS = /[\uF8A0-\uF8EF]/g;
