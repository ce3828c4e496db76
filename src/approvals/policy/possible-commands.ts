// Strings of an action that may contain a command: as written, and as shells read it once quotes, escapes,
// expansions, brace lists and redirections are processed. Finds more than any shell would run, because a find
// can only make the policy stricter. Pure, in linear time.

export interface PossibleCommands {
  /** A command may start at its beginning, and at each of `startsIn`. */
  readonly text: string;
  /** From this position on, more words may follow than are written, as after `xargs` or before `$x`. */
  readonly openFrom: number;
}

/** Of expanded lists; more would be an attempt to hide something. */
const MAX_EXPANDED = 256;
const MAX_EXPANDED_LENGTH = 65_536;
const MAX_LENGTH = 1_000_000;
/** As in `{a..z..2}`. */
const MAX_RANGE = 24;
const MAX_TEXTS = 4_000;
/** Of quotes within quotes. */
const MAX_DEPTH = 4;

const SEPARATORS = /[;&|(){}$`\n\r\v\f\u0085\u2028\u2029]+/u;
const SEPARATORS_AND_QUOTES = /[;&|(){}$`"'\n\r\v\f\u0085\u2028\u2029]+/u;
const EXPANDED_TO_BLANK = /\$\{IFS[^}]{0,64}\}|\$IFS(?!\w)/gi;
const EXPANDED_TO_NOTHING =
  /\$\{[^}]{0,64}\}|\$\([^()]{0,64}\)|`[^`]{0,64}`|\$\d|\$\w{1,64}|\$[@*#?!-]/g;
/** `${x:-word}` and its like up to the word, also with an index or as in zsh. */
const DEFAULTS_AND_BRACES =
  /\$\{(?:\([^()]{0,16}\))?!?(?<name>\w{0,64}|[@*#?$!-])(?:\[[^[\]]{0,64}\])?:{0,2}[-+=]|[{}]/g;
/** As in $'…', printf and `env -S`; \u and \U differ. */
const ESCAPED_CODES =
  /\\x\{?([\da-fA-F]{1,2})\}?|\\u\{?([\da-fA-F]{1,4})\}?|\\U\{?([\da-fA-F]{1,8})\}?|\\c([@-_a-z])/g;
/** Of `$'…'`, and of `echo` and `%b`, which allow one more digit after a zero. */
const OCTAL_CODES = [/\\([0-7]{1,3})/g, /\\(0[0-7]{0,3}|[1-7][0-7]{0,2})/g];
/** Bash ignores the rest of `$'…'` after one. */
const NUL = '\0';
const NUL_AND_REST = /\0[^'\0]*/g;
const ESCAPED_BLANKS = /\\[nrtvf_]/g;
const REDIRECTION = /(?<!\d)\d{0,3}&?[<>]{1,3}[|&-]?\s{0,8}[^\s;&|<>()]{0,1024}/g;
const REDIRECTION_OPERATOR = /&?[<>]{1,3}[|&-]?/g;
/** Within quotes or after a backslash. */
const QUOTED = /\\.|'[^']*'|"(?:\\.|[^"\\])*"/gs;
/** At words, after `=`, after an option letter like -c, and after the folder of any of these. */
const STARTS = /(?<=^|[ =])(?:-[a-z](?=[^\s=]))?(?:[^\s/=]*\/)*(?=[^\s/])/gi;

/** `undefined` if there is more than anybody would read. */
export function possibleCommands(text: string): readonly PossibleCommands[] | undefined {
  const decoded = withoutEscapes(text);
  const spelled = [text, ...decoded.flatMap((one) => [one, unquoted(one)])];
  const readings = new Set<string>();
  for (const expanded of new Set([text, ...decoded].flatMap(expansionsOf))) {
    const bare = unquoted(expanded);
    const withoutQuotedBraces = unquoted(expanded.replace(QUOTED, withoutBraces));
    const listed = [bare, withoutQuotedBraces].flatMap((one) => [
      withLists(one, 'any blank'),
      withLists(one, 'blank outside lists'),
    ]);
    for (const one of [bare, ...listed]) {
      if (one === undefined) return undefined;
      readings.add(one).add(one.replace(REDIRECTION, ' '));
      readings.add(one.replace(REDIRECTION_OPERATOR, ' '));
    }
  }
  const found = [
    ...spelled.flatMap((one) => piecesOf(one, SEPARATORS_AND_QUOTES, Number.POSITIVE_INFINITY)),
    ...[...readings].flatMap((one) => piecesOf(one, SEPARATORS, 0)),
  ];
  const distinct = new Map(found.map((one) => [`${one.openFrom} ${one.text}`, one]));
  return distinct.size > MAX_TEXTS ? undefined : [...distinct.values()];
}

/** Where a command may start in a string with single blanks. */
export function startsIn(text: string): readonly number[] {
  const starts = new Set([0]);
  for (const { 0: before, index } of text.matchAll(STARTS)) {
    starts.add(index);
    const behindOption = /^-[a-z]/i.test(before) ? 2 : 0;
    starts.add(index + behindOption);
    starts.add(index + before.length);
  }
  return [...starts];
}

function piecesOf(text: string, separators: RegExp, openFrom: number): PossibleCommands[] {
  // A trailing blank stays: something followed it.
  const pieces = text.split(separators).map((piece) => piece.replace(/\s+/gu, ' ').trimStart());
  const isWhole = pieces.length === 1;
  return pieces
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, openFrom: isWhole ? Math.max(openFrom, 1) : openFrom }));
}

/** Only the readings that differ from the input. */
function withoutEscapes(text: string): string[] {
  const decoded = OCTAL_CODES.flatMap((octal) => {
    const codes = text
      .replace(ESCAPED_CODES, (...[, x, u, long, control]: string[]) =>
        control === undefined
          ? charOf(Number.parseInt(x ?? u ?? long ?? '', 16))
          : charOf(control.charCodeAt(0) & 0x1f),
      )
      .replace(octal, (_, digits: string) => charOf(Number.parseInt(digits, 8) & 0xff))
      .replace(ESCAPED_BLANKS, ' ');
    return [codes.replaceAll(NUL, ''), codes.replace(NUL_AND_REST, '')];
  });
  return [...new Set(decoded)].filter((one) => one !== text);
}

function charOf(code: number): string {
  return code > 0x10ffff ? '' : String.fromCodePoint(code);
}

function expansionsOf(text: string): string[] {
  return [
    text,
    withoutExpansions(text),
    text.replaceAll('$', ''),
    withoutExpansions(withDefaults(text, () => '', '')),
    withoutExpansions(withDefaults(text, (name) => (name === 'IFS' ? '{ ,' : '{,'), '}')),
  ];
}

/** `${x:-word}` as the word between `opened` and `closed`: inline, or as a list of nothing and the word. */
function withDefaults(text: string, opened: (name: string) => string, closed: string): string {
  const open: boolean[] = [];
  return text.replace(DEFAULTS_AND_BRACES, (found: string, name: string | undefined) => {
    if (found === '}') return open.pop() === true ? closed : found;
    open.push(name !== undefined);
    return name === undefined ? found : opened(name);
  });
}

function withoutExpansions(text: string): string {
  return text.replace(EXPANDED_TO_BLANK, ' ').replace(EXPANDED_TO_NOTHING, '');
}

/** `^` quotes in cmd.exe. */
function unquoted(text: string): string {
  let bare = text;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    bare = bare.replace(/\\\r?\n|["'^]/g, '').replace(/\\(.)/gs, '$1');
  }
  return bare;
}

function withoutBraces(quoted: string): string {
  return quoted.replace(/[{},]/g, '');
}

interface List {
  readonly end: number;
  /** Positions of its own commas, without those of nested lists. */
  readonly commas: readonly number[];
}

/** By their start. */
type Lists = ReadonlyMap<number, List>;

/**
 * `{a,b}c` as `ac bc`; `undefined` if there are too many. Blanks in a list may have been quoted, so that they
 * don't end the word.
 */
function withLists(
  text: string,
  wordsEndAt: 'any blank' | 'blank outside lists',
): string | undefined {
  if (!/\{[^{}]*(?:,|\.\.|\{)/.test(text)) return text;
  if (wordsEndAt === 'blank outside lists') return joined(wordsOf(text, listsIn(text)));
  return joined(text.split(/(\s+)/u));
}

function joined(words: readonly string[]): string | undefined {
  const done: string[] = [];
  let length = 0;
  for (const word of words) {
    const expanded = word.includes('{')
      ? expand(word, { lists: listsIn(word), from: 0, to: word.length, depth: 0 })
      : [word];
    if (expanded === undefined) return undefined;
    const one = expanded.join(' ');
    length += one.length;
    if (length > MAX_LENGTH) return undefined;
    done.push(one);
  }
  return done.join('');
}

/** Words and the blanks between them. */
function wordsOf(text: string, lists: Lists): string[] {
  const words: string[] = [];
  let [start, listEnd] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const list = lists.get(at);
    if (list !== undefined) listEnd = Math.max(listEnd, list.end);
    if (at < listEnd || !/\s/u.test(text[at] ?? '')) continue;
    words.push(text.slice(start, at), text[at] ?? '');
    start = at + 1;
  }
  return [...words, text.slice(start)];
}

function listsIn(text: string): Lists {
  const lists = new Map<number, List>();
  const open: { start: number; commas: number[] }[] = [];
  for (const { 0: char, index } of text.matchAll(/[{},]/g)) {
    if (char === '{') open.push({ start: index, commas: [] });
    else if (char === ',') open.at(-1)?.commas.push(index);
    else {
      const { start, commas } = open.pop() ?? { start: index, commas: [] };
      const isRange = index - start < MAX_RANGE && text.slice(start, index).includes('..');
      if (commas.length > 0 || isRange) lists.set(start, { end: index, commas });
    }
  }
  return lists;
}

interface Part {
  readonly lists: Lists;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

function expand(word: string, { lists, from, to, depth }: Part): string[] | undefined {
  if (depth > MAX_DEPTH * 2) return undefined;
  let done = [''];
  let start = from;
  for (let at = from; at < to; at += 1) {
    const list = lists.get(at);
    if (list === undefined) continue;
    const items = itemsOf(word, at, { lists, depth: depth + 1 });
    if (items === undefined) return undefined;
    if (items.length * done.length > MAX_EXPANDED) return undefined;
    const before = word.slice(start, at);
    done = done.flatMap((one) => items.map((item) => one + before + item));
    if (done.reduce((sum, one) => sum + one.length, 0) > MAX_EXPANDED_LENGTH) return undefined;
    at = list.end;
    start = at + 1;
  }
  const rest = word.slice(start, to);
  return done.map((one) => one + rest);
}

function itemsOf(
  word: string,
  at: number,
  { lists, depth }: Pick<Part, 'lists' | 'depth'>,
): string[] | undefined {
  const { end = at, commas = [] } = lists.get(at) ?? {};
  const items: string[] = [];
  let from = at + 1;
  for (const to of [...commas, end]) {
    const item = expand(word, { lists, from, to, depth });
    if (item === undefined) return undefined;
    items.push(...(commas.length === 0 ? item.flatMap(rangeOf) : item));
    from = to + 1;
  }
  return items;
}

function rangeOf(list: string): string[] {
  const range = /^(\w)\.\.(\w)(?:\.\.-?\d{1,9})?$/.exec(list);
  if (range === null) return [list];
  const codes = [range[1] ?? '', range[2] ?? ''].map((char) => char.charCodeAt(0));
  const [from, to] = [Math.min(...codes), Math.max(...codes)];
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index));
}
