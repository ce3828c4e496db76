// Arbitrary rich texts, and what must hold for every one.
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  plain,
  type RichText,
  type Span,
  type Style,
} from '../../../src/message/text/rich-text.ts';

const style: fc.Arbitrary<Style> = fc.constantFrom<Style>(
  { type: 'bold' },
  { type: 'italic' },
  { type: 'code' },
  { type: 'pre', language: 'diff' },
  { type: 'link', url: 'https://example.org' },
  { type: 'time', unixSeconds: 1_772_442_000 },
);

const pieces = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom('👩‍👩‍👧‍👦', '🇩🇪', 'é́́', '\n', ' ', 'word ', '…'),
  ),
  { maxLength: 20 },
);

/** Spans are any, also nested and overlapping, but on whole code points. */
export const richText: fc.Arbitrary<RichText> = fc
  .tuple(
    pieces,
    fc.array(fc.tuple(style, fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(12)), {
      maxLength: 8,
    }),
  )
  .map(([parts, wishes]) => {
    const { text } = plain(parts.join(''));
    const points = [...text];
    const spans = wishes.flatMap(([wish, begin, count]): Span[] => {
      const from = Math.floor(begin * points.length);
      const offset = points.slice(0, from).join('').length;
      const { length } = points.slice(from, from + count).join('');
      return length === 0 ? [] : [{ ...wish, offset, length }];
    });
    return { text, spans: spans.sort((a, b) => a.offset - b.offset) };
  });

export function expectSound({ text, spans }: RichText): void {
  expect(text).not.toMatch(/\p{Surrogate}/u);
  for (const { offset, length } of spans) {
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(length).toBeGreaterThan(0);
    expect(offset + length).toBeLessThanOrEqual(text.length);
  }
}
