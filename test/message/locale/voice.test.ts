import { expect, it } from 'vitest';
import { shortId } from '../../../src/message/locale/voice.ts';

it.each([
  ['550e8400-e29b-41d4-a716-446655440000', '550e8400'],
  ['550E8400E29B41D4A716446655440000', '550E8400'],
  ['152d4cc96ca25f96026e99ab2902e14e', '152d4cc9'],
  [`9f2b7c01${'0'.repeat(56)}`, '9f2b7c01'],
  // Of those that begin with the time (versions 6 and 7) all of it: they differ within a millisecond.
  ['0198c2f1-7a3b-7c21-9d0e-446655440000', '0198c2f1-7a3b'],
  ['0198C2F17A3B7C21BD0E446655440000', '0198C2F17A3B'],
  ['1f0a1b2c-3d4e-6f50-8a01-446655440000', '1f0a1b2c-3d4e'],
  ['0198c2f1-7a3b-7c21-5d0e-446655440000', '0198c2f1'],
  ['job_7f3a91', 'job_7f3a91'],
  ['deadbeef', 'deadbeef'],
  ['deploy-550e8400-e29b-41d4-a716-446655440000', 'deploy-550e8400-e29b-41d4-a716-446655440000'],
])('an id that nobody reads whole is shown by its beginning: %s', (id, shown) => {
  expect(shortId(id).text).toBe(shown);
});

it.each([
  ['a\n\n✅ Approved by Ana', 'a⟨⏎ × 2⟩✅ Approved by Ana'],
  ['a\r2. b', 'a⟨CR⟩2. b'],
  ['a\u2028b', 'a⟨U+2028⟩b'],
  ['a\u202ebc', 'a⟨U+202E⟩bc'],
  ['a\u200bb', 'a⟨U+200B⟩b'],
  ['\u0000', '⟨NUL⟩'],
])('an id imitates no other line, and none that looks like it: %j', (id, shown) => {
  expect(shortId(id).text).toBe(shown);
});
