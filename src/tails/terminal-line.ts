// A line of a log as a terminal would have left it: what was written over is gone, and so are colours, titles and links.
// Control sequences as in ECMA-48.

interface Sequence {
  /** Where the text goes on. */
  readonly end: number;
  /** Of a control sequence (CSI): what it does, and with which parameters. */
  readonly final?: string;
  readonly parameters?: string;
}

interface ScreenLine {
  /** A character each. */
  cells: string[];
  column: number;
}

const ESC = '\u001B';
const CSI = '\u009B';
const BEL = '\u0007';
const STRING_END = '\u009C';
/** After ESC: DCS, OSC, SOS, PM, APC; and each as one character. */
const STRING_STARTS = 'P]X^_';
const STRING_CHARACTERS = '\u0090\u009D\u0098\u009E\u009F';
const CONTROL = /(?!\t)\p{Cc}/u;
const CSI_BODY = /([0-?]*)[ -/]*([@-~])/y;
const ESCAPE_BODY = /[ -/]*[0-~]/y;
/** A line may be longer, but no sequence moves further than this beyond its end. */
const MAX_COLUMN = 1_000;

export function terminalLine(text: string): string {
  if (!CONTROL.test(text)) return text;
  const line: ScreenLine = { cells: [], column: 0 };
  for (let at = 0; at < text.length; ) {
    const sequence = sequenceAt(text, at);
    if (sequence === undefined) {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      put(line, character);
      at += character.length;
    } else {
      perform(line, sequence);
      at = sequence.end;
    }
  }
  return line.cells.join('');
}

/** `undefined` for a character that is shown or moves by itself. */
function sequenceAt(text: string, at: number): Sequence | undefined {
  const character = text.charAt(at);
  const next = text.charAt(at + 1);
  if (character === CSI) return controlSequence(text, at + 1);
  if (STRING_CHARACTERS.includes(character)) return { end: endOfString(text, at + 1) };
  if (character !== ESC) return undefined;
  if (next === '[') return controlSequence(text, at + 2);
  if (next !== '' && STRING_STARTS.includes(next)) return { end: endOfString(text, at + 2) };
  ESCAPE_BODY.lastIndex = at + 1;
  return { end: ESCAPE_BODY.test(text) ? ESCAPE_BODY.lastIndex : at + 1 };
}

function controlSequence(text: string, from: number): Sequence {
  CSI_BODY.lastIndex = from;
  const [, parameters = '', final] = CSI_BODY.exec(text) ?? [];
  return final === undefined ? { end: from } : { end: CSI_BODY.lastIndex, final, parameters };
}

/** A string that never ends is shown: it is more likely damage than a title of that length. */
function endOfString(text: string, from: number): number {
  const ends = [BEL, STRING_END, `${ESC}\\`].flatMap((mark) => {
    const at = text.indexOf(mark, from);
    return at < 0 ? [] : at + mark.length;
  });
  return ends.length === 0 ? from : Math.min(...ends);
}

function put(line: ScreenLine, character: string): void {
  if (character === '\r') line.column = 0;
  else if (character === '\b') line.column = Math.max(0, line.column - 1);
  else if (!CONTROL.test(character)) {
    while (line.cells.length < line.column) line.cells.push(' ');
    line.cells[line.column] = character;
    line.column += 1;
  }
}

type Move = (line: ScreenLine, first: number, second: number) => void;

/** By the final character; whatever is not here changes colours, or things that a line does not have. */
const MOVES: Readonly<Record<string, Move>> = {
  K: erase,
  J: erase,
  P: ({ cells, column }, count) => void cells.splice(column, Math.max(1, count)),
  C: (line, count) => moveTo(line, line.column + Math.max(1, count)),
  D: (line, count) => moveTo(line, line.column - Math.max(1, count)),
  G: (line, column) => moveTo(line, column - 1),
  H: (line, _row, column) => moveTo(line, column - 1),
  f: (line, _row, column) => moveTo(line, column - 1),
};

function perform(line: ScreenLine, { final = '', parameters = '' }: Sequence): void {
  const [first = 0, second = 0] = parameters
    .split(';')
    .map((digits) => Number.parseInt(digits, 10) || 0);
  MOVES[final]?.(line, first, second);
}

function erase(line: ScreenLine, part: number): void {
  if (part === 0) line.cells.length = Math.min(line.cells.length, line.column);
  else if (part === 1) line.cells.fill(' ', 0, line.column + 1);
  else line.cells = [];
}

function moveTo(line: ScreenLine, column: number): void {
  const max = Math.max(MAX_COLUMN, line.cells.length);
  line.column = Math.min(Math.max(0, column), max);
}
