// Output of the command line: results on standard output, messages for people on standard error. Text from outside
// is sanitised, so that it can't control the terminal.
import { codeExcerpt } from '../../message/text/excerpt.ts';
import { oneLine, plain } from '../../message/text/rich-text.ts';

const MAX_LINE = 4_000;
/** Not escaped by JSON, but interpreted by terminals, or changing the text direction. */
const TERMINAL_CONTROLS = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

export function printJson(value: unknown): void {
  const escaped = (character: string) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  console.log(JSON.stringify(value, null, 2).replace(TERMINAL_CONTROLS, escaped));
}

/** Prints a message for people. */
export function printToStderr(text: string): void {
  console.error(plain(text).text);
}

/** Text from outside on one line, shortened to about `units`, without terminal controls. */
export function safe(text: string, units: number = MAX_LINE): string {
  return oneLine(codeExcerpt(text, units)).text;
}
