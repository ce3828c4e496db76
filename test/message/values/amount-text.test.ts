import { describe, expect, it } from 'vitest';
import {
  costText,
  moneyText,
  progressText,
  requestsText,
} from '../../../src/message/values/amount-text.ts';
import { voiceIn } from '../speaking.ts';

const en = voiceIn('en');
const de = voiceIn('de');
const bare = (text: string | undefined) => text?.replaceAll('\u00A0', ' ');

describe('money', () => {
  it.each([
    [3.2, '$3.20', '3,20 $'],
    [50, '$50', '50 $'],
    [0, '$0', '0 $'],
    [1_234.5, '$1,234.50', '1.234,50 $'],
    [0.0042, '$0.0042', '0,0042 $'],
    [-3, '-$3', '-3 $'],
    [1e300, '$1E300', '1E300 $'],
    [1.23e-9, '$1.2E-9', '1,2E-9 $'],
  ])('of %d reads well', (usd, english, german) => {
    expect(bare(moneyText(usd, en))).toBe(english);
    expect(bare(moneyText(usd, de))).toBe(german);
  });

  it('of no number is none', () => {
    expect(moneyText(Number.NaN, en)).toBeUndefined();
    expect(moneyText(Number.NEGATIVE_INFINITY, en)).toBeUndefined();
  });
});

describe('progress', () => {
  it.each([
    [0.66, '▓▓▓▓▓▓░░░░ 66 %'],
    [0.29, '▓▓░░░░░░░░ 29 %'],
    [0, '░░░░░░░░░░ 0 %'],
    [1, '▓▓▓▓▓▓▓▓▓▓ 100 %'],
    [0.999, '▓▓▓▓▓▓▓▓▓░ 99 %'],
    [-4, '░░░░░░░░░░ 0 %'],
    [1e300, '▓▓▓▓▓▓▓▓▓▓ 100 %'],
    [Number.POSITIVE_INFINITY, '▓▓▓▓▓▓▓▓▓▓ 100 %'],
  ])('of %d is a bar', (fraction, text) => {
    expect(progressText(fraction, en)?.text).toBe(text);
    expect(progressText(fraction, de)?.text).toBe(text);
  });

  it('of no number is none', () => {
    expect(progressText(Number.NaN, en)).toBeUndefined();
  });
});

describe('what was spent', () => {
  const cost = (costUsd?: number, budgetUsd?: number) =>
    bare(costText({ costUsd, budgetUsd }, en)?.text);
  const requests = (made?: number, most?: number) => requestsText({ made, max: most }, en)?.text;

  it('is shown with and without a budget', () => {
    expect(cost(3.2, 50)).toBe('$3.20 of $50');
    expect(cost(3.2)).toBe('$3.20');
    expect(cost(3.2, Number.NaN)).toBe('$3.20');
    expect(cost(50.03, 50)).toBe('$50.03 of $50 (over budget)');
    expect(cost(50, 50)).toBe('$50 of $50');
    expect(cost(undefined, 50)).toBeUndefined();
    expect(cost(Number.NaN, 50)).toBeUndefined();
    expect(bare(costText({ costUsd: 3.2, budgetUsd: 50 }, de)?.text)).toBe('3,20 $ von 50 $');
  });

  it('is shown with and without a limit of requests', () => {
    expect(requests(4, 30)).toBe('4 of 30 calls');
    expect(requests(1, 1)).toBe('1 of 1 call');
    expect(requests(1)).toBe('1 call');
    expect(requests(1_200, 5_000)).toBe('1,200 of 5,000 calls');
    expect(requests(4, 1e300)).toBe('4 calls');
    expect(requests(Number.NaN, 30)).toBeUndefined();
    expect(requests(undefined, 30)).toBeUndefined();
    expect(requestsText({ made: 4, max: 30 }, de)?.text).toBe('4 von 30 Aufrufen');
  });
});
