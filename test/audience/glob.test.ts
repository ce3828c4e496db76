import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesGlob, matchesSome } from '../../src/audience/glob.ts';

it.each([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['*', 'any/thing\nat all', true],
  ['**', 'a', true],
  ['?', '', false],
  ['?', 'a', true],
  ['?', 'ab', false],
  ['?', '😀', true],
  ['acme/*', 'acme/shop', true],
  ['acme/*', 'acme/shop/web', true],
  ['acme/*', 'acme/', true],
  ['acme/*', 'acme', false],
  ['acme/*', 'not/acme/shop', false],
  ['*/shop', 'acme/shop', true],
  ['*/shop', 'acme/shopping', false],
  ['kubectl *', 'kubectl apply -f x', true],
  ['kubectl *', 'kubectl', false],
  ['a*b*c', 'a-b-c-b-c', true],
  ['a*b?c', 'a-bc-bxc', true],
  ['a*b?c', 'a-bc', false],
  ['Push', 'push', false],
  ['[ab].+^$(|)\\', '[ab].+^$(|)\\', true],
  ['[ab]', 'a', false],
  ['a.c', 'abc', false],
])('%j on %j: %s', (pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected);
});

/** Straight from the definition, without a thought for its cost. */
function fits([want, ...pattern]: readonly string[], text: readonly string[]): boolean {
  if (want === undefined) return text.length === 0;
  if (want === '*') return text.concat('end').some((_, taken) => fits(pattern, text.slice(taken)));
  const [first, ...rest] = text;
  return first !== undefined && (want === '?' || want === first) && fits(pattern, rest);
}

const pieces = (...of: string[]) => fc.array(fc.constantFrom(...of), { maxLength: 8 });

property.prop([pieces('*', '?', 'a', 'b', '/', '😀'), pieces('a', 'b', '/', '*', '😀')], {
  numRuns: 2_000,
})('agrees with the definition', (pattern, text) => {
  expect(matchesGlob(pattern.join(''), text.join(''))).toBe(fits(pattern, text));
});

property.prop([fc.string({ unit: 'binary' })])('finds any text by itself and by *', (text) => {
  expect(matchesGlob(text, text)).toBe(true);
  expect(matchesGlob(`*${text}*`, `before ${text} after`)).toBe(true);
});

it('is not slowed down by patterns that make others try for ever', () => {
  const text = 'a'.repeat(50_000);
  expect(matchesGlob(`${'*a'.repeat(100)}b`, text)).toBe(false);
  expect(matchesGlob(`*${'a'.repeat(199)}b`, text)).toBe(false);
  expect(matchesGlob(`${'*?'.repeat(100)}*`, text)).toBe(true);
});

it('takes one of several patterns, and anything when there is no list', () => {
  expect(matchesSome(['push', 'dep*'], 'deploy')).toBe(true);
  expect(matchesSome(['push', 'dep*'], 'merge')).toBe(false);
  expect(matchesSome([], 'merge')).toBe(false);
  expect(matchesSome(undefined, 'merge')).toBe(true);
});
