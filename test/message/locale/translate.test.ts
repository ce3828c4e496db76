import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../src/message/locale/translate.ts';
import { plain, styled } from '../../../src/message/text/rich-text.ts';

const EN = `
hello = Hello { $name }!
files = { $count ->
    [one] one file
   *[other] { $count } files
 }
shown = see { CODE($what) } · { BOLD("now") }
parts =
    { $first } · { $second }
    third: { $third }
    always
only-en = English
with = value
    .title = Title of { $name }
`;
const DE = `
hello = Hallo { $name }!
files = { $count ->
    [one] eine Datei
   *[other] { $count } Dateien
 }
`;
const translator = createTranslator(
  new Map([
    ['de', DE],
    ['en', EN],
  ]),
  { fallback: 'en' },
);
const en = translator.speak('en');

describe('createTranslator', () => {
  it('never interprets a value as a text, a mark or a style', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const { text } = plain(`{ $name } ${name} \uF8B0\uF8A1 { hello } · x`);
        expect(en('hello', { name: text }).text).toBe(`Hello ${text}!`);
        const parts = en('parts', { first: { text, spans: [] }, second: undefined, third: 'c' });
        expect(parts.text).toBe(`${text}\nthird: c\nalways`);
      }),
    );
  });

  it('keeps the styles of a value and adds its own', () => {
    expect(en('hello', { name: styled('Ana', { type: 'bold' }) }).spans).toEqual([
      { type: 'bold', offset: 6, length: 3 },
    ]);
    expect(en('shown', { what: 'x y' })).toEqual({
      text: 'see x y · now',
      spans: [
        { type: 'code', offset: 4, length: 3 },
        { type: 'bold', offset: 10, length: 3 },
      ],
    });
    expect(en('shown', { what: 1234 }).text).toBe('see 1234 · now');
  });

  it('makes strings untappable and leaves rich text as it is', () => {
    expect(en('hello', { name: '@ana' }).spans).toEqual([{ type: 'code', offset: 6, length: 4 }]);
    expect(en('hello', { name: plain('@ana') }).spans).toEqual([]);
  });

  it('leaves out the parts with unknown values', () => {
    const parts = (first?: string, second?: string, third?: string) =>
      en('parts', { first, second, third }).text;
    expect(parts('a', 'b', 'c')).toBe('a · b\nthird: c\nalways');
    expect(parts('a', undefined, 'c')).toBe('a\nthird: c\nalways');
    expect(parts()).toBe('always');
  });

  it('counts and writes numbers as the language does', () => {
    const de = translator.speak('de');
    expect(en('files', { count: 1 }).text).toBe('one file');
    expect(en('files', { count: 1_843 }).text).toBe('1,843 files');
    expect(de('files', { count: 1 }).text).toBe('eine Datei');
    expect(de('files', { count: 1_843 }).text).toBe('1.843 Dateien');
  });

  it('falls back for a missing text or locale, and throws for an unknown key', () => {
    expect(translator.speak('de')('only-en').text).toBe('English');
    expect(translator.speak('fr')('hello', { name: 'x' }).text).toBe('Hello x!');
    expect(translator.has('only-en')).toBe(true);
    expect(translator.has('nowhere')).toBe(false);
    expect(() => en('nowhere')).toThrow(expect.objectContaining({ code: 'bug' }));
    expect(() => en('nowhere')).toThrow('no text "nowhere"');
  });

  it('throws when a variable is forgotten', () => {
    expect(() => en('hello')).toThrow(/text "hello" in en: Unknown variable: \$name/);
  });

  it('knows attributes and the variables of each text', () => {
    expect(en('with.title', { name: 'x' }).text).toBe('Title of x');
    expect(translator.variables('with.title')).toEqual(['name']);
    expect(translator.variables('parts')).toEqual(['first', 'second', 'third']);
    expect(translator.variables('nowhere')).toEqual([]);
  });

  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE_ch', 'de'],
    ['en-GB', 'en'],
    ['fr', 'en'],
    ['', 'en'],
    [undefined, 'en'],
    ['den', 'en'],
  ])('answers a reader of %s in %s', (languageCode, locale) => {
    expect(translator.match(languageCode)).toBe(locale);
  });

  it('matches a regional locale by its language', () => {
    const regional = new Map([
      ['en', 'a = a'],
      ['pt-BR', 'a = a'],
    ]);
    expect(createTranslator(regional, { fallback: 'en' }).match('pt')).toBe('pt-BR');
  });

  it('lists the fallback first', () => {
    expect(translator.locales).toEqual(['en', 'de']);
  });

  it.each([
    ['a = { $x', "de: line 1: a can't be read"],
    ['a = A\njust words', 'de: line 2: "just words" is no text'],
    ['a = A\n    .title = { $x', "de: line 1: a can't be read"],
    ['a = { missing }', 'de: a: unknown text missing'],
    ['a = { b.title }\nb = B', 'de: a: unknown text b.title'],
    ['a = { -brand }', 'de: a: unknown text -brand'],
    ['a = { SHOUT("x") }', 'de: a: unknown function SHOUT'],
    ['a = { $other }', 'de: a: { $other } is not among those of en'],
    ['a = A\na = B', 'override an existing message: "a"'],
    ['a = \uF8A0', 'de: line 1: holds a reserved character'],
  ])('refuses mistakes, by locale and key: %s', (source, problem) => {
    const resources = new Map([
      ['en', 'a = A { $x }\n    .title = B { $x }\nb = B'],
      ['de', source],
    ]);
    const create = () => createTranslator(resources, { fallback: 'en' });
    expect(create).toThrow(expect.objectContaining({ code: 'bug' }));
    expect(create).toThrow(problem);
  });

  it('names all mistakes at once, and a missing fallback', () => {
    const broken = new Map([['en', 'a = { x }\nb = { y }']]);
    expect(() => createTranslator(broken, { fallback: 'en' })).toThrow(/text x; .*text y/);
    expect(() => createTranslator(broken, { fallback: 'de' })).toThrow('"de"; there are: en');
  });
});
