// The beginning of what a person or an agent wrote, with its Markdown as what it means.
import { lines } from '../text/cut.ts';
import { excerptBy } from '../text/excerpt.ts';
import { EMPTY, oneLine, type RichText, type Span } from '../text/rich-text.ts';
import { markdown } from './markdown.ts';

/** The first `units` UTF-16 units; a mark follows if there was more. */
export function proseExcerpt(text: string, units: number): RichText {
  return excerptBy(text.trim(), units, markdown);
}

/** Its first line that says something, as part of a line of ours: a title, a step. */
export function proseLine(text: string, units: number): RichText {
  const [first = EMPTY] = lines(proseExcerpt(text, units));
  return oneLine({ text: first.text, spans: first.spans.flatMap(withoutBlock) });
}

/** No part of a line is a block, and code stays code. */
function withoutBlock(span: Span): Span[] {
  if (span.type === 'quote') return [];
  if (span.type !== 'pre') return [span];
  return [{ type: 'code', offset: span.offset, length: span.length }];
}
