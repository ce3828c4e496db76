// Keeps the order of characters in texts that run right to left (Unicode UAX #9): a value must not
// move its neighbours, and its own characters must stay in their order. Marks stay outside of code,
// so what a tap copies is the value alone.
import { ALL_MARKS, CODE_BEGIN, STYLE_END, valueIndex } from '../text/marks.ts';
import type { RichText } from '../text/rich-text.ts';

/** Isolates what follows, in the direction of its first letter or from left to right, up to `POP`. */
const FIRST_STRONG = '\u2068';
const LEFT_TO_RIGHT = '\u2066';
const POP = '\u2069';
/** Makes a line run right to left that would take its direction from a Latin letter or from nothing. */
const RIGHT_TO_LEFT_MARK = '\u200F';

const VALUE = new RegExp(`${CODE_BEGIN}[^${STYLE_END}]*${STYLE_END}|[\uF8B0-\uF8EF]`, 'g');
const PIECES = new RegExp(`(${VALUE.source})`);
const STRONG = /[\p{L}\u200F]/u;
const RUNS_RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\u200F]/u;
/** Commands, options, time spans and the like in a text itself: `/quiet 23:00-06:30 Europe/Berlin`. */
const LATIN_RUN = /[/+.<]?[A-Za-z0-9][!-~]*(?: [<[]?[A-Za-z0-9][!-~]*)*/g;
const PUNCTUATION = /[.,:;!?)]+$/;
/** One word or number keeps its order by itself. */
const ONE_WORD = /^(?:[A-Za-z]+|[\d.,:]+)$/;

/** As a reader sees it, to be compared with what was put into it. */
export function withoutIsolates(text: string): string {
  return text.replaceAll(/[\u2066-\u2069]|^\u200F/g, '');
}

/** `formatted`: a text of a right-to-left locale with marks for its `values`. */
export function isolate(formatted: string, values: readonly RichText[]): string {
  return formatted
    .split('\n')
    .map((line) => isolateLine(line, values))
    .join('\n');
}

function isolateLine(line: string, values: readonly RichText[]): string {
  const literal = line.replace(VALUE, ' ');
  const letter = STRONG.exec(literal)?.[0];
  // A line of commands, as those that say how a command is used.
  if (letter !== undefined && !RUNS_RIGHT_TO_LEFT.test(letter)) {
    return line.replace(VALUE, (value) => isolateValue(value, values));
  }
  const isolated = line
    .split(PIECES)
    .map((piece, index) => (index % 2 === 1 ? isolateValue(piece, values) : isolateRuns(piece)))
    .join('');
  return needsMark(line, literal, values) ? RIGHT_TO_LEFT_MARK + isolated : isolated;
}

/** Unless its direction is clear: it begins with a letter of its own, or is one value and nothing else. */
function needsMark(line: string, literal: string, values: readonly RichText[]): boolean {
  const first = line.search(VALUE);
  if (first === -1) return false;
  const isOneValue = literal.trim() === '' && line.match(VALUE)?.length === 1;
  if (!isOneValue) return !STRONG.test(line.slice(0, first));
  const letter = STRONG.exec(textOf(line, values))?.[0];
  return letter !== undefined && RUNS_RIGHT_TO_LEFT.test(letter);
}

/** An isolate ends with its line; a value of several lines is none. */
function isolateValue(value: string, values: readonly RichText[]): string {
  const text = textOf(value, values);
  return text === '' || text.includes('\n') ? value : FIRST_STRONG + value + POP;
}

/** What the reader sees of it. */
function textOf(marked: string, values: readonly RichText[]): string {
  return marked.replaceAll(ALL_MARKS, (mark) => values[valueIndex(mark) ?? -1]?.text ?? '');
}

function isolateRuns(text: string): string {
  return text.replace(LATIN_RUN, (found) => {
    const end = PUNCTUATION.exec(found)?.index ?? found.length;
    const run = found.slice(0, end);
    return ONE_WORD.test(run) ? found : LEFT_TO_RIGHT + run + POP + found.slice(end);
  });
}
