// Finds the value of a name, in the syntaxes of logs, settings and command lines.

export type Form =
  /** `name=value`, `name => value`. */
  | 'assigned'
  /** `name: value` without quotes. */
  | 'labelled'
  /** In quotes, in a tag, or as the next word after a flag. */
  | 'marked';

export interface NamedValue {
  readonly form: Form;
  readonly start: number;
  readonly end: number;
  /** A bracket follows: the value is the name of a function. */
  readonly isCall: boolean;
}

export interface NameContext {
  readonly start: number;
  readonly end: number;
  readonly isPassword: boolean;
  readonly isFlag: boolean;
}

/** How much of a value is judged; all of it is redacted. */
const MAX_JUDGED = 64;

const QUOTED_NAME = /\\{0,4}["'](?:\])?/y;
const OPERATOR =
  /[ \t\u00A0\u2000-\u200A\u202F\u205F\u3000]{0,16}(?:=>|:=|\?=|\|\|=|=(?![=~])|:(?![:=/]))/y;
const PAIR = /\\{0,4}["']?[,\s]{1,40}\\{0,4}["']?value\\{0,4}["']?\s{0,8}[:=]/iy;
const BLANKS = /[ \t\u00A0\u2000-\u200A\u202F\u205F\u3000]{0,16}/y;
const BLANK_LINES = /\s{0,40}/y;
/** `--token abc`, and as a list of arguments: `"--token", "abc"`. */
const AFTER_FLAG = /["']\s?,\s{0,8}(?=["'])|[ \t\u00A0]{1,8}(?![-=:])/y;
/** `PASSWORD 'abc'`, `password("abc")`. */
const BEFORE_QUOTE = /(?:[ \t]{1,4}(?:as[ \t])?|\(\s?|[ \t]?\()(?=["'])/iy;
const TAGGED = />([^<>\s][^<>\n]*)<\//y;
const OPENING = /[bfru]?(\\{0,4})(["'])/y;
/** Ends where a shell, a query, a list or a sentence would end it, and at an escaped line break. */
const WORD = /(?:[^\s"'`;&|<>(){}[\],\\]|,(?![\s"']|$|[\w.-]{1,40}[=:])|\\(?![nrtu"'\\]))/.source;
const WORD_HEAD = new RegExp(`${WORD}{1,${MAX_JUDGED}}`, 'y');
const WORD_REST = new RegExp(`${WORD}*`, 'y');
/** What a shell would run is never redacted. */
const COMMAND = /\$\(|`/;

/** `undefined` if no value follows the name. */
export function valueAfter(text: string, name: NameContext): NamedValue | undefined {
  return (
    afterOperator(text, name) ??
    afterFlag(text, name) ??
    (name.isPassword ? beforeQuote(text, name) : undefined) ??
    inTag(text, name)
  );
}

function afterOperator(text: string, { start, end }: NameContext): NamedValue | undefined {
  const pair = skip(PAIR, text, end);
  if (pair !== undefined) return readValue(text, skip(BLANKS, text, pair) ?? pair, 'marked');
  const quoted = skip(QUOTED_NAME, text, end);
  const after = skip(OPERATOR, text, quoted ?? end);
  if (after === undefined) return undefined;
  const form = text[after - 1] === ':' ? 'labelled' : 'assigned';
  const at = skip(quoted === undefined ? BLANKS : BLANK_LINES, text, after) ?? after;
  // `NAME= other` sets an empty value.
  const isTight = text[end] === '=' && after === end + 1;
  if (isTight && at > after) return undefined;
  // `arn:aws:…:secret:shop/db` is a single name.
  const isPart = text[start - 1] === ':' && text[end] === ':' && at === after;
  if (isPart || isOnNextLine(text, after, at)) return undefined;
  return readValue(text, at, form);
}

/** JSON may continue there, but only with a quote. */
function isOnNextLine(text: string, from: number, to: number): boolean {
  return text.slice(from, to).includes('\n') && !/["'\\]/.test(text[to] ?? '');
}

function afterFlag(text: string, { end, isFlag }: NameContext): NamedValue | undefined {
  const at = isFlag ? skip(AFTER_FLAG, text, end) : undefined;
  return at === undefined ? undefined : readValue(text, at, 'marked');
}

function beforeQuote(text: string, { end }: NameContext): NamedValue | undefined {
  const at = skip(BEFORE_QUOTE, text, end);
  return at === undefined ? undefined : readValue(text, at, 'marked');
}

function inTag(text: string, { start, end }: NameContext): NamedValue | undefined {
  if (!/[<:]/.test(text[start - 1] ?? '')) return undefined;
  TAGGED.lastIndex = end;
  const value = TAGGED.exec(text)?.[1];
  if (value === undefined) return undefined;
  return { form: 'marked', start: end + 1, end: end + 1 + value.length, isCall: false };
}

function readValue(text: string, at: number, form: Form): NamedValue | undefined {
  OPENING.lastIndex = at;
  const [opening, escapes = '', quote = ''] = OPENING.exec(text) ?? [];
  const start = at + (opening?.length ?? 0);
  const closing = opening === undefined ? undefined : closingAt(text, start, { escapes, quote });
  const end = closing ?? skip(WORD_HEAD, text, start) ?? start;
  const command = COMMAND.exec(text.slice(start, end))?.index;
  const stop = command === undefined ? end : start + command;
  if (stop === start) return undefined;
  const isCall = closing === undefined && /[([]/.test(text[end] ?? '');
  return { form: opening === undefined ? form : 'marked', start, end: stop, isCall };
}

/**
 * Where the quote that was opened before `start` ends on the same line. The next quote of its kind closes it, so all
 * such searches together read the text once.
 */
function closingAt(
  text: string,
  start: number,
  { escapes, quote }: { readonly escapes: string; readonly quote: string },
): number | undefined {
  let at = text.indexOf(escapes + quote, start);
  while (escapes === '' && at > start && isEscaped(text, at)) {
    at = text.indexOf(quote, at + 1);
  }
  if (at < start || text.slice(start, at).includes('\n')) return undefined;
  return at;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 1;
}

/** The whole value, of which only the start was judged. */
export function wholeEnd(text: string, { start, end }: NamedValue): number {
  return end - start < MAX_JUDGED ? end : (skip(WORD_REST, text, end) ?? end);
}

function skip(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
