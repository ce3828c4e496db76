import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inLatin, normalise } from '../../../src/approvals/policy/normalise.ts';

it.each([
  ['  git\u00a0\u00a0push\n', 'git push'],
  ['GIT Push', 'git push'],
  ['g\u200bi\u00adt\ufe0f p\u{e0041}ush\u2066', 'git push'],
  ['ｇｉｔ\u3000ｐｕｓｈ', 'git push'],
  ['𝗴𝗶𝘁 𝓹𝓾𝓼𝓱', 'git push'],
  ['git\u2028\u0085\v\fpush', 'git push'],
  ['git\u2800push\u3164', 'git push'],
  ['g\u0000it\u001b push\u007f', 'git push'],
  ['STRASSE Straße ſtraße', 'strasse strasse strasse'],
  ['ΣΟΦΟΣ σοφος σοφοσ', 'σοφοσ σοφοσ σοφοσ'],
  ['e\u200d\u0301', 'é'],
  ['\u{1d7ed}\u2122', '1tm'],
  ['\u200b \u2060', ''],
])('%j is %j', (written, read) => {
  expect(normalise(written)).toBe(read);
});

property.prop([fc.string({ unit: 'binary' })], { numRuns: 2_000 })(
  'is the same when it is done again, has no run of blanks and nothing invisible',
  (text) => {
    const once = normalise(text);
    expect(normalise(once)).toBe(once);
    expect(once).not.toMatch(/^\s|\s$|\s\s|[^\S ]|\p{Cf}|\p{Cc}|\p{Default_Ignorable_Code_Point}/u);
  },
);

it('maps lookalikes to the Latin letters that they resemble', () => {
  expect(inLatin(normalise('КUВЕСТL кuьесtӏ'))).toBe('kubectl kubectl');
});
