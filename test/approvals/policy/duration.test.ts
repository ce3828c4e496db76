import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readDuration } from '../../../src/approvals/policy/duration.ts';

it.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
  ['365d', 31_536_000_000],
])('reads %s', (text, ms) => {
  expect(readDuration(text)).toBe(ms);
});

it.each([
  '',
  '0s',
  '-5m',
  '+5m',
  '05m',
  '5',
  'm',
  '5 m',
  ' 5m',
  '5m\n',
  '5M',
  '5min',
  '5ms',
  '1.5h',
  '1h30m',
  '1e3s',
  '366d',
  '8761h',
  '999999999d',
  '9999999999999s',
  '٣m',
])('takes %j for no duration', (text) => {
  expect(readDuration(text)).toBeUndefined();
});

property.prop([fc.string()])('answers with a time within a year or with nothing', (text) => {
  const ms = readDuration(text);
  if (ms === undefined) return;
  expect(ms).toBeGreaterThan(0);
  expect(ms).toBeLessThanOrEqual(365 * 86_400_000);
});
