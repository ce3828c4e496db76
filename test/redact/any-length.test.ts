// Values of any length in the forms that give a credential away: nothing of them may be left.
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/redact/redact.ts';
import { redactData } from '../../src/redact/redact-data.ts';
import { createRedactor, MAX_HELD } from '../../src/redact/redactor.ts';
import { mixed } from './credentials.ts';
import { FORMS, ID } from './forms.ts';

const LENGTHS = [8, 40, 255, 256, 257, 5_000] as const;
/** The longest piece of a value that may be left. */
const MAX_LEFT = 4;
const KNOWN_BY_END = /:\/\/.*@|<\/|pass words/;

/** The credential's own form says how long it is at least. */
const LONG_FORMS: readonly string[] = [
  'https://§@github.com/x.git',
  'https://§:x-oauth-basic@github.com/x.git',
  'https://d1.cloudfront.net/a?Policy=§&x=1',
  `got ya${'29'}.§ back`,
  `refresh 1/${'/0'}§ now`,
  `GOC${'SPX'}-§`,
];

/** Looked for from what is shown, which is short. */
function leftOf(value: string, shown: string): string[] {
  const pieces = new Set<string>();
  for (let at = 0; at + MAX_LEFT < shown.length; at += 1) {
    pieces.add(shown.slice(at, at + MAX_LEFT + 1));
  }
  return [...pieces].filter((piece) => value.includes(piece));
}

function inParts(text: string, length: number): string {
  const redactor = createRedactor();
  let shown = '';
  for (let at = 0; at < text.length; at += length) {
    shown += redactor.write(text.slice(at, at + length));
  }
  return shown + redactor.end();
}

const cases = [
  ...FORMS.map((form) => ({ form, lengths: [...LENGTHS] as number[] })),
  ...LONG_FORMS.map((form) => ({ form, lengths: LENGTHS.filter((length) => length >= 40) })),
];

describe('a value of any length', () => {
  it.each(cases)('leaves nothing in $form, and what is around it stays', ({ form, lengths }) => {
    for (const length of lengths) {
      const shown = redact(form.replace('§', mixed(length)));
      expect(leftOf(mixed(length), shown), `${length}: ${shown}`).toEqual([]);
      const [before = '', after = ''] = form.split('§');
      const isAllHidden = form.startsWith(ID) || form.startsWith('GOC');
      if (!isAllHidden) expect(shown.startsWith(before.slice(0, 4))).toBe(true);
      expect(shown.endsWith(after.slice(-2))).toBe(true);
    }
  });

  it.each(cases)('leaves nothing in $form when it comes in parts', ({ form }) => {
    const parts = { 40: 7, 257: 100, 5000: 1_000, 90000: 8_192, 300000: 5_000 };
    for (const [length, part] of Object.entries(parts)) {
      // Only what ends such a value shows that it was one, and so much is not held.
      if (Number(length) > MAX_HELD && KNOWN_BY_END.test(form)) continue;
      const secret = mixed(Number(length));
      const shown = inParts(`before\n${form.replace('§', secret)}\nafter\n`, part);
      expect(leftOf(secret, shown), `${length}: ${shown.slice(0, 300)}`).toEqual([]);
      expect(shown).toMatch(/^before\n[\s\S]*\nafter\n$/);
    }
  });

  const SAFE = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789_-.~+/'.split('');
  const value = fc
    .array(fc.constantFrom(...SAFE), { minLength: 8, maxLength: 700 })
    .map((letters) => `q7Z${letters.join('')}`);
  // A path in a web address, and a dot at the end of a sentence, are no part of a value.
  const strict = FORMS.filter((form) => !/^https:\/\/(?:u|ana):|u:§\/|Key-Pair/.test(form));
  property.prop([fc.constantFrom(...strict), value])(
    'leaves nothing whatever it is',
    (form, secret) => {
      const shown = redact(form.replace('§', secret));
      const marks = form.split('§').join('');
      const left = leftOf(secret, shown).filter(
        (piece) =>
          !marks.includes(piece) &&
          !'[redacted: authorization password secret token]'.includes(piece),
      );
      expect(left, shown).toEqual([]);
    },
  );
});

describe('words that are a password', () => {
  it.each([
    ['Password: §', 'correct horse battery'],
    ['  password: §', 'correct horse battery staple'],
    ['Admin password: §', 'correct horse battery'],
    ['User: ana, Password: §', 'correct horse battery'],
    ['Password for user root: §', 'swordfish'],
    ["Password for 'https://ana@github.com': §", 'swordfish'],
    ['machine h login u password §', 'swordfish'],
    ['ENV DB_PASSWORD §', 'correct horse'],
  ])('are hidden in %s', (form, secret) => {
    expect(redact(form.replace('§', secret))).toBe(form.replace('§', '[redacted: password]'));
  });

  it.each([
    'Password: incorrect, try again',
    'Password: must have 12 characters',
    'Password: required for this account',
    'Invalid password: attempt three of five',
    'password is required',
    'the password is case-sensitive',
    'password is base64 encoded',
    'Password for ana: changed',
    'password reset',
    'docker run -u 1000:1000 -p 8080:80 shop',
    'curl -u $USER:$PASS https://example.org',
    'curl -b cookies.txt https://example.org',
    'redis-cli -a $REDIS_PASSWORD ping',
    'openssl rsa -passin env:PW',
    'keytool -storepass:env PW',
    'requirepass ""',
    'git commit -a -m x',
    'mkdir -p build && mysql -p shop',
    'https://acme-organisation-of-a-long-name@dev.azure.com/acme/shop',
    'http://localhost:3000?to=a@example.org',
    'http://localhost:8080/#/users/@me',
    'http://localhost:8080 is for ana@example.org',
    'redis://cache:6379?client=a@b',
    'https://example.org/?policy=default-for-all-users&sig=no',
    'Signature=valid',
    'Cookie: lang=en; theme=dark',
    'Set-Cookie: lang=en; Path=/accounts; Domain=example.org; SameSite=Strict',
    'npm config set registry https://registry.npmjs.org/',
    'ENV PASSWORD_FILE /run/secrets/db',
    'ENV TOKEN $TOKEN',
    'password\u00A0is\u00A0required',
    '1//0 is no token, ya29. neither, GOCSPX- the same',
  ])('are none in %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('hide no command that runs', () => {
    for (const text of [
      'docker login -p $(cat token) registry',
      'echo Password: x y; reboot now',
      'curl -u ana:"$(reboot)" https://x',
    ]) {
      expect(redact(text)).toMatch(/cat token|reboot/);
    }
  });
});

it('finds cookies in fields of an event', () => {
  expect(redactData({ headers: { cookie: `sessionid=${mixed(40)}; lang=en` } })).toEqual({
    headers: { cookie: 'sessionid=[redacted: cookie]; lang=en' },
  });
});
