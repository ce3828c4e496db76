import { describe, expect, it } from 'vitest';
import { joinList, joinValues } from '../../../src/message/locale/list-text.ts';
import { plain, styled } from '../../../src/message/text/rich-text.ts';
import { voiceIn } from '../speaking.ts';

const abc = ['a/1', 'b', 'c'].map((text) => styled(plain(text), { type: 'code' }));
/** Isolates and marks, made visible. */
const shown = (text: string) =>
  text.replaceAll('\u200F', '<').replaceAll('\u2068', '[').replaceAll('\u2069', ']');

describe('a list in a sentence', () => {
  it.each([
    ['en', 'a/1, b, c'],
    ['de', 'a/1, b und c'],
    ['es', 'a/1, b, c'],
    ['ar', '<[a/1]، و[b]، و[c]'],
  ])('is written as %s does', (locale, text) => {
    expect(shown(joinList(abc, voiceIn(locale)).text)).toBe(text);
  });

  it('keeps the styles of its items, and nothing else has them', () => {
    for (const locale of ['en', 'ar']) {
      const { text, spans } = joinList(abc, voiceIn(locale));
      const styledTexts = spans.map(({ offset, length }) => text.slice(offset, offset + length));
      expect(styledTexts).toEqual(['a/1', 'b', 'c']);
    }
  });

  it('of one item is that item, and of none nothing', () => {
    expect(joinList(abc.slice(0, 1), voiceIn('ar'))).toEqual(abc[0]);
    expect(joinList([], voiceIn('de')).text).toBe('');
  });
});

it.each([
  ['en', 'a/1, b, c'],
  ['ar', '<[a/1]، [b]، [c]'],
])('values of a producer have only a comma of %s between them', (locale, text) => {
  expect(shown(joinValues(abc, voiceIn(locale)).text)).toBe(text);
});
