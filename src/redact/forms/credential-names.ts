// Names of credentials: `DB_PASSWORD`, `clientSecret`, `x-api-key`. A value without a format of its own is redacted
// only after such a name.
//
// The words are those of gitleaks' rule generic-api-key (see token-forms.ts), without the bare
// `key`, `access` and `auth`: in ordinary logs these stand before cache keys, paths and user names.
import type { SecretKind } from './secret-span.ts';

/** How certain it is that a secret follows the name. */
export type Certainty =
  /** Any value is one: `password`, `API_TOKEN`. */
  | 'certain'
  /** It may be: `token`, `secret`. The value has to look like one. */
  | 'likely'
  /** It is about one: `token_hash`. Only random values count. */
  | 'vague';

export interface CredentialName {
  readonly kind: SecretKind;
  readonly certainty: Certainty;
  /** An authentication scheme may follow: `Bearer`. */
  readonly isHeader: boolean;
  readonly isPassword: boolean;
}

/** Finds candidates; `nameOf` decides. */
export const NAME_PARTS =
  /passw(?:or)?d|passphrase|passcode|pwd|[_-]pass(?![a-z])|secret(?:[ _-]?key)?|token|(?:api|access|account|private|signing|encryption|master|shared)[ _-]?key|credentials?|authorization|\bauth(?![a-z])|identified(?: with \w{1,40})? by/gi;

const PASSWORD = /passw(?:or)?d|passphrase|passcode|pwd|pass$|identified/i;
/** A shell's working directory. */
const FOLDER = /^(?:OLD)?PWD$/;
/** Tokens that are not credentials: of texts, pages, language models. */
const NEUTRAL =
  /(?:next|prev|page|continuation|cursor|sync|eos|bos|pad|unk|stop|sep|cls|mask|start|end|special|max|min|num|total|prompt|completion|input|output|cached?|per|ignore|invalid|unexpected)[_-]?token$/i;
/** After these, `token` and the like are credentials. */
const COMPOUND =
  /(?:client|app|api|auth|access|refresh|bot|webhook|signing|shared|consumer|oauth|session|bearer|jwt|deploy|personal|master|encryption|private|id|secret|account)[ _-]?(?:key|token|secret)$/i;
const CONSTANT = /^[A-Z][A-Z0-9_]*$/;
/** Suffixes that don't change the meaning: `password2`, `token_prod`. */
const SAME_MEANING =
  /^(?:[_-]?\d{1,3}|[_-](?:prod|production|dev|test|testing|stage|staging|live|old|new|current|plain|value|base))?$/i;

/** `undefined` if it only looks like one. `part` is in `whole` at `at`. */
export function credentialName(
  whole: string,
  part: string,
  at: number,
): CredentialName | undefined {
  const name = whole.slice(0, at + part.length);
  const suffix = whole.slice(at + part.length);
  if (FOLDER.test(whole)) return undefined;
  const isPassword = PASSWORD.test(part);
  const isHeader = /authorization/i.test(part);
  const kind = kindOf(name, part);
  const about = { kind, isHeader, isPassword };
  if (!SAME_MEANING.test(suffix) || NEUTRAL.test(name) || /^(?:auth|credential)/i.test(part)) {
    return { ...about, certainty: 'vague' };
  }
  const isCertain = isPassword || CONSTANT.test(whole) || COMPOUND.test(name) || /^--?/.test(whole);
  return { ...about, certainty: isCertain ? 'certain' : 'likely' };
}

function kindOf(name: string, part: string): SecretKind {
  if (/authorization/i.test(part)) return 'authorization';
  if (PASSWORD.test(part)) return 'password';
  if (/aws|secret[_-]?access[_-]?key/i.test(name)) return 'AWS key';
  if (/(?:account|shared[_-]?access)[_-]?key/i.test(name)) return 'Azure key';
  if (/token|auth/i.test(part)) return 'token';
  return /^(?:api|access)/i.test(part) ? 'API key' : 'secret';
}
