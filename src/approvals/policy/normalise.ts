// One spelling for texts that people read as the same, so that no rule is missed by the way a project,
// a scope or an action is written. Pure; the work grows with the length of the text alone.

/** Not drawn by any reader: format and direction characters, fillers, variation selectors, controls. */
const INVISIBLE = /(?!\p{White_Space})[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}]/gu;
/** The empty braille pattern is drawn as a blank too. */
const BLANKS = /[\p{White_Space}\u2800]+/gu;

/**
 * Letters of other scripts that a Latin word can be spelled with unnoticed: those of confusables.txt
 * (Unicode UTS #39) that are common. Case is folded before, so capitals count as their small letters.
 */
const LATIN_BY_LOOKALIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ a: 'аα', b: 'ьвβ', c: 'сϲ', d: 'ԁ', e: 'еε', g: 'ց', h: 'һн', i: 'іι', j: 'јϳ' },
    ...{ k: 'кκ', l: 'ӏ', m: 'мμ', n: 'ոη', o: 'оοօ', p: 'рρ', q: 'ԛ', s: 'ѕ', t: 'тτ' },
    ...{ u: 'սυ', v: 'ѵν', w: 'ԝω', x: 'хχ', y: 'уүγ', z: 'ζ' },
  }).flatMap(([latin, lookalikes]) => [...lookalikes].map((letter) => [letter, latin] as const)),
);
const LOOKALIKES = new RegExp(`[${[...LATIN_BY_LOOKALIKE.keys()].join('')}]`, 'gu');

/** Unicode NFKC, without invisible characters, runs of blanks as one, trimmed, case folded. */
export function normalise(text: string): string {
  return foldCase(withSingleBlanks(visible(text)));
}

/** Unicode NFKC without invisible characters; case, blanks and line ends as they were written. */
export function visible(text: string): string {
  // In this order: letters that an invisible character kept apart may be one without it.
  return text.replace(INVISIBLE, '').normalize('NFKC');
}

export function withSingleBlanks(text: string): string {
  return text.replace(BLANKS, ' ').trim();
}

export function foldCase(text: string): string {
  // Upper case first: some letters have nothing but that in common (ſ, ς, ı).
  return text.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
}

/** The Latin spelling of a normalised text that may be written with lookalikes. */
export function inLatin(text: string): string {
  return text.replace(LOOKALIKES, (letter) => LATIN_BY_LOOKALIKE.get(letter) ?? letter);
}
