// Splits a line of Markdown into what is done (text, code, links) and delimiters, which may turn out to be literal.
import { webAddress } from '../../event/web-address.ts';
import { addressLink } from '../text/address-link.ts';
import { append, type Mark, type Marked } from './marked-text.ts';

/** How many more marks may be made: a message holds only so many. */
export interface Budget {
  left: number;
}

export type Delimiter = '**' | '*' | '~~';

export interface DelimiterToken {
  readonly kind: 'delimiter';
  readonly delimiter: Delimiter;
  readonly begins: boolean;
  readonly ends: boolean;
  /** What it turned out to be; a literal otherwise. */
  role?: 'begin' | 'end';
}

export type LineToken = { readonly kind: 'done'; readonly part: Marked } | DelimiterToken;

const LETTER = /[\p{L}\p{N}]/u;
/** What no style begins before, or ends behind. */
const NO_BEGIN = /[\s)\]}.,;:!?/*~]/;
const NO_END = /[\s([{/*~]/;
const SPECIAL = /\*+|~+|`+|\\[*_`[\]~]|!?\[|</g;
/** Bounded, so that many brackets cost little. */
const LINK =
  /!?\[([^[\]\n]{1,200})\]\((<[^<>\n]{1,1000}>|[^\s()]{1,1000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?)\)/y;
const AUTOLINK = /<(https?:\/\/[^\s<>]{1,1000})>/y;
const PATH = /^[^\s:<>"']+$/;

/** What stands at a place of the line. */
interface Found {
  readonly tokens: readonly LineToken[];
  /** How much of the line it takes. */
  readonly length: number;
}

interface Reading {
  readonly line: string;
  readonly budget: Budget;
  readonly closing: (count: number, from: number) => number | undefined;
}

export function tokensOf(line: string, budget: Budget): LineToken[] {
  const reading: Reading = { line, budget, closing: closingTicks(line) };
  const tokens: LineToken[] = [];
  let at = 0;
  for (const { 0: run, index } of line.matchAll(SPECIAL)) {
    if (index < at) continue;
    if (index > at) tokens.push(literal(line.slice(at, index)));
    const found = tokensAt(run, index, reading) ?? { tokens: [literal(run)], length: run.length };
    tokens.push(...found.tokens);
    at = index + found.length;
  }
  if (at < line.length) tokens.push(literal(line.slice(at)));
  return tokens;
}

/** `undefined`: it stands for itself. */
function tokensAt(run: string, index: number, reading: Reading): Found | undefined {
  switch (run[0]) {
    case '\\':
      return { tokens: [literal(run.slice(1))], length: run.length };
    case '*':
    case '~':
      return { tokens: delimiters(run, index, reading), length: run.length };
    case '`':
      return codeAt(run, index, reading);
    default:
      return linkAt(index, reading);
  }
}

function literal(text: string): LineToken {
  return done({ text, marks: [] });
}

function done(part: Marked): LineToken {
  return { kind: 'done', part };
}

/** Finds the next run of as many backticks; to be asked in the order of the line. */
function closingTicks(line: string): Reading['closing'] {
  const runs = new Map<number, number[]>();
  for (const { 0: run, index } of [...line.matchAll(/`+/g)].reverse()) {
    const later = runs.get(run.length);
    if (later === undefined) runs.set(run.length, [index]);
    else later.push(index);
  }
  return (count, from) => {
    const positions = runs.get(count) ?? [];
    while ((positions.at(-1) ?? from) < from) positions.pop();
    return positions.at(-1);
  };
}

function codeAt(run: string, index: number, { line, budget, closing }: Reading): Found | undefined {
  const from = index + run.length;
  const end = closing(run.length, from);
  if (end === undefined) return undefined;
  const content = line.slice(from, end);
  const isPadded = content.startsWith(' ') && content.endsWith(' ');
  const text = isPadded ? content.slice(1, -1) : content;
  if (text.trim() === '' || !spend(budget)) return undefined;
  const mark: Mark = { type: 'code', offset: 0, length: text.length };
  return { tokens: [done({ text, marks: [mark] })], length: end + run.length - index };
}

function linkAt(index: number, { line, budget }: Reading): Found | undefined {
  AUTOLINK.lastIndex = index;
  LINK.lastIndex = index;
  const [auto, bare] = AUTOLINK.exec(line) ?? [];
  const [link, label = '', target = ''] = LINK.exec(line) ?? [];
  const { length } = auto ?? link ?? '';
  if (length === 0) return undefined;
  const address = bare ?? target.replace(/^<(.*)>$/, '$1');
  const url = webAddress(address);
  const name = label.replace(/^`([^`]+)`$/, '$1');
  if (url !== undefined) {
    return spend(budget) ? { tokens: [done(linkText(name, address, url))], length } : undefined;
  }
  const isPath = bare === undefined && PATH.test(address);
  return isPath ? { tokens: [literal(pathText(name, address))], length } : undefined;
}

/** `label (address)`: no label hides where a link leads. */
function linkText(label: string, address: string, url: URL): Marked {
  const { text, spans } = addressLink(url);
  const link: Marked = { text, marks: spans as Mark[] };
  if (label === '' || label === address || label === text) return link;
  const whole: Marked = { text: `${label} (`, marks: [] };
  append(whole, link);
  append(whole, { text: ')', marks: [] });
  return whole;
}

/** A link to a file of the repository leads nowhere in a chat. */
function pathText(label: string, path: string): string {
  return path.startsWith(label) || path.endsWith(label) ? path : `${label} (${path})`;
}

export function spend(budget: Budget): boolean {
  if (budget.left <= 0) return false;
  budget.left -= 1;
  return true;
}

function delimiters(run: string, index: number, { line }: Reading): LineToken[] {
  const before = line[index - 1] ?? ' ';
  const after = line[index + run.length] ?? ' ';
  const begins = !LETTER.test(before) && !NO_BEGIN.test(after);
  const ends = !NO_END.test(before) && !LETTER.test(after);
  const names = namesOf(run, begins);
  return names.length === 0
    ? [literal(run)]
    : names.map((delimiter) => ({ kind: 'delimiter', delimiter, begins, ends }));
}

function namesOf(run: string, begins: boolean): readonly Delimiter[] {
  switch (run) {
    case '*':
    case '**':
    case '~~':
      return [run];
    case '***':
      return begins ? ['**', '*'] : ['*', '**'];
    default:
      return [];
  }
}
