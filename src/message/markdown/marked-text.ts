// Text with marks while Markdown is read, and how it becomes rich text: whatever Telegram would make tappable
// becomes code, as everywhere, and styles keep to its rules of nesting.
import { tappable } from '../text/inert.ts';
import type { RichText, Span, Style } from '../text/rich-text.ts';

export interface Marked {
  text: string;
  readonly marks: Mark[];
}

export type Mark = Extract<Span, { type: MarkType }>;
type MarkType = 'bold' | 'italic' | 'strikethrough' | 'code' | 'pre' | 'link' | 'quote';

interface Range {
  readonly offset: number;
  readonly length: number;
}

/** Code that is made of tappable words, beyond that it is one span to the last of them. */
const MAX_WORDS = 8;

export function append(to: Marked, { text, marks }: Readonly<Marked>): void {
  for (const mark of marks) to.marks.push({ ...mark, offset: mark.offset + to.text.length });
  to.text += text;
}

export function toRichText({ text, marks }: Marked): RichText {
  const links = marks.filter(({ type }) => type === 'link');
  const blocks = marks.filter(({ type }) => type === 'pre');
  const code = marks.filter(({ type }) => type === 'code');
  const words = outside(merged(tappable(text)), [...links, ...blocks]);
  const sealed = [...links, ...blocks, ...united([...code, ...words])].sort(byPosition);
  const opaque = sealed.filter(({ type }) => type !== 'link');
  const quotes = marks.filter(({ type }) => type === 'quote');
  const styles = [...quotes, ...marks.filter(isLight).flatMap((mark) => cut(mark, opaque))];
  return { text, spans: [...sealed, ...styles].sort(byPosition) };
}

function isLight({ type }: Style): boolean {
  return type === 'bold' || type === 'italic' || type === 'strikethrough';
}

/** A message holds only so many spans. */
function merged(words: readonly Range[]): readonly Range[] {
  const last = words.at(-1);
  const first = words[MAX_WORDS - 1];
  if (first === undefined || last === undefined) return words;
  const length = last.offset + last.length - first.offset;
  return [...words.slice(0, MAX_WORDS - 1), { offset: first.offset, length }];
}

function outside(ranges: readonly Range[], excluded: readonly Range[]): readonly Range[] {
  const inOrder = [...excluded].sort((a, b) => a.offset - b.offset);
  return ranges.flatMap((range) => cut(range, inOrder));
}

/** The parts of a span or range that are outside of others, which are in order. */
function cut<T extends Range>(range: T, excluded: readonly Range[]): T[] {
  const parts: T[] = [];
  const end = range.offset + range.length;
  let from = range.offset;
  for (const { offset, length } of excluded) {
    if (offset >= end) break;
    if (offset > from) parts.push({ ...range, offset: from, length: offset - from });
    from = Math.max(from, offset + length);
  }
  if (from < end) parts.push({ ...range, offset: from, length: end - from });
  return parts;
}

/** Ranges as code; those that overlap become one. */
function united(ranges: readonly Range[]): Span[] {
  const found: { type: 'code'; offset: number; length: number }[] = [];
  for (const { offset, length } of [...ranges].sort((a, b) => a.offset - b.offset)) {
    const last = found.at(-1);
    if (last === undefined || offset >= last.offset + last.length) {
      found.push({ type: 'code', offset, length });
    } else {
      last.length = Math.max(last.length, offset + length - last.offset);
    }
  }
  return found;
}

/** Outer before inner, left before right. */
function byPosition(a: Range, b: Range): number {
  return a.offset - b.offset || b.length - a.length;
}
