// Reveals what is hidden in a text that somebody decides on: runs of blanks, invisible and
// direction-changing characters, terminal codes and look-alike letters are written out as marks.
// Reversible: a mark stands for one run of characters, and a `⟨` of the text itself is marked too.

/** Up to this many blanks or line ends in a row stay as they are. */
const MAX_RUN = 3;
/** The same at the beginning of a line, where they are indentation. */
const MAX_INDENT = { ' ': 16, '\t': 4 } as const;
/** More accents than this on one letter cover its neighbours. */
const MAX_ACCENTS = 3;

const BLANK_SIGNS = { ' ': '␠', '\t': '⇥', '\n': '⏎' } as const;
/** U+0000 to U+001F, by their standard abbreviations. */
const CONTROL_NAMES =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

const ASCII_TEXT = /(?:[!-~](?!\uFE0F\u20E3))+/y;
const BLANKS = /[ \t\n]+/y;
/**
 * Emoji as Unicode recommends them: they need joiners, selectors and tags, which are invisible
 * elsewhere. Put together here, because the compiler's target does not know the flag yet.
 */
const SETS_OF_STRINGS = 'v';
const EMOJI = new RegExp(
  String.raw`[\p{Emoji}--\p{ASCII}]\uFE0F(?!\u200D)|\p{RGI_Emoji}`,
  `${SETS_OF_STRINGS}y`,
);
/**
 * What no font shows, or what moves its neighbours: control, format, private and unassigned
 * characters, half a surrogate pair, whatever a display may ignore (fillers, selectors, tags), blanks
 * other than the space, the empty Braille cell, the object placeholder; and the bracket of a mark.
 */
const HIDDEN =
  /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\uFFFC\u{1D159}\u27E8]|(?! )\p{Zs}/u;
const ACCENT = /\p{M}/u;
const CARRIES_ACCENTS = /[A-Za-z\u0080-\uFFFF]/;
const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
const LATIN = /\p{Script=Latin}/u;
/** Scripts with letters that look like Latin ones. */
const LOOKALIKE =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;

/** Keeps line ends. The result needs `inert` as well, unless it becomes code. */
export function reveal(text: string): string {
  return revealed(text, isUnusual);
}

/** The same on one line: line ends and tabs are marks. */
export function revealLine(text: string): string {
  return revealed(text, (run) => !run.text.startsWith(' ') || isUnusual(run));
}

/** Blanks of one kind in a row. */
interface BlankRun {
  readonly text: string;
  /** The characters around it; empty at the ends of the text. */
  readonly before: string;
  readonly after: string;
}

function revealed(text: string, isMarked: (run: BlankRun) => boolean): string {
  const isHidden = createHiddenCheck(text);
  let shown = '';
  for (let at = 0; at < text.length; ) {
    const ascii = match(ASCII_TEXT, text, at);
    const blanks = ascii === '' ? match(BLANKS, text, at) : '';
    // The slowest comes last.
    const asIs = ascii || (blanks === '' ? match(EMOJI, text, at) : '');
    if (asIs !== '' || blanks !== '') {
      shown += asIs || blanksShown(blanks, { text, at, isMarked });
      at += asIs.length + blanks.length;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const hidden = isHidden(character, at);
    const count = hidden ? runLength(text, at, character) : 1;
    shown += hidden ? mark(nameOf(character), count) : character;
    at += character.length * count;
  }
  return shown;
}

/** Whether a character is invisible or looks like another one; to be called in the order of the text. */
function createHiddenCheck(text: string): (character: string, at: number) => boolean {
  const lookalikes = lookalikesIn(text);
  let accents = 0;
  let end = 0;
  return (character, at) => {
    const isAccent = ACCENT.test(character);
    accents = isAccent ? (at === end ? accents : 0) + 1 : 0;
    end = at + character.length;
    if (HIDDEN.test(character) || lookalikes.has(at) || accents > MAX_ACCENTS) return true;
    return accents === 1 && !CARRIES_ACCENTS.test(text[at - 1] ?? '');
  };
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

interface Blanks {
  readonly text: string;
  readonly at: number;
  readonly isMarked: (run: BlankRun) => boolean;
}

function blanksShown(blanks: string, { text, at, isMarked }: Blanks): string {
  return blanks.replace(/ +|\t+|\n+/g, (run, offset: number) => {
    const [before, after] = [text[at + offset - 1] ?? '', text[at + offset + run.length] ?? ''];
    if (!isMarked({ text: run, before, after })) return run;
    return mark(BLANK_SIGNS[run[0] as keyof typeof BLANK_SIGNS], run.length);
  });
}

/** At an end of the text or of a line blanks can't be seen at all; elsewhere a few are ordinary. */
function isUnusual({ text, before, after }: BlankRun): boolean {
  const [character] = text;
  if (after === '' || (before === '' && character === '\n')) return true;
  if (character === '\n') return text.length > MAX_RUN;
  if (after === '\n') return true;
  const isIndent = before === '\n' || before === '';
  return text.length > (isIndent ? MAX_INDENT[character === '\t' ? '\t' : ' '] : MAX_RUN);
}

/** Where letters of another script stand in a word of Latin ones. */
function lookalikesIn(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  if (!LOOKALIKE.test(text)) return found;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!LATIN.test(word)) continue;
    for (const { 0: letter, index: offset } of word.matchAll(/\p{L}/gu)) {
      if (LOOKALIKE.test(letter)) found.add(index + offset);
    }
  }
  return found;
}

function runLength(text: string, at: number, character: string): number {
  const code = character.codePointAt(0);
  let count = 1;
  while (text.codePointAt(at + count * character.length) === code) count += 1;
  return count;
}

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = code === 0x7f ? 'DEL' : CONTROL_NAMES[code];
  return name ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function mark(what: string, count: number): string {
  return count === 1 ? `⟨${what}⟩` : `⟨${what} × ${count}⟩`;
}
