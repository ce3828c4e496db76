import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeExcerpt, excerpt } from '../../../src/message/text/excerpt.ts';
import { expectSound } from './rich-texts.ts';

describe('excerpt', () => {
  it('shows the first units of a text of any size, with a mark when there was more', () => {
    const long = 'word '.repeat(200_000);
    expect(excerpt(long, 200).text).toBe(`${long.slice(0, 200)}…`);
    expect(excerpt('  short  ', 200).text).toBe('short');
  });

  it('marks what is missing even if most of the beginning is removed', () => {
    expect(excerpt(`a${'\u0000'.repeat(10_000)}b`, 10).text).toBe('a…');
  });

  it('makes text inert, and leaves code plain', () => {
    expect(excerpt('@ana', 10).spans).toHaveLength(1);
    expect(codeExcerpt('@ana', 10).spans).toEqual([]);
  });

  it('is valid and keeps to its size', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(40), (text, units) => {
        const shown = excerpt(text, units);
        expectSound(shown);
        expect(shown.text.length).toBeLessThanOrEqual(units + 1);
      }),
    );
  });
});
