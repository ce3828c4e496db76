// Texts of an action that may hold a command: as it is written, and as shells read it once quotes,
// escapes, expansions, lists in braces and redirections are gone. Finds more than any shell would run,
// because what is found can only make a policy stricter. Pure; the work grows with the text alone.

export interface PossibleCommands {
  /** A command may begin at its start, and at each of `startsIn`. */
  readonly text: string;
  /** From this position on, more words may follow than are written, as behind `xargs` or before `$x`. */
  readonly openFrom: number;
}

/** Of expanded lists; whoever writes more hides something. */
const MAX_EXPANDED = 256;
const MAX_TEXTS = 4_000;
/** Quotes in quotes in quotes. */
const MAX_DEPTH = 4;

const SEPARATORS = /[;&|(){}$`\n\r\v\f\u0085\u2028\u2029]+/u;
const SEPARATORS_AND_QUOTES = /[;&|(){}$`"'\n\r\v\f\u0085\u2028\u2029]+/u;
const EXPANDED_TO_BLANK = /\$\{IFS[^}]{0,64}\}|\$IFS(?!\w)/gi;
const EXPANDED_TO_NOTHING =
  /\$\{[^}]{0,64}\}|\$\([^()]{0,64}\)|`[^`]{0,64}`|\$\d|\$\w{1,64}|\$[@*#?!-]/g;
/** As in $'…', printf and `env -S`. */
const ESCAPED_CODES =
  /\\x\{?([\da-f]{1,2})\}?|\\u\{?([\da-f]{1,4})\}?|\\U([\da-f]{1,8})|\\([0-7]{1,4})/gi;
const ESCAPED_BLANKS = /\\[nrtvf_]/g;
const REDIRECTION = /(?<!\d)\d{0,3}&?[<>]{1,3}[|&-]?\s{0,8}[^\s;&|<>()]{0,1024}/g;
/** At words, behind `=`, behind a letter like -c, and behind the folder of any of these. */
const STARTS = /(?<=^|[ =])(?:-[a-z](?=[^\s=]))?(?:[^\s/=]*\/)*(?=[^\s/])/gi;

/** `undefined` when there is more than anybody would read. */
export function possibleCommands(text: string): readonly PossibleCommands[] | undefined {
  const decoded = withoutEscapes(text);
  const spelled = [text, decoded, ...(decoded === text ? [] : [unquoted(decoded)])];
  const readings = new Set<string>();
  for (const one of [text, decoded]) {
    for (const expanded of [one, withoutExpansions(one), one.replaceAll('$', '')]) {
      const bare = unquoted(expanded);
      const listed = withLists(bare);
      if (listed === undefined) return undefined;
      readings.add(bare).add(listed);
      readings.add(bare.replace(REDIRECTION, ' ')).add(listed.replace(REDIRECTION, ' '));
    }
  }
  const found = [
    ...spelled.flatMap((one) => piecesOf(one, SEPARATORS_AND_QUOTES, Number.POSITIVE_INFINITY)),
    ...[...readings].flatMap((one) => piecesOf(one, SEPARATORS, 0)),
  ];
  const distinct = new Map(found.map((one) => [`${one.openFrom} ${one.text}`, one]));
  return distinct.size > MAX_TEXTS ? undefined : [...distinct.values()];
}

/** Where a command may begin in a text with single blanks. */
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
  // A blank at the end stays: something was behind it.
  const pieces = text.split(separators).map((piece) => piece.replace(/\s+/gu, ' ').trimStart());
  const isWhole = pieces.length === 1;
  return pieces
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, openFrom: isWhole ? Math.max(openFrom, 1) : openFrom }));
}

function withoutEscapes(text: string): string {
  const decoded = text.replace(ESCAPED_CODES, (...[, x, u, long, octal]: string[]) => {
    const code = Number.parseInt(octal ?? x ?? u ?? long ?? '', octal === undefined ? 16 : 8);
    return code > 0x10ffff ? '' : String.fromCodePoint(code);
  });
  return decoded.replace(ESCAPED_BLANKS, ' ');
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

/** `{a,b}c` as `ac bc`; `undefined` where there are too many. */
function withLists(text: string): string | undefined {
  if (!/\{[^\s{}]*(?:,|\.\.)/.test(text)) return text;
  const words: string[] = [];
  for (const word of text.split(/(\s+)/u)) {
    const expanded = word.includes('{') ? expand(word) : [word];
    if (expanded === undefined) return undefined;
    words.push(expanded.join(' '));
  }
  return words.join('');
}

function expand(word: string): string[] | undefined {
  let done: string[] = [word];
  for (let depth = 0; depth < MAX_DEPTH * 2; depth += 1) {
    const next = done.flatMap((one) => {
      const list = /\{([^{}]*(?:,|\.\.)[^{}]*)\}/.exec(one);
      if (list === null) return [one];
      const [before, after] = [one.slice(0, list.index), one.slice(list.index + list[0].length)];
      return itemsOf(list[1] ?? '').map((item) => before + item + after);
    });
    if (next.length > MAX_EXPANDED || next.join('').length > MAX_EXPANDED * MAX_EXPANDED) {
      return undefined;
    }
    if (next.length === done.length && next.every((one, index) => one === done[index])) return done;
    done = next;
  }
  return undefined;
}

function itemsOf(list: string): string[] {
  const range = /^(\w)\.\.(\w)(?:\.\.-?\d{1,9})?$/.exec(list);
  if (range === null) return list.includes(',') ? list.split(',') : [list];
  const codes = [range[1] ?? '', range[2] ?? ''].map((char) => char.charCodeAt(0));
  const [from, to] = [Math.min(...codes), Math.max(...codes)];
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index));
}
