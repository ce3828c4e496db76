import { describe, expect, it } from 'vitest';
import {
  readAddress,
  readCount,
  readInstant,
  readList,
} from '../../../src/cli/command/parse-options.ts';

const NOW = Date.UTC(2026, 2, 2, 12);
const WRONG = { code: 'usage_wrong' };

describe('an instant', () => {
  it.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T10:00:00.25+01:00', '2026-03-02T09:00:00.250Z'],
    ['1772442000000', '2026-03-02T09:00:00.000Z'],
    ['0', '1970-01-01T00:00:00.000Z'],
    ['90s', '2026-03-02T11:58:30.000Z'],
    ['2h', '2026-03-02T10:00:00.000Z'],
    ['3d', '2026-02-27T12:00:00.000Z'],
  ])('may be written %s', (given, expected) => {
    expect(readInstant('since', given, NOW)).toBe(expected);
  });

  it.each(['', 'yesterday', '2026-03-02', '2026-03-02T09:00:00', '-1', '2w', '999999999999999'])(
    'may not be written %j, and an example is given',
    (given) => {
      expect(() => readInstant('since', given, NOW)).toThrow(expect.objectContaining(WRONG));
      expect(() => readInstant('since', given, NOW)).toThrow(
        /--since .* like 2026-03-02T09:00:00Z/,
      );
    },
  );
});

describe('an address', () => {
  it.each([
    ['1001', { chatId: 1001 }],
    ['-1001234567890', { chatId: -1001234567890 }],
    ['-1001234567890:7', { chatId: -1001234567890, topicId: 7 }],
  ])('may be written %s', (given, expected) => {
    expect(readAddress('chat', given)).toEqual(expected);
  });

  it.each(['', '0', '@shop', '1001:', ':7', '1001:7:7', '1001:-7', '1e3', '99999999999999999'])(
    'may not be written %j',
    (given) => {
      expect(() => readAddress('chat', given)).toThrow(expect.objectContaining(WRONG));
    },
  );
});

describe('a count', () => {
  const bounds = { fallback: 20, max: 1_000 };

  it('is the usual one where none is given', () => {
    expect(readCount('limit', undefined, bounds)).toBe(20);
    expect(readCount('limit', '1000', bounds)).toBe(1_000);
  });

  it.each(['', '0', '1001', '-1', '1.5', '1e2', 'many'])('may not be %j', (given) => {
    expect(() => readCount('limit', given, bounds)).toThrow(/whole number from 1 to 1000/);
  });
});

describe('a list', () => {
  it('names each word once', () => {
    expect(readList('scopes', 'read, decide,read', 'read')).toEqual(['read', 'decide']);
  });

  it.each(['', 'read,', ',', ' '])('may not be %j', (given) => {
    expect(() => readList('scopes', given, 'read,decide')).toThrow(/like read,decide/);
  });
});
