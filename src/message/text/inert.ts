// Makes untrusted text inert. Telegram turns names, commands and addresses that it finds in a text into
// links, but not in code. So whatever it might find is set as code, otherwise unchanged.
import { plain, type RichText, type Span } from './rich-text.ts';

const WORD = /\S+/g;
const BEFORE = /^["'([{<«„“]+/;
const AFTER: ReadonlySet<string> = new Set('"\')]}>»“”.,;:!?…');
/** What Telegram looks for, by the source of its parser, erring on the safe side. */
const TAPPABLE: readonly RegExp[] = [
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
/** More matches than this become one span: a message holds only so many. */
const MAX_CODE_SPANS = 4;

/** Text of an event, a log or a person in which nothing can be tapped. */
export function inert(text: string): RichText {
  const clean = plain(text).text;
  const found = tappable(clean);
  const first = found[0];
  const last = found.at(-1);
  if (first === undefined || last === undefined || found.length <= MAX_CODE_SPANS) {
    return { text: clean, spans: found };
  }
  const length = last.offset + last.length - first.offset;
  return { text: clean, spans: [{ type: 'code', offset: first.offset, length }] };
}

/** The words of a text that Telegram would make tappable, as code. */
export function tappable(text: string): Span[] {
  const found: Span[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (TAPPABLE.some((pattern) => pattern.test(word))) found.push(codeSpan(word, index));
  }
  return found;
}

/** The word without the quotes, brackets and punctuation around it. */
function codeSpan(word: string, index: number): Span {
  const before = BEFORE.exec(word)?.[0].length ?? 0;
  let end = word.length;
  while (end > before && AFTER.has(word.charAt(end - 1))) end -= 1;
  return { type: 'code', offset: index + before, length: end - before };
}
