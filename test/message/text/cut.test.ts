import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstUnits,
  fitToMessage,
  lines,
  shorten,
  slice,
  split,
} from '../../../src/message/text/cut.ts';
import { join, plain, type RichText, styled } from '../../../src/message/text/rich-text.ts';
import { expectSound, richText } from './rich-texts.ts';

const FAMILY = '👩‍👩‍👧‍👦';
const link = (text: string) => styled(text, { type: 'link', url: 'https://example.org' });

/** Every unit's formats, so that cut and whole can be compared unit by unit. */
function formats({ text, spans }: RichText): string[] {
  return [...text].length === 0
    ? []
    : Array.from({ length: text.length }, (_, at) =>
        spans
          .filter(({ offset, length }) => offset <= at && at < offset + length)
          .map(({ offset, length, ...style }) => JSON.stringify(style))
          .sort()
          .join(),
      );
}

describe('shorten', () => {
  it('keeps to its limit, stays valid and marks what is missing', () => {
    fc.assert(
      fc.property(richText, fc.nat(80), (rich, maxUnits) => {
        const short = shorten(rich, maxUnits);
        expectSound(short);
        expect(short.text.length).toBeLessThanOrEqual(maxUnits);
        if (rich.text.length <= maxUnits) expect(short).toBe(rich);
        else if (maxUnits > 0) {
          expect(short.text.endsWith('…')).toBe(true);
          expect(rich.text.startsWith(short.text.slice(0, -1))).toBe(true);
        }
      }),
    );
  });

  it('never cuts a character of several code points', () => {
    expect(shorten(plain(`ab${FAMILY}cd`), 8).text).toBe('ab…');
    expect(shorten(plain('🇩🇪🇫🇷🇮🇹'), 7).text).toBe('🇩🇪…');
  });

  it('leaves out a link or an instant rather than cut it', () => {
    const rich = join(['see ', link('the long page'), ' now']);
    expect(shorten(rich, 10)).toEqual({ text: 'see …', spans: [] });
    expect(shorten(link('the long page'), 5)).toEqual({ text: '…', spans: [] });
    const time = join(['at ', styled('14:02 UTC', { type: 'time', unixSeconds: 1 }), '!!']);
    expect(shorten(time, 9)).toEqual({ text: 'at …', spans: [] });
  });

  it('clips code and leaves the mark out of it', () => {
    const rich = styled('git push origin main', { type: 'code' });
    expect(shorten(rich, 9)).toEqual({
      text: 'git push…',
      spans: [{ type: 'code', offset: 0, length: 8 }],
    });
  });

  it('keeps the first units with firstUnits()', () => {
    expect(firstUnits(plain('x'.repeat(201)), 200).text).toBe('x'.repeat(201));
    expect(firstUnits(plain('x'.repeat(202)), 200).text).toBe(`${'x'.repeat(200)}…`);
  });
});

describe('split', () => {
  it('gives valid pieces within the limit, which joined are the whole', () => {
    fc.assert(
      fc.property(richText, fc.integer({ min: 2, max: 60 }), (rich, maxUnits) => {
        const pieces = split(rich, maxUnits);
        for (const piece of pieces) {
          expectSound(piece);
          expect(piece.text.length).toBeLessThanOrEqual(maxUnits);
        }
        const whole = join(pieces);
        expect(whole.text).toBe(rich.text);
        expect(formats(whole)).toEqual(formats(rich));
      }),
    );
  });

  it('never cuts a character, a link or an instant that fits a piece', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(plain(FAMILY), link('a page'), plain('x '))),
        (parts) => {
          for (const { text, spans } of split(join(parts), 12)) {
            expect(text.replaceAll(FAMILY, '')).toMatch(/^(a page|x| )*$/);
            for (const { length } of spans) expect(length).toBe(6);
          }
        },
      ),
    );
  });

  it('cuts after a line, else after a word', () => {
    expect(split(plain('one two\nthree four'), 12).map((piece) => piece.text)).toEqual([
      'one two\n',
      'three four',
    ]);
    expect(split(plain('one two three'), 9).map((piece) => piece.text)).toEqual([
      'one two ',
      'three',
    ]);
  });

  it('puts at most 100 spans into a piece and loses none', () => {
    const many = join(
      Array.from({ length: 250 }, (_, index) => styled(`w${index}`, { type: 'code' })),
      ' ',
    );
    const pieces = split(many, 4_096);
    expect(pieces.map((piece) => piece.spans.length)).toEqual([100, 100, 50]);
    expect(formats(join(pieces))).toEqual(formats(many));
  });

  it('copes with a character that is longer than a piece', () => {
    const zalgo = `e${'\u0301'.repeat(300)}`;
    const pieces = split(plain(zalgo), 10);
    expect(join(pieces).text).toBe(zalgo);
    expect(pieces.every((piece) => piece.text.length <= 10)).toBe(true);
  });
});

describe('fitted', () => {
  it('shortens to 4,096 units and to 100 spans, and keeps what fits', () => {
    expect(fitToMessage(plain('x'.repeat(5_000))).text).toHaveLength(4_096);
    const many = join(Array.from({ length: 101 }, () => styled('w', { type: 'code' })));
    const cut = fitToMessage(many);
    expect(cut.spans).toHaveLength(100);
    expect(cut.text).toBe(`${'w'.repeat(100)}…`);
    const few = slice(many, 0, 100);
    expect(fitToMessage(few)).toEqual(few);
  });

  it('gives up styles below the first line before it cuts text', () => {
    const bold = styled('b', { type: 'bold' });
    const code = styled('c', { type: 'code' });
    const rich = join([bold, '\n', ...Array.from({ length: 120 }, () => bold), code]);
    const cut = fitToMessage(rich);
    expect(cut.text).toBe(rich.text);
    expect(cut.spans.map(({ type }) => type)).toEqual(['bold', 'code']);
  });
});

describe('lines', () => {
  it('gives the lines that are not blank, with their styles', () => {
    const rich = join(['a', '', styled('b c', { type: 'bold' }), '  '], '\n');
    expect(lines(rich)).toEqual([plain('a'), styled('b c', { type: 'bold' })]);
  });

  it('makes code of blocks, and drops quotes, which would break the line', () => {
    const rich = join([styled('a\nb', { type: 'pre' }), styled('c', { type: 'quote' })], '\n');
    const code = { type: 'code' } as const;
    expect(lines(rich)).toEqual([styled('a', code), styled('b', code), plain('c')]);
  });
});
