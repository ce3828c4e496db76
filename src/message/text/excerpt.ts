// The beginning of a text from outside. Only as much of it is looked at as can be shown, so that a
// text of any size costs little.
import { first } from './cut.ts';
import { inert } from './inert.ts';
import { reveal, revealLine } from './reveal.ts';
import { join, plain, type RichText } from './rich-text.ts';

/** What is looked at for each unit shown; the rest may be characters that are taken out. */
const LOOK_AHEAD = 8;

/** The first `units` UTF-16 units, made inert; a mark follows where more was there. */
export function excerpt(text: string, units: number): RichText {
  return begin(text.trim(), units, inert);
}

/** The same for text that is going to be code, which needs not be made inert. */
export function codeExcerpt(text: string, units: number): RichText {
  return begin(text.trim(), units, plain);
}

/** The same of what somebody decides on: nothing in it is hidden. */
export function revealedExcerpt(text: string, units: number): RichText {
  return begin(reveal(text), units, inert);
}

/** On one line: a name, a scope. */
export function revealedLine(text: string, units: number): RichText {
  return begin(revealLine(text), units, inert);
}

/** On one line, for text that is going to be code. */
export function revealedCode(text: string, units: number): RichText {
  return begin(revealLine(text), units, plain);
}

function begin(text: string, units: number, clean: (text: string) => RichText): RichText {
  const head = text.slice(0, (units + 1) * LOOK_AHEAD);
  const whole = clean(head);
  const shown = first(whole, units);
  return head.length < text.length && shown === whole ? join([shown, '…']) : shown;
}
