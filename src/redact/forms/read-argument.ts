// One argument as a shell reads it: a word or a quoted string, of any length.

export interface Argument {
  readonly start: number;
  readonly end: number;
}

const OPENING = /\\{0,4}["']/y;
/** An escaped line break or quote belongs to the surrounding text, such as JSON. */
const WORD = /(?:[^\s"'`;&|<>()\\]|\\(?![nrtu"'\\])\S)*/y;
/** What a shell would run is never redacted. */
const COMMAND = /\$\(|`/;

/** `undefined` if there is none at `at`. */
export function argumentAt(text: string, at: number): Argument | undefined {
  const opening = matchAt(OPENING, text, at);
  const start = at + opening.length;
  const closing = opening === '' ? -1 : text.indexOf(opening, start);
  const isQuoted = closing > start && !text.slice(start, closing).includes('\n');
  const after = isQuoted ? closing + opening.length : start;
  const more = matchAt(WORD, text, after).length;
  const end = isQuoted && more === 0 ? closing : after + more;
  const command = COMMAND.exec(text.slice(start, end))?.index;
  const stop = command === undefined ? end : start + command;
  return stop > start ? { start, end: stop } : undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
