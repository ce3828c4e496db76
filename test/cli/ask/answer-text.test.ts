// What `jobwire ask` prints of an answer, and reads of a question.
import { describe, expect, it } from 'vitest';
import { answerText, EXIT_CODES } from '../../../src/cli/ask/answer-text.ts';
import { readAskDuration, readContext } from '../../../src/cli/ask/read-question.ts';

const by = { name: 'Ana', via: 'telegram' };

describe('an answer', () => {
  it.each([
    ['approved by Ana via telegram', { status: 'approved', by }],
    ['denied by Ana via telegram: code freeze', { status: 'denied', by, reason: ' code freeze ' }],
    ['expired', { status: 'expired', reason: ' ' }],
    [
      'withdrawn by ci via web: no need',
      { status: 'canceled', by: { name: 'ci', via: 'web' }, reason: 'no need' },
    ],
  ] as const)('reads "%s"', (text, answer) => {
    expect(answerText({ id: 'x', json: {}, ...answer })).toBe(text);
  });

  it('is only 0 where it is a yes', () => {
    expect(EXIT_CODES).toEqual({ approved: 0, denied: 1, expired: 2, canceled: 2 });
  });
});

describe('a question', () => {
  it('has context by name, whatever is in it', () => {
    expect(readContext(['a=1', ' b = x=y', 'c='])).toEqual({ a: '1', b: ' x=y', c: '' });
    expect(readContext([])).toBeUndefined();
    for (const wrong of ['a', '=1', ' =1'])
      expect(() => readContext([wrong])).toThrow(/NAME=VALUE/);
  });

  it('has a time as people write it', () => {
    expect(readAskDuration('10m')).toBe(600);
    expect(readAskDuration(undefined)).toBeUndefined();
    for (const wrong of ['10', '0s', 'soon', '-1m', '']) {
      expect(() => readAskDuration(wrong)).toThrow(/like 90s, 10m/);
    }
  });
});
