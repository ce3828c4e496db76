// Markdown as agents write it, as rich text: headings, lists, quotes, blocks of code, and what inline.ts knows. Only
// markup is left out, and nothing in it becomes a mention, a command or a link that misleads.
import { plain, type RichText } from '../text/rich-text.ts';
import { inline } from './inline.ts';
import type { Budget } from './inline-tokens.ts';
import { append, type Marked, toRichText } from './marked-text.ts';

/** A message holds 100 spans. */
const MAX_MARKS = 16;
const FENCE = /^ {0,3}(`{3,}) *([\w+#.-]{0,30})[^`]*$/;
const HEADING = /^ {0,3}#{1,6} +(\S.*)$/;
const HEADING_END = / #+$/;
const ITEM = /^( {0,12}|\t{0,4})[-*+] +(?:\[([ xX])\] +)?(?=\S)/;
const QUOTED = /^ {0,3}> ?/;

export function markdown(text: string): RichText {
  const lines = plain(text).text.split('\n');
  const budget: Budget = { left: MAX_MARKS };
  const whole: Marked = { text: '', marks: [] };
  let isFirst = true;
  for (let at = 0; at < lines.length; ) {
    const block = blockAt(lines, at, budget);
    if (!isFirst) append(whole, { text: '\n', marks: [] });
    append(whole, block.part);
    isFirst = false;
    at += block.lines;
  }
  return toRichText(whole);
}

interface Block {
  readonly part: Marked;
  /** How many lines it takes. */
  readonly lines: number;
}

function blockAt(lines: readonly string[], at: number, budget: Budget): Block {
  const line = lines[at] ?? '';
  if (budget.left > 0) {
    const block = fenced(lines, at) ?? quoted(lines, at, budget);
    if (block !== undefined) {
      budget.left -= 1;
      return block;
    }
  }
  const [, heading] = HEADING.exec(line) ?? [];
  if (heading !== undefined && budget.left > 0) {
    budget.left -= 1;
    const part = inline(heading.trimEnd().replace(HEADING_END, '').trimEnd(), budget);
    const { length } = part.text;
    if (length > 0) part.marks.push({ type: 'bold', offset: 0, length });
    return { part, lines: 1 };
  }
  return { part: item(line, budget), lines: 1 };
}

/** Up to the closing fence, or to the end where there is none. */
function fenced(lines: readonly string[], at: number): Block | undefined {
  const [, fence, language = ''] = FENCE.exec(lines[at] ?? '') ?? [];
  if (fence === undefined) return undefined;
  let end = at + 1;
  while (end < lines.length && !isClosing(lines[end] ?? '', fence)) end += 1;
  const text = lines.slice(at + 1, end).join('\n');
  if (text.trim() === '') return undefined;
  const named = language === '' ? {} : { language };
  const part: Marked = { text, marks: [{ type: 'pre', ...named, offset: 0, length: text.length }] };
  return { part, lines: Math.min(end + 1, lines.length) - at };
}

function isClosing(line: string, fence: string): boolean {
  const text = line.trim();
  return text.startsWith(fence) && text === (fence[0] ?? '').repeat(text.length);
}

function quoted(lines: readonly string[], at: number, budget: Budget): Block | undefined {
  let end = at;
  while (QUOTED.test(lines[end] ?? '')) end += 1;
  if (end === at) return undefined;
  const given = lines.slice(at, end);
  const inner = given.map((line) => line.replace(QUOTED, ''));
  if (inner.every((line) => line.trim() === '')) {
    return { part: { text: given.join('\n'), marks: [] }, lines: given.length };
  }
  const part: Marked = { text: '', marks: [] };
  inner.forEach((line, index) => {
    if (index > 0) append(part, { text: '\n', marks: [] });
    append(part, item(line, budget));
  });
  part.marks.push({ type: 'quote', offset: 0, length: part.text.length });
  return { part, lines: given.length };
}

/** A line, or an item of a list: `• one`, `☑ done`. */
function item(line: string, budget: Budget): Marked {
  const [whole, indent = '', box] = ITEM.exec(line) ?? [];
  if (whole === undefined) return inline(line, budget);
  const part: Marked = { text: `${indent}${signOf(box)} `, marks: [] };
  append(part, inline(line.slice(whole.length), budget));
  return part;
}

function signOf(box: string | undefined): string {
  if (box === undefined) return '•';
  return box === ' ' ? '☐' : '☑';
}
