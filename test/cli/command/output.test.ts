import { fc, test } from '@fast-check/vitest';
import { describe, expect, it, vi } from 'vitest';
import { printJson, safe } from '../../../src/cli/command/output.ts';
import { summaryOf } from '../../../src/cli/events/summary.ts';

/** What a terminal acts on instead of showing it, and what turns the direction of a text. */
const OBEYED = /\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const anyText = fc.string({ unit: 'binary', maxLength: 200 });

describe('text from outside', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u009b2Jstays', '2Jstays'],
    ['two\nlines\r\n\tof it', 'two lines  of it'],
    ['\u001b]0;title\u0007', ']0;title'],
    ['abc\u202edef', 'abcdef'],
  ])('%j is shown as %j', (given, shown) => {
    expect(safe(given)).toBe(shown);
  });

  it('is shortened with a mark', () => {
    expect(safe('x'.repeat(100), 10)).toBe(`${'x'.repeat(10)}…`);
  });

  test.prop([anyText])('never holds what a terminal obeys', (text) => {
    expect(safe(text)).not.toMatch(OBEYED);
  });
});

describe('JSON', () => {
  function printed(value: unknown): string {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    try {
      printJson(value);
      return String(log.mock.calls[0]?.[0]);
    } finally {
      log.mockRestore();
    }
  }

  it('writes what a terminal obeys as an escape', () => {
    const text = '\u001b[1m\u007f\u009b2J\u2028\u202e\u2066\ufeff';
    const json = printed({ text });
    expect(JSON.parse(json)).toEqual({ text });
    expect(json).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test.prop([anyText, anyText])(
    'is what it was, and nothing that a terminal obeys',
    (name, text) => {
      const value = { [name]: [text, { text }] };
      const json = printed(value);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(json.replaceAll('\n', '')).not.toMatch(OBEYED);
    },
  );
});

describe('an event in a few words', () => {
  it.each([
    [{ instruction: 'fix the login', branch: 'main' }, 'fix the login'],
    [{ type: 'tool_use', tool: 'edit', file: 'login.ts' }, 'edit login.ts'],
    [{ tool: 'bash' }, 'bash'],
    [{ error: '', summary: 'all fine' }, 'all fine'],
    [{ repository_id: 'r1' }, '{"repository_id":"r1"}'],
    [{}, ''],
  ])('%j says %j', (data, words) => {
    expect(summaryOf(data)).toBe(words);
  });
});
