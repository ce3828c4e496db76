import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLocale } from '../../../src/message/locale/locale.ts';
import { createTranslator } from '../../../src/message/locale/translate.ts';
import { instantSpan } from '../../../src/message/locale/voice.ts';
import { shorten } from '../../../src/message/text/cut.ts';
import { revealedCode } from '../../../src/message/text/excerpt.ts';
import { join, plain, type RichText, styled } from '../../../src/message/text/rich-text.ts';
import { moneyText } from '../../../src/message/values/amount-text.ts';
import { bytesText, numberText } from '../../../src/message/values/quantity-text.ts';
import { LOCALES, translator as real, voiceIn } from '../speaking.ts';

const EN = `
done = { $what } done
both = { $first } · { $second }
lines =
    in { $project }
    { $summary }
code = approve { CODE($action) } now
silence = send /mute <job>, or /quiet 23:00-06:30 Europe/Berlin.
usage = /approve <id> [note]
share = { $percent }% of it
`;
const AR = `
done = اكتملت { $what }
both = { $first } · { $second }
lines =
    في { $project }
    { $summary }
code = وافق على { CODE($action) } الآن
silence = أرسل /mute <job> أو /quiet 23:00-06:30 Europe/Berlin.
usage = /approve <id> [ملاحظة]
share = منه { $percent }%
`;
const translator = createTranslator(
  new Map([
    ['en', EN],
    ['ar', AR],
  ]),
  { fallback: 'en' },
);
const ar = translator.speak('ar');
const en = translator.speak('en');

/** Isolates and marks, made visible. */
function shown({ text }: RichText): string {
  const signs: Record<string, string> = {
    '\u2068': '[',
    '\u2066': '{',
    '\u2069': ']',
    '\u200F': '<',
  };
  return text.replaceAll(/[\u200F\u2066-\u2069]/g, (character) => signs[character] ?? '');
}

/** Whether every line ends the isolates that it begins, and ends no others. */
function isBalanced(text: string): boolean {
  return text.split('\n').every((line) => {
    let open = 0;
    for (const character of line.match(/[\u2066-\u2069]/g) ?? []) {
      open += character === '\u2069' ? -1 : 1;
      if (open < 0) return false;
    }
    return open === 0;
  });
}

const bidi = fc.constantFrom(
  ...'\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069',
);
const anyText = fc.string({ unit: fc.oneof(bidi, fc.constantFrom('a', 'ب', '1', ' ', '\n', '/')) });

describe('a text that runs right to left', () => {
  it('isolates its values, and its commands and options', () => {
    expect(shown(ar('done', { what: 'acme/web #7' }))).toBe('اكتملت [acme/web #7]');
    expect(shown(ar('silence'))).toBe('أرسل {/mute <job>] أو {/quiet 23:00-06:30 Europe/Berlin].');
    expect(shown(ar('share', { percent: 45 }))).toBe('منه {45%]');
  });

  it('runs right to left also where it begins with a value', () => {
    expect(shown(ar('both', { first: 'a', second: '$3.20' }))).toBe('<[a] · [$3.20]');
    expect(shown(ar('both', { first: 'a', second: undefined }))).toBe('[a]');
    expect(shown(ar('both', { first: 'نجح', second: undefined }))).toBe('<[نجح]');
  });

  it('leaves how a command is used as it is', () => {
    expect(shown(ar('usage'))).toBe('/approve <id> [ملاحظة]');
  });

  it('ends an isolate with its line', () => {
    const summary = 'one\ntwo';
    expect(shown(ar('lines', { project: 'acme', summary }))).toBe('في [acme]\none\ntwo');
  });

  it('keeps isolates outside of code, byte for byte', () => {
    fc.assert(
      fc.property(anyText, (action) => {
        const { text, spans } = ar('code', { action });
        const codes = spans.map(({ offset, length }) => text.slice(offset, offset + length));
        const { text: whole } = plain(action);
        expect(codes).toEqual(whole === '' ? [] : [whole]);
      }),
    );
  });

  it('isolates what was revealed, whose own marks stay written out', () => {
    const action = styled(revealedCode('rm \u2069\u202Etxt', 50), { type: 'code' });
    const { text, spans } = ar('done', { what: action });
    expect(shown({ text, spans })).toBe('اكتملت [rm ⟨U+2069⟩⟨U+202E⟩txt]');
    expect(spans).toEqual([{ type: 'code', offset: 8, length: text.length - 9 }]);
  });

  it('moves the spans of its values with them', () => {
    const what = join(['x ', styled('y', { type: 'bold' })]);
    const { text, spans } = ar('done', { what });
    expect(spans.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual(['y']);
  });

  it('holds whatever direction a value asks for, also inside another and where it is cut', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.nat(60), (first, second, units) => {
        const inner = ar('both', { first, second });
        const whole = ar('done', { what: shorten(inner, units) });
        for (const { text } of [inner, whole, shorten(whole, units)]) {
          expect(isBalanced(text)).toBe(true);
        }
        expect(shorten(whole, units).text.length).toBeLessThanOrEqual(units);
      }),
      { numRuns: 2_000 },
    );
  });

  it('says the same without its marks', () => {
    fc.assert(
      fc.property(anyText, (what) => {
        const { text } = ar('done', { what });
        expect(plain(text).text).toBe(`اكتملت ${plain(what).text}`);
      }),
    );
  });
});

it('a text that runs left to right gets no marks', () => {
  for (const key of ['done', 'both', 'silence']) {
    const { text } = en(key, { what: 'ب', first: 'ب', second: 'a' });
    expect(text).not.toMatch(/[\u200E\u200F\u2066-\u2069]/);
  }
  // A text that the language lacks is of the fallback.
  const partly = createTranslator(
    new Map([
      ['en', EN],
      ['ar', 'done = x { $what }'],
    ]),
    { fallback: 'en' },
  );
  expect(partly.speak('ar')('silence').text).toBe(en('silence').text);
});

describe('Arabic', () => {
  const speak = real.speak('ar');

  it('counts in its six categories, with Western digits', () => {
    const files = (count: number) => speak('approval-files', { count }).text;
    expect([1, 2, 3, 10, 11, 99, 100, 1_843].map(files)).toEqual([
      'تغيّر ملف واحد',
      'تغيّر ملفان',
      'تغيّرت 3 ملفات',
      'تغيّرت 10 ملفات',
      'تغيّر 11 ملفًا',
      'تغيّر 99 ملفًا',
      'تغيّر 100 ملف',
      'تغيّر 1,843 ملفًا',
    ]);
    expect(files(0)).toContain('0');
  });

  it('writes amounts and times with Western digits', () => {
    const voice = { locale: 'ar' };
    expect(moneyText(3.2, voice)).toBe('$3.20');
    expect(numberText(1_234_567.5, voice)).toBe('1,234,567.5');
    expect(bytesText(1_200_000, voice)).toBe('1.2 MB');
    const at = instantSpan('2026-03-02T14:02:00Z', '2026-03-01T09:00:00Z', voiceIn('ar'));
    expect(at.text).toBe('2 مارس، 14:02 UTC');
  });

  it('fits the answer to a tap, with long names', () => {
    const keys = [...loadLocale('ar', LOCALES.get('ar') ?? '').texts.keys()];
    const taps = keys.filter((key) => key.startsWith('tap-'));
    const tooLong = taps.filter((key) => {
      const args = real
        .variables(key)
        .map((name) => [name, name === 'count' ? 12 : 'x'.repeat(16)]);
      // A reason is cut to what is left (src/telegram/taps/taps.ts).
      const { text } = speak(key, { ...Object.fromEntries(args), reason: undefined });
      return text.length > 200;
    });
    expect(taps.length).toBeGreaterThan(50);
    expect(tooLong).toEqual([]);
  });

  it('has no direction marks of its own, and no other digits', () => {
    expect(LOCALES.get('ar')).not.toMatch(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069٠-٩۰-۹]/);
  });

  it.each(['ar', 'ar-EG', 'AR_sa'])('answers a reader of %s', (languageCode) => {
    expect(real.match(languageCode)).toBe('ar');
  });
});
