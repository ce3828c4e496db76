import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { join, plain, styled } from '../../../src/message/text/rich-text.ts';
import { expectSound, richText } from './rich-texts.ts';

describe('plain', () => {
  it('leaves no control character, direction override, mark of ours or half a pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (wild, tame) => {
        const { text, spans } = plain(`${wild}\u0000\u202E\u2066\uF8A0\uD83D${tame}\u001B[31m`);
        expect(text).not.toMatch(/(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069\uF8A0-\uF8EF]/u);
        expect(text).not.toMatch(/\p{Surrogate}/u);
        expect(spans).toEqual([]);
      }),
    );
  });

  it('keeps what people write', () => {
    const text = 'Grüße, 你好, مرحبا\n\tשלום 👩‍👩‍👧‍👦 `*_[x](y)_*` <b>';
    expect(plain(text).text).toBe(text);
  });

  it('turns every line end into a newline and drops colours of terminals', () => {
    expect(plain('a\r\nb\rc\u2028d').text).toBe('a\nb\nc\nd');
    expect(plain('\u001B[1;31mfailed\u001B[0m').text).toBe('failed');
    expect(plain('a\n[x]').text).toBe('a\n[x]');
  });
});

describe('join', () => {
  it('joins the parts and keeps every span on its words', () => {
    fc.assert(
      fc.property(fc.array(richText), richText, (parts, separator) => {
        const whole = join(parts, separator);
        expectSound(whole);
        expect(whole.text).toBe(parts.map((part) => part.text).join(separator.text));
        const words = (rich: typeof whole) =>
          rich.spans.map(({ offset, length }) => rich.text.slice(offset, offset + length));
        const expected = parts.flatMap((part, index) =>
          index === 0 ? words(part) : [...words(separator), ...words(part)],
        );
        expect(words(whole)).toEqual(expected);
      }),
    );
  });
});

describe('styled', () => {
  it('never puts code inside another style, nor another style inside code', () => {
    const part = join(['see ', styled('a.py', { type: 'code' }), ' now']);
    expect(styled(part, { type: 'bold' }).spans).toEqual([
      { type: 'bold', offset: 0, length: 4 },
      { type: 'code', offset: 4, length: 4 },
      { type: 'bold', offset: 8, length: 4 },
    ]);
    expect(styled(part, { type: 'pre' }).spans).toEqual([{ type: 'pre', offset: 0, length: 12 }]);
    expect(styled(part, { type: 'link', url: 'https://x.org' }).spans).toEqual([
      { type: 'link', url: 'https://x.org', offset: 0, length: 12 },
    ]);
  });

  it('gives empty text no span', () => {
    expect(styled('', { type: 'bold' })).toEqual({ text: '', spans: [] });
  });

  it('keeps the text and stays in range', () => {
    fc.assert(
      fc.property(
        richText,
        fc.constantFrom('bold', 'code', 'quote', 'expandable', 'italic'),
        (rich, type) => {
          const result = styled(rich, { type } as { type: 'bold' });
          expectSound(result);
          expect(result.text).toBe(rich.text);
        },
      ),
    );
  });
});
