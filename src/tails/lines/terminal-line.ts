// A line of a log as a terminal would have left it: what was written over is gone, and so are colours, titles and links.
// What an escape sequence is (ECMA-48), a library knows; here is what those do that move or erase within a line.
import ansiRegex from 'ansi-regex';
import { eastAsianWidth } from 'get-east-asian-width';

interface ScreenLine {
  /** A character each, with the marks that combine with it; `''` after one that is two columns wide. */
  cells: string[];
  column: number;
  /** Column that was saved. */
  saved: number;
  /** Cells that sequences still may move, fill or erase. */
  work: number;
}

/** Text, or what moves or erases in it. */
type Piece = string | Move;

interface Move {
  readonly final: string;
  readonly first: number;
  readonly second: number;
}

const SEQUENCES = ansiRegex();
const CONTROL = /[^\t\P{Cc}]/u;
const CONTROLS = new RegExp(CONTROL, 'gu');
/** Without a private marker or intermediate characters: those mean something else. */
const CONTROL_SEQUENCE = /^(?:\p{Cc}\[|\u009B)([\d;]*).$/u;
const OVERWRITES = /[\r\b]/;
/** Marks, joiners and variation selectors take no column of their own. */
const COMBINES = /[\p{Mn}\p{Me}\u200C\u200D]/u;
/** A line may be longer, but no sequence moves further than this beyond its end. */
const MAX_COLUMN = 1_000;
/** A line that has more done to it is an attack: what follows is written as if nothing moved. */
const MAX_WORK = 2_000_000;

export function terminalLine(text: string): string {
  if (!CONTROL.test(text)) return text;
  const pieces = piecesOf(text);
  const isStill = pieces.every((piece) => typeof piece === 'string' && !OVERWRITES.test(piece));
  if (isStill) return pieces.join('').replaceAll(CONTROLS, '');
  const line: ScreenLine = { cells: [], column: 0, saved: 0, work: MAX_WORK };
  for (const piece of pieces) {
    if (typeof piece === 'string') write(line, piece);
    else perform(line, piece);
  }
  return line.cells.join('');
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: sequence, index } of text.matchAll(SEQUENCES)) {
    if (index > at) pieces.push(text.slice(at, index));
    const move = moveOf(sequence);
    if (move !== undefined) pieces.push(move);
    at = index + sequence.length;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}

/** `undefined` for what changes colours, or things that a line does not have. */
function moveOf(sequence: string): Move | undefined {
  const final = sequence.slice(-1);
  if (MOVES[final] === undefined) return undefined;
  const [, parameters] = CONTROL_SEQUENCE.exec(sequence) ?? [];
  // Of the other sequences only two move: save and restore.
  if (parameters === undefined && !(sequence.length === 2 && '78'.includes(final)))
    return undefined;
  const [first = 0, second = 0] = (parameters ?? '')
    .split(';')
    .map((digits) => Number.parseInt(digits, 10) || 0);
  return { final, first, second };
}

function write(line: ScreenLine, text: string): void {
  for (const character of text) {
    if (character === '\r') line.column = 0;
    else if (character === '\b') line.column = Math.max(0, line.column - 1);
    else if (character >= ' ' || character === '\t') put(line, character);
  }
}

function put(line: ScreenLine, character: string): void {
  // DEL and C1.
  if (character >= '\u007F' && character <= '\u009F') return;
  if (COMBINES.test(character) && combine(line, character)) return;
  const { cells, column } = line;
  while (cells.length < column) cells.push(' ');
  const end = column + widthOf(character);
  // Half of a wide character can't stay.
  if (cells[column] === '') cells[column - 1] = ' ';
  if (cells[end] === '') cells[end] = ' ';
  cells[column] = character;
  if (end > column + 1) cells[column + 1] = '';
  line.column = end;
}

/** In columns. */
function widthOf(character: string): 1 | 2 {
  return character < '\u1100' ? 1 : eastAsianWidth(character.codePointAt(0) ?? 0);
}

/** Returns false where there is nothing before it. */
function combine({ cells, column }: ScreenLine, mark: string): boolean {
  const at = cells[column - 1] === '' ? column - 2 : column - 1;
  if (cells[at] === undefined) return false;
  cells[at] += mark;
  return true;
}

/** The character before, so many times more, without its marks. */
function repeat(line: ScreenLine, count: number): void {
  const { cells, column } = line;
  const [character] = cells[column - 1] || cells[column - 2] || '';
  if (character === undefined) return;
  const times = Math.min(Math.max(1, count), Math.max(0, MAX_COLUMN - column));
  for (let done = 0; done < times; done += 1) put(line, character);
}

/** By the final character. */
const MOVES: Readonly<Record<string, (line: ScreenLine, first: number, second: number) => void>> = {
  K: erase,
  J: erase,
  P: ({ cells, column }, count) => void cells.splice(column, Math.max(1, count)),
  '@': (line, count) => insert(line, count),
  X: ({ cells, column }, count) => void cells.fill(' ', column, column + Math.max(1, count)),
  b: repeat,
  C: (line, count) => moveTo(line, line.column + Math.max(1, count)),
  a: (line, count) => moveTo(line, line.column + Math.max(1, count)),
  '`': (line, column) => moveTo(line, column - 1),
  D: (line, count) => moveTo(line, line.column - Math.max(1, count)),
  G: (line, column) => moveTo(line, column - 1),
  H: (line, _row, column) => moveTo(line, column - 1),
  f: (line, _row, column) => moveTo(line, column - 1),
  '7': save,
  s: save,
  '8': restore,
  u: restore,
};

function perform(line: ScreenLine, { final, first, second }: Move): void {
  line.work -= line.cells.length + 1;
  if (line.work > 0) MOVES[final]?.(line, first, second);
}

function erase(line: ScreenLine, part: number): void {
  if (part === 0) line.cells.length = Math.min(line.cells.length, line.column);
  else if (part === 1) line.cells.fill(' ', 0, line.column + 1);
  else line.cells = [];
}

function insert({ cells, column }: ScreenLine, count: number): void {
  if (column >= cells.length) return;
  const blanks = Array.from({ length: Math.min(Math.max(1, count), MAX_COLUMN) }, () => ' ');
  cells.splice(column, 0, ...blanks);
}

function moveTo(line: ScreenLine, column: number): void {
  const max = Math.max(MAX_COLUMN, line.cells.length);
  line.column = Math.min(Math.max(0, column), max);
}

function save(line: ScreenLine): void {
  line.saved = line.column;
}

function restore(line: ScreenLine): void {
  moveTo(line, line.saved);
}
