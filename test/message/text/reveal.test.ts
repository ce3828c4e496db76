import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reveal, revealLine } from '../../../src/message/text/reveal.ts';
import { plain } from '../../../src/message/text/rich-text.ts';
import { effortMs } from '../../helpers/stopwatch.ts';
import { unreveal } from './revealing.ts';

describe('a revealed text', () => {
  it.each([
    ['kubectl apply -f prod.yaml', 'kubectl apply -f prod.yaml'],
    [`ls${' '.repeat(1_600)}; rm -rf /srv/prod`, 'ls⟨␠ × 1600⟩; rm -rf /srv/prod'],
    [`ls${'\n'.repeat(40)}rm`, 'ls⟨⏎ × 40⟩rm'],
    ['a   b\n\n\nc', 'a   b\n\n\nc'],
    ['spec:\n    image: web', 'spec:\n    image: web'],
    [`a\n${' '.repeat(17)}b`, 'a\n⟨␠ × 17⟩b'],
    ['ls \nrm', 'ls⟨␠⟩\nrm'],
    ['ls\n', 'ls⟨⏎⟩'],
    ['\nls ', '⟨⏎⟩ls⟨␠⟩'],
    ['\t\t\t\t\tx', '⟨⇥ × 5⟩x'],
    ['rm\u200b -rf\u00a0/', 'rm⟨U+200B⟩ -rf⟨U+00A0⟩/'],
    ['a\u200b\u200b\u200bb', 'a⟨U+200B × 3⟩b'],
    ['\u202egnp.exe\u202c', '⟨U+202E⟩gnp.exe⟨U+202C⟩'],
    ['\u2066a\u2069\ufeff\u00ad', '⟨U+2066⟩a⟨U+2069⟩⟨U+FEFF⟩⟨U+00AD⟩'],
    ['\u001b[31mred\u001b[0m\u009b1m', '⟨ESC⟩[31mred⟨ESC⟩[0m⟨U+009B⟩1m'],
    ['good\revil\u0008\u007f', 'good⟨CR⟩evil⟨BS⟩⟨DEL⟩'],
    ['a\u2028b\u0085c', 'a⟨U+2028⟩b⟨U+0085⟩c'],
    ['x\u{e0041}\u{e007f}', 'x⟨U+E0041⟩⟨U+E007F⟩'],
    ['a\ufe0fb\ufe00', 'a⟨U+FE0F⟩b⟨U+FE00⟩'],
    ['\u3164\u2800\u115f\u034f', '⟨U+3164⟩⟨U+2800⟩⟨U+115F⟩⟨U+034F⟩'],
    ['\uf8a0\ue000\u{10ffff}\ud800', '⟨U+F8A0⟩⟨U+E000⟩⟨U+10FFFF⟩⟨U+D800⟩'],
    ['⟨U+200B⟩', '⟨U+27E8⟩U+200B⟩'],
    ['👩‍👩‍👧‍👦 1️⃣ ⚡️ ❤️‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽 🇩🇪', '👩‍👩‍👧‍👦 1️⃣ ⚡️ ❤️‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽 🇩🇪'],
    ['r\u200dm', 'r⟨U+200D⟩m'],
    ['s\u0430udo ls', 's⟨U+0430⟩udo ls'],
    ['Привет κόσμε', 'Привет κόσμε'],
    ['Grüße naïve e\u0301 日本語 हिन्दी', 'Grüße naïve e\u0301 日本語 हिन्दी'],
    ['a=\u0338b', 'a=⟨U+0338⟩b'],
    [`e${'\u0301'.repeat(9)}x`, 'e\u0301\u0301\u0301⟨U+0301 × 6⟩x'],
    ['', ''],
  ])('%j is shown as %j', (text, shown) => {
    expect(reveal(text)).toBe(shown);
  });

  it('shows line ends and tabs as marks on one line', () => {
    expect(revealLine('ls\nrm\t-rf  /')).toBe('ls⟨⏎⟩rm⟨⇥⟩-rf  /');
  });

  const odd = fc.constantFrom(
    ...[
      ' ',
      '    ',
      '\n',
      '\t',
      '\r\n',
      '⟨',
      '⟩',
      '⟨␠ × 9⟩',
      '\u200b',
      '\u202e',
      '\ufe0f',
      '\u200d',
    ],
    ...['👩‍👩‍👧', '1️⃣', '\u0301', '\ud83d', '\udc69', '\u{e0020}', '\uf8b1', 'aа', '\u001b[2J', '3'],
  );
  const any = fc
    .array(fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 6 })))
    .map((parts) => parts.join(''));

  it('stands for exactly the characters of the text and loses none', () => {
    fc.assert(
      fc.property(any, (text) => {
        for (const shown of [reveal(text), revealLine(text)]) {
          expect(unreveal(shown)).toBe(text);
          expect(plain(shown).text).toBe(shown);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes only a moment for a text of any size', () => {
    const effort = effortMs(() => {
      for (const unit of ['a', ' a', '\u200b', '\u0301', '⟨', '👩‍👩‍👧', 'aа', '\n ', '1️']) {
        reveal(unit.repeat(200_000));
      }
    });
    expect(effort).toBeLessThan(10_000);
  });
});
