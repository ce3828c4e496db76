// Whether a token that a person chose can be guessed. It grants every right, and can be tried from anywhere that
// reaches the HTTP API.

export const MIN_TOKEN_LENGTH = 16;
const MIN_DIFFERENT = 8;

/** What people use while setting something up, and what attackers try first. */
const KNOWN_WORDS = [
  ...['password', 'passwort', 'passwd', 'secret', 'geheim', 'token', 'bearer', 'apikey', 'key'],
  ...['admin', 'administrator', 'root', 'user', 'jobwire', 'telegram', 'webhook', 'hook', 'bot'],
  ...['changeme', 'change', 'please', 'replace', 'default', 'example', 'sample', 'dummy', 'test'],
  ...['letmein', 'welcome', 'hello', 'super', 'master', 'login', 'access', 'local', 'demo', 'dev'],
  ...['qwertyuiop', 'qwerty', 'qwertz', 'asdfghjkl', 'asdf', 'zxcvbnm', 'yxcvbnm', '1qaz2wsx'],
  ...['0123456789', '123456789', '12345678', '123456', '1234', '987654321', 'abcdefgh', 'abcdef'],
];
/** Common substitutions of letters. */
const SUBSTITUTIONS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Completes "it …"; `undefined` for a token that looks random. */
export function tokenWeakness(token: string): string | undefined {
  if (token.length < MIN_TOKEN_LENGTH) return `has fewer than ${MIN_TOKEN_LENGTH} characters`;
  if (/^(.{1,16}?)\1+/.exec(token)?.[0].length === token.length) return 'is repetitive';
  if (new Set(token).size < MIN_DIFFERENT) return 'has too few different characters';
  if (isSequence(token)) return 'is a sequence';
  if (distinctOutsideWords(token) < MIN_DIFFERENT) return 'is made of well-known words';
  return undefined;
}

/** Most characters are neighbours of the previous one, as in 0123456789abcdef. */
function isSequence(token: string): boolean {
  const codes = [...token].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).filter((code, at) => Math.abs(code - (codes[at] ?? 0)) === 1);
  return steps.length > token.length / 2;
}

/** How many distinct letters and digits there are outside well-known words. */
function distinctOutsideWords(token: string): number {
  const plain = token.toLowerCase();
  const undisguised = [...plain].map((character) => SUBSTITUTIONS[character] ?? character).join('');
  const isKnown = new Array<boolean>(token.length).fill(false);
  for (const text of [plain, undisguised]) {
    for (const word of KNOWN_WORDS) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        isKnown.fill(true, at, at + word.length);
      }
    }
  }
  const others = [...plain].filter((letter, at) => !isKnown[at] && /[a-z0-9]/.test(letter));
  return new Set(others).size;
}
