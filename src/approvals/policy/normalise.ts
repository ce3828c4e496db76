// One spelling for strings that look the same, so that the spelling of a project, scope or action can't evade a
// rule. Pure, in linear time.

/** Never rendered: format and direction characters, fillers, variation selectors, controls. */
const INVISIBLE = /(?!\p{White_Space})[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}]/gu;
/** The empty braille pattern is rendered as a blank too. */
const BLANKS = /[\p{White_Space}\u2800]+/gu;

/**
 * Letters of other scripts that pass for Latin ones: the common ones of confusables.txt (Unicode UTS #39). Case is
 * folded first, so lower case is enough.
 */
const LATIN_BY_LOOKALIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ a: 'аα', b: 'ьвβ', c: 'сϲ', d: 'ԁ', e: 'еε', g: 'ց', h: 'һн', i: 'іι', j: 'јϳ' },
    ...{ k: 'кκ', l: 'ӏ', m: 'мμ', n: 'ոη', o: 'оοօ', p: 'рρ', q: 'ԛ', s: 'ѕ', t: 'тτ' },
    ...{ u: 'սυ', v: 'ѵν', w: 'ԝω', x: 'хχ', y: 'уүγ', z: 'ζ' },
  }).flatMap(([latin, lookalikes]) => [...lookalikes].map((letter) => [letter, latin] as const)),
);
const LOOKALIKES = new RegExp(`[${[...LATIN_BY_LOOKALIKE.keys()].join('')}]`, 'gu');

/** Unicode NFKC without invisible characters, blanks collapsed, trimmed, case folded. */
export function normalise(text: string): string {
  return foldCase(withSingleBlanks(visible(text)));
}

/** Unicode NFKC without invisible characters; case, blanks and line breaks are kept. */
export function visible(text: string): string {
  // In this order, because letters separated by an invisible character may compose without it.
  return text.replace(INVISIBLE, '').normalize('NFKC');
}

export function withSingleBlanks(text: string): string {
  return text.replace(BLANKS, ' ').trim();
}

export function foldCase(text: string): string {
  // Upper case first: some letters only have that in common (ſ, ς, ı).
  return text.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
}

/** A normalised string with lookalikes replaced by Latin letters. */
export function inLatin(text: string): string {
  return text.replace(LOOKALIKES, (letter) => LATIN_BY_LOOKALIKE.get(letter) ?? letter);
}
