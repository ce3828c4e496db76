import { describe, expect, it } from 'vitest';
import { quantity } from '../../src/event/quantity.ts';
import { webAddress } from '../../src/event/web-address.ts';

describe('a web address', () => {
  it.each([
    ['https://github.com/acme/gateway/pull/123', 'https://github.com/acme/gateway/pull/123'],
    ['http://EXAMPLE.com:8080/a?b=c#d', 'http://example.com:8080/a?b=c#d'],
    ['HTTPS://example.com', 'https://example.com/'],
    ['https://bücher.example/ä', 'https://xn--bcher-kva.example/%C3%A4'],
  ])('is taken from %s', (text, href) => {
    expect(webAddress(text)?.href).toBe(href);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.com/x',
    'tg://resolve?domain=evil',
    'ssh://git@github.com/acme/x.git',
    'https:example.com',
    '//example.com',
    'example.com',
    'https://',
    'https://ana@example.com/',
    'https://github.com:x@evil.example/',
    'https://github.com\\@evil.example/',
    'https://exa\u202Emple.com/',
    'https://exa\u200Bmple.com/',
    'https://example.com/\nx',
    'https://example.com/\u0000',
    ' https://example.com/',
    'https://example.com/a b',
    `https://example.com/${'x'.repeat(2_000)}`,
    `https://example.com/${'ä'.repeat(1_000)}`,
    '',
  ])('is not taken from %j', (text) => {
    expect(webAddress(text)).toBeUndefined();
  });

  it('is always text', () => {
    for (const value of [undefined, null, 5, true, ['https://example.com'], { url: 'x' }]) {
      expect(webAddress(value)).toBeUndefined();
    }
  });
});

describe('a quantity', () => {
  it.each([
    [3.2, 3.2],
    [0, 0],
    [-0, 0],
    ['-0.0', 0],
    [-1, -1],
    ['3.20', 3.2],
    ['-7', -7],
    [1e300, 1e300],
  ])('is taken from %j', (value, number) => {
    expect(quantity(value)).toBe(number);
  });

  it.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    ' 1',
    '1e9',
    '0x10',
    'NaN',
    '3,20',
    '9'.repeat(16),
    null,
    true,
    [1],
    undefined,
  ])('is not taken from %j', (value) => {
    expect(quantity(value)).toBeUndefined();
  });
});
