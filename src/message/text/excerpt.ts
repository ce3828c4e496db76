// Excerpts of untrusted text. Only as much is processed as can be shown, so that a text of any size
// costs little.
import { firstUnits } from './cut.ts';
import { inert } from './inert.ts';
import { reveal, revealLine } from './reveal.ts';
import { join, oneLine, plain, type RichText, styled } from './rich-text.ts';

/** Units processed for each unit shown: some may be characters that are removed. */
const LOOK_AHEAD = 8;
/** UTF-16 units of a line of a log. */
const MAX_LOG_LINE = 200;

/** The first `units` UTF-16 units, made inert; a mark follows if there was more. */
export function excerpt(text: string, units: number): RichText {
  return excerptBy(text.trim(), units, inert);
}

/** For text that becomes code, which is inert by itself. */
export function codeExcerpt(text: string, units: number): RichText {
  return excerptBy(text.trim(), units, plain);
}

/** For what somebody decides on: hidden characters are revealed. */
export function revealedExcerpt(text: string, units: number): RichText {
  return excerptBy(reveal(text), units, inert);
}

/** The same on one line: a name, a scope. */
export function revealedLine(text: string, units: number): RichText {
  return excerptBy(revealLine(text), units, inert);
}

/** The same on one line, for text that becomes code. */
export function revealedCode(text: string, units: number): RichText {
  return excerptBy(revealLine(text), units, plain);
}

/** Lines of a log or an error, folded until they are tapped; empty if there are none. */
export function foldedLines(lines: readonly string[]): RichText {
  const shown = lines.map((line) => oneLine(excerpt(line, MAX_LOG_LINE)));
  return styled(join(shown, '\n'), { type: 'expandable' });
}

/** `clean` makes rich text of the beginning of the text, in which nothing can be tapped. */
export function excerptBy(
  text: string,
  units: number,
  clean: (text: string) => RichText,
): RichText {
  const head = text.slice(0, (units + 1) * LOOK_AHEAD);
  const whole = clean(head);
  const shown = firstUnits(whole, units);
  return head.length < text.length && shown === whole ? join([shown, '…']) : shown;
}
