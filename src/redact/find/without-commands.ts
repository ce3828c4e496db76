// Never redacts what a shell would run: a value ends at an unquoted `;`, `|`, `&`, `<`, `>`, bracket or backtick, and
// a flag does not belong to the program of another command. Approvers have to see all of a command; that is worth
// more than the rest of an unquoted password.
import type { SecretSpan } from '../forms/secret-span.ts';

const ENDS = /[;|&<>()`\s]/;
const BLANK = /\s/;
/** Where another command starts; not `2>&1` and `&>`. */
const NEXT_COMMAND = /[;|()`]|(?<![<>])&(?!>)/y;
/** Nested quotes: the argument of `sh -c "…"` is parsed once more, and so is JSON in it. */
const MAX_DEPTH = 3;
const ALWAYS = 1;

interface Reading {
  /** For each character 0, or from where on a value has to begin to end here, and one more. */
  readonly ends: Int32Array;
  /** For each of those characters, where the quotes end in which it stands, or the text. */
  readonly until: Int32Array;
  readonly depth: number;
  /** One more than the first blank of the quotes around: a value that begins before it is theirs. */
  readonly since: number;
}

export function withoutCommands(spans: readonly SecretSpan[], text: string): SecretSpan[] {
  const isPlain = (span: SecretSpan) => !ENDS.test(text.slice(span.from, span.end));
  if (spans.every(isPlain)) return [...spans];
  const reading = {
    ends: new Int32Array(text.length),
    until: new Int32Array(text.length),
    depth: 0,
    since: ALWAYS,
  };
  read(text, [0, text.length], reading);
  const begun = spans.some(({ isFlag }) => isFlag === true) ? commandsIn(text, reading) : [];
  return spans.flatMap((span) => {
    const isOfOther = span.isFlag === true && (begun[span.start] ?? 0) > span.from;
    return isOfOther ? [] : pieceOf(span, text, reading);
  });
}

/** For each character, where the command began that goes on there: 0, or one more than its operator. */
function commandsIn(
  text: string,
  { ends, until }: Pick<Reading, 'ends' | 'until'>,
): ArrayLike<number> {
  const begun = new Int32Array(text.length);
  // A value that starts in quotes ends with them.
  const open: { readonly at: number; readonly until: number }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    while ((open.at(-1)?.until ?? at + 1) <= at) open.pop();
    begun[at] = (open.at(-1)?.at ?? -1) + 1;
    NEXT_COMMAND.lastIndex = at;
    if (ends[at] !== 0 && NEXT_COMMAND.test(text)) open.push({ at, until: until[at] ?? 0 });
  }
  return begun;
}

function pieceOf(span: SecretSpan, text: string, { ends }: Pick<Reading, 'ends'>): SecretSpan[] {
  // Of an address nothing may end before its password either: `https://u;run:it@host`.
  const first = span.isWord === true ? span.from : span.start;
  for (let at = first; at < span.end; at += 1) {
    const since = ends[at] ?? 0;
    if (since === 0 || since > span.start + 1) continue;
    if (BLANK.test(text[at] ?? '') && span.isWord !== true) continue;
    const end = text[at] === '(' && text[at - 1] === '$' ? at - 1 : at;
    return end > span.start ? [{ ...span, end }] : [];
  }
  return [span];
}

/** Reads like a shell, from quote to quote. */
function read(text: string, [from, to]: readonly [number, number], reading: Reading): void {
  const missing = new Set<string>();
  let at = from;
  while (at < to) {
    const character = text[at] ?? '';
    if (isQuote(character) && !missing.has(character)) {
      at = readQuote(text, [at, to], { ...reading, missing });
    } else if (character === '\\' && !isQuote(text[at + 1])) {
      at += 2;
    } else if (reading.depth === 0 && isComment(text, at)) {
      // A quote in a comment is not an opening one.
      const lineEnd = text.indexOf('\n', at);
      const end = lineEnd < 0 ? to : lineEnd;
      mark(text, [at, end], { ...reading, to });
      at = end;
    } else {
      mark(text, [at, at + 1], { ...reading, to });
      at += 1;
    }
  }
}

/** What is read of a quote, or of all that stands in it when it is one that opens. */
function readQuote(
  text: string,
  [at, to]: readonly [number, number],
  { missing, ...reading }: Reading & { readonly missing: Set<string> },
): number {
  const isEscaped = slashesBefore(text, at) % 2 === 1;
  if (isEscaped && reading.depth === 0) return at + 1;
  const close = closingAt(text, at, to);
  if (close < 0) {
    if (!isEscaped) missing.add(text[at] ?? '');
    return at + 1;
  }
  readQuoted(text, [at + 1, close], reading);
  return close + 1;
}

function isComment(text: string, at: number): boolean {
  return text[at] === '#' && BLANK.test(text[at - 1] ?? ' ');
}

function mark(
  text: string,
  [from, to]: readonly [number, number],
  marking: Pick<Reading, 'ends' | 'until' | 'since'> & { readonly to: number },
): void {
  for (let at = from; at < to; at += 1) {
    if (!ENDS.test(text[at] ?? '')) continue;
    marking.ends[at] = marking.since;
    marking.until[at] = marking.to;
  }
}

function readQuoted(
  text: string,
  [from, to]: readonly [number, number],
  { ends, until, depth }: Reading,
): void {
  const blank = text.slice(from, to).search(BLANK);
  if (blank >= 0 && depth < MAX_DEPTH) {
    read(text, [from, to], { ends, until, depth: depth + 1, since: from + blank + 1 });
  }
  if (text[from - 1] !== '"') return;
  // In double quotes a shell still runs `$(…)` and backticks.
  const command = text.slice(from, to).search(/\$\(|`/);
  if (command >= 0) mark(text, [from + command, to], { ends, until, since: ALWAYS, to });
}

/** The quote that closes the one at `open`, with the same number of backslashes. */
function closingAt(text: string, open: number, to: number): number {
  const quote = text[open] ?? '';
  const slashes = slashesBefore(text, open);
  const isRaw = quote === "'" && text[open - 1] !== '$';
  let at = text.indexOf(quote, open + 1);
  while (at >= 0 && at < to) {
    const before = Math.min(slashesBefore(text, at), at - open - 1);
    if (isRaw || (slashes === 0 ? before % 2 === 0 : before <= slashes)) return at;
    at = text.indexOf(quote, at + 1);
  }
  return -1;
}

function slashesBefore(text: string, at: number): number {
  let count = 0;
  while (text[at - 1 - count] === '\\') count += 1;
  return count;
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}
