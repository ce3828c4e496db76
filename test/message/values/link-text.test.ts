import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RichText } from '../../../src/message/text/rich-text.ts';
import { linkLines, linkText } from '../../../src/message/values/link-text.ts';
import { visible, voiceIn } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

const en = voiceIn('en');
const shown = (rich: RichText | undefined) => (rich === undefined ? undefined : visible(rich));

describe('a link', () => {
  it('shows where it leads, without the scheme', () => {
    expect(shown(linkText('https://github.com/acme/x/pull/1', en))).toBe(
      '@github.com/acme/x/pull/1@(https://github.com/acme/x/pull/1)',
    );
    expect(shown(linkText('https://b-42.example.dev', en))).toBe(
      '@b-42.example.dev@(https://b-42.example.dev/)',
    );
  });

  it('never hides a part of its host', () => {
    const host = `github.com.${'long-'.repeat(11)}x.evil.example`;
    const text = linkText(`https://${host}/${'path/'.repeat(50)}end`, en)?.text;
    expect(text).toBe(`${host}/path…th/end`);
    const short = linkText(`https://github.com/${'path/'.repeat(50)}pull/123`, en)?.text ?? '';
    expect(short).toMatch(/^github\.com\/path\/.*….*\/pull\/123$/);
    expect(short.length).toBe(60);
  });

  it('shows a host that looks like another one as it is', () => {
    // The first letter is Cyrillic.
    expect(linkText('https://аpple.com', en)?.text).toBe('xn--pple-43d.com');
  });

  it.each([
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['ftp://example.com/x', '`ftp://example.com/x`'],
    ['https://github.com@evil.example/', '`https://github.com@evil.example/`'],
    ['https://example.com/\u202Egnp.exe', '`https://example.com/gnp.exe`'],
    ['tg://user?id=1', '`tg://user?id=1`'],
    ['see https://evil.example now', 'see `https://evil.example` now'],
    ['@ana', '`@ana`'],
    [42, '42'],
    [{ url: 'https://evil.example' }, '{"`url":"https://evil.example`"}'],
  ])('is not made of %j', (value, text) => {
    expect(shown(linkText(value, en))).toBe(text);
  });

  it('is absent where there is none', () => {
    for (const value of [undefined, null, '', ' ', []]) {
      expect(linkText(value, en)).toBeUndefined();
      expect(linkLines(value, en)).toBeUndefined();
    }
  });

  it('leads only to http or https, whatever is given', () => {
    const odd = fc.oneof(
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.constantFrom('https://', 'javascript:', 'http://a@'), fc.string())
        .map((two) => two.join('')),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(odd, (value) => {
        const rich = linkText(value as string, en) ?? { text: '', spans: [] };
        expectSound(rich);
        for (const span of rich.spans) {
          if (span.type !== 'link') continue;
          expect(span.url).toMatch(/^https?:\/\/[^\s@/]+\//);
          expect(rich.text.startsWith(new URL(span.url).host)).toBe(true);
        }
      }),
    );
  });
});

describe('several links', () => {
  it('are one per line; more than five are counted', () => {
    const urls = Array.from({ length: 7 }, (_, n) => `https://example.com/${n}`);
    expect(linkLines(urls, en)?.text.split('\n')).toEqual([
      'example.com/0',
      'example.com/1',
      'example.com/2',
      'example.com/3',
      'example.com/4',
      '+2 more',
    ]);
  });

  it('are shown when only one is given, or one is no link', () => {
    expect(linkLines('https://example.com/1', en)?.text).toBe('example.com/1');
    expect(shown(linkLines(['https://example.com/1', null, 'x.evil'], en))).toBe(
      '@example.com/1@(https://example.com/1)\n`x.evil`',
    );
  });
});
