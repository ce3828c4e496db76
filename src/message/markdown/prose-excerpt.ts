// The beginning of what a person or an agent wrote, with its Markdown as what it means.
import { excerptBy } from '../text/excerpt.ts';
import type { RichText } from '../text/rich-text.ts';
import { markdown } from './markdown.ts';

/** The first `units` UTF-16 units; a mark follows if there was more. */
export function proseExcerpt(text: string, units: number): RichText {
  return excerptBy(text.trim(), units, markdown);
}
