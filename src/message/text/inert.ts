// Text from outside, made inert. Telegram turns names, commands and addresses it finds in a text
// into links; it leaves code alone. So whatever it might find is set as code, and stays as it was.
import { plain, type RichText, type Span } from './rich-text.ts';

const WORD = /\S+/g;
const BEFORE = /^["'([{<«„“]+/;
const AFTER: ReadonlySet<string> = new Set('"\')]}>»“”.,;:!?…');
/** What Telegram looks for: read in its parser, on the safe side. */
const ALIVE: readonly RegExp[] = [
  /@[\p{L}\p{N}_]/u,
  /:\/\//,
  /(?:^|[^\p{L}\p{N}_/<>])\/[A-Za-z0-9_]/u,
  /#[\p{N}_]*\p{L}/u,
  /\$[A-Z0-9][A-Z]{2}/,
  // A host without scheme; `.py` and `.md` are countries.
  /[\p{L}\p{N}_-]\.\p{L}{2}/u,
  /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/,
  /\+\d[\d-]{6}/,
  /\d{13}|\d{4}-\d{4}-\d{4}-\d/,
];
/** More findings than this become one stretch: a message holds only so many formats. */
const MAX_STRETCHES = 4;

/** What an event, a log or a person said, as it may be shown: nothing in it can be tapped. */
export function inert(text: string): RichText {
  const clean = plain(text).text;
  const found: Span[] = [];
  for (const { 0: word, index } of clean.matchAll(WORD)) {
    if (ALIVE.some((pattern) => pattern.test(word))) found.push(stretch(word, index));
  }
  const first = found[0];
  const last = found.at(-1);
  if (first === undefined || last === undefined || found.length <= MAX_STRETCHES) {
    return { text: clean, spans: found };
  }
  const length = last.offset + last.length - first.offset;
  return { text: clean, spans: [{ type: 'code', offset: first.offset, length }] };
}

/** The word without the quotes, brackets and stops around it. */
function stretch(word: string, index: number): Span {
  const before = BEFORE.exec(word)?.[0].length ?? 0;
  let end = word.length;
  while (end > before && AFTER.has(word.charAt(end - 1))) end -= 1;
  return { type: 'code', offset: index + before, length: end - before };
}
