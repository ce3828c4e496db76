// Whole numbers are kept as they were written: people decide on them, and consumers read all of their digits.
import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { parseObject } from '../../src/dialects/json-text.ts';

const numberIn = (written: string) => parseObject(`{"n":[${written}]}`).n;

it.each([
  '12345678901234567890',
  '12345678901234567891',
  '9007199254740993',
  '-9007199254740993',
  '12345678901234567890123',
  '1e999',
  '-1e400',
  '1e-999',
  '9007199254740993.0',
  '1e22333',
  '123456789012345.67891e3',
])('%s, which would lose digits, becomes its text', (written) => {
  expect(numberIn(written)).toEqual([written]);
});

it.each([
  '0',
  '-0',
  '42',
  '9007199254740992',
  '0.30000000000000004',
  '0.12345678901234567891',
  '1772442000.123456789',
  '1e21',
  '1.50',
  '100e-2',
])('%s stays a number', (written) => {
  expect(numberIn(written)).toEqual([Number(written)]);
});

it('texts stay texts, even if they look like numbers', () => {
  const value = { a: '12345678901234567890', 'k\\"1e999': '\\\\" 9007199254740993 "' };
  expect(parseObject(JSON.stringify(value))).toEqual(value);
});

test.prop([fc.jsonValue({ noUnicodeString: false })])(
  'what JavaScript wrote is read as it was',
  (value) => {
    const text = JSON.stringify({ value });
    expect(parseObject(text)).toEqual(JSON.parse(text));
  },
);
