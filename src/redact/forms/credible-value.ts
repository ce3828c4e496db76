// Whether the value after a name looks like a credential, and not like a placeholder, a reference to a credential, or
// the next word of a sentence.

const MIN_TOKEN = 8;
const MIN_RANDOM = 16;
/** Bits per character, as in gitleaks' rule generic-api-key. */
const MIN_ENTROPY = 3.5;
const MIN_ENTROPY_OF_LETTERS = 3.8;

/** Masks, and placeholders of templates, shells and workflows. */
const STANDS_FOR_ONE = /^(?:\$(?:$|[\w{(])|\{\{|<|\[|\(|%[A-Za-z_]+%|\{[a-z_]\w*\}|%[sdrv]$)/i;
const ONE_CHARACTER = /^(.)\1*$/su;
const PLACEHOLDER = new Set(
  (
    'true false null none nil undefined nan yes no on off required optional missing empty unset set ' +
    'redacted masked hidden string str text varchar char bytes any object int integer number bool ' +
    'boolean secretstr string! string? prompt stdin unknown invalid expired ok'
  ).split(' '),
);
const REFERENCE =
  /^(?:process|os|env|environ|secrets?|vars?|local|data|module|config|settings|self|this|req|request|args|opts|options|ctx|params|props|state|input|inputs|steps|github|vault)(?:\.[A-Za-z_]\w*|\[|::)/i;
const VARIABLE =
  /^(?:[\w.]*[._])?(?:pass(?:word|wd)?|pwd|secret|token|key)$|^[\w.]*[a-z](?:Pass(?:word|wd)?|Pwd|Secret|Token|Key)$/;
/** Words that follow a flag or a colon in help texts and sentences. */
const SENTENCE = new Set(
  (
    'is are was were be to for and or in the a an of with without from on at by if as not no must can ' +
    'could will would should has have had may via when then than but option flag options value file argument ' +
    'parameter field instead please failed wrong incorrect mismatch updated changed expired'
  ).split(' '),
);
const PATH_LIKE =
  /:\/\/|^[~.]{0,2}\/|^[A-Za-z]:\\|\.(?:json|txt|pem|key|crt|ya?ml|env|toml|ts|js|py|go|log)$/i;
const VERSION = /^v?\d+(?:\.\d+)+(?:[-+].*)?$/i;
const INSTANT = /^\d{4}-\d\d-\d\d(?:T|$)/;

/** `isCall`: a bracket follows, so it is the name of a function. */
export function isPlaceholder(value: string, isCall: boolean): boolean {
  const word = value.toLowerCase().replace(/[.,;:!]+$/, '');
  if (word === '' || PLACEHOLDER.has(word) || STANDS_FOR_ONE.test(value)) return true;
  if (REFERENCE.test(value) || (isCall && /^[A-Za-z_][\w.]*$/.test(value))) return true;
  return value.length > 2 && ONE_CHARACTER.test(value);
}

/** A variable named like a credential (`self.password`, `apiToken`), or a path. */
export function isReference(value: string): boolean {
  return VARIABLE.test(value) || /^\/[\w.-]+\//.test(value);
}

/** An identifier: `Name.Builtin`, `KEY_TYPES`. */
export function isIdentifier(value: string): boolean {
  return /^[A-Za-z_]+(?:\.[A-Za-z_]+)+$|^_?[A-Z]+(?:_[A-Z]+)+$/.test(value);
}

/** The next word of a sentence rather than a value. */
export function isProse(value: string): boolean {
  const word = value.toLowerCase().replace(/[.,;:!?]+$/, '');
  return SENTENCE.has(word);
}

/** A plain word: `expired`, `Invalid`. */
export function isWord(value: string): boolean {
  return /^[A-Z]?[a-z]+[.,;:!?]?$/.test(value);
}

/** Letters and digits mixed unlike in words, versions and paths. */
export function looksLikeToken(value: string): boolean {
  if (value.length < MIN_TOKEN || isElsewhere(value)) return false;
  if (/\d/.test(value)) return /[A-Za-z]/.test(value);
  const isMixed = value.length >= MIN_RANDOM && /[A-Z]/.test(value) && /[a-z]/.test(value);
  return isMixed && entropyOf(value) >= MIN_ENTROPY_OF_LETTERS;
}

/** Random, unlike ids and digests, whose letters have one case. */
export function looksRandom(value: string): boolean {
  if (value.length < MIN_RANDOM || isElsewhere(value)) return false;
  if (!/\d/.test(value) || !/^[\w.+/=~$-]+$/.test(value)) return false;
  return /[A-Z]/.test(value) && /[a-z]/.test(value) && entropyOf(value) >= MIN_ENTROPY;
}

function isElsewhere(value: string): boolean {
  return PATH_LIKE.test(value) || VERSION.test(value) || INSTANT.test(value);
}

/** Shannon entropy in bits per character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / text.length);
  return bits / text.length;
}
