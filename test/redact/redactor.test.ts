import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/redact/redact.ts';
import { createRedaction } from '../../src/redact/redaction.ts';
import { createRedactor, MAX_HELD } from '../../src/redact/redactor.ts';
import { CREDENTIALS, mixed, privateKey } from './credentials.ts';

function inParts(text: string, length: number): string {
  const redactor = createRedactor();
  let shown = '';
  for (let at = 0; at < text.length; at += length) {
    shown += redactor.write(text.slice(at, at + length));
  }
  return shown + redactor.end();
}

const LOG = [
  'started',
  ...CREDENTIALS.map(({ secret }) => `used ${secret} here`),
  'password: hunter2',
  '{"client_secret":',
  '   "swordfish"}',
  ...privateKey('RSA ', 60),
  '  - name: DB_PASSWORD',
  '    value: hunter2',
  ...privateKey('', 3).map((line) => `shop-db-1 | ${line}`),
  '',
  'password:',
  'done',
].join('\n');

describe('a text that comes in parts', () => {
  it.each([1, 2, 3, 7, 50, 64, 1_000, 1e6])(
    'is shown as the whole would be, in parts of %d',
    (n) => {
      expect(inParts(LOG, n)).toBe(redact(LOG));
      expect(inParts(`${LOG}\n`, n)).toBe(redact(`${LOG}\n`));
    },
  );

  const lines = fc.array(fc.constantFrom(...LOG.split('\n'), ...privateKey('EC ', 2)), {
    maxLength: 40,
  });
  property.prop([lines, fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 })])(
    'is shown alike however it is cut',
    (some, lengths) => {
      // The end of a key without its beginning can only be known when both are there at once.
      const text = ['x', ...some].join('\n').replaceAll(/-----END .*/g, 'END');
      const redactor = createRedactor();
      let [shown, at] = ['', 0];
      for (let turn = 0; at < text.length; turn += 1) {
        const length = lengths[turn % lengths.length] ?? 1;
        shown += redactor.write(text.slice(at, at + length));
        at += length;
      }
      expect(shown + redactor.end()).toBe(redact(text));
    },
  );

  it('is shown line by line, as soon as a line is whole', () => {
    const redactor = createRedactor();
    expect(redactor.write('one\ntw')).toBe('one\n');
    expect(redactor.write('o\n')).toBe('two\n');
    expect(redactor.write('TOKEN=abc')).toBe('');
    expect(redactor.write('d1\n')).toBe('TOKEN=[redacted: token]\n');
    expect(redactor.end()).toBe('');
  });

  it('shows one mark for a key, however slowly its lines come', () => {
    const redactor = createRedactor();
    const shown = privateKey().map((line) => redactor.write(`${line}\n`));
    expect(shown.slice(0, 4)).toEqual([
      '-----BEGIN RSA PRIVATE KEY-----\n',
      '[redacted: private key]',
      '',
      '',
    ]);
    expect(shown.at(-1)).toBe('\n-----END RSA PRIVATE KEY-----\n');
  });
});

describe('a line that does not end', () => {
  const filler = 'one two three '.repeat(1_000);

  it('is given out before too much of it is held', () => {
    const redactor = createRedactor();
    let shown = 0;
    for (let written = filler.length; written < 4e6; written += filler.length) {
      shown += redactor.write(filler).length;
      expect(written - shown).toBeLessThanOrEqual(MAX_HELD + filler.length);
    }
  });

  it.each([0, 1, 4_000, 30_000, 65_000, 97_000, 131_000])(
    'hides a credential wherever it stands: after %d characters',
    (before) => {
      for (const { kind, secret } of CREDENTIALS) {
        const text = `${filler.repeat(10).slice(0, before)} ${secret} ${filler.repeat(10)}`;
        const shown = inParts(text, 5_000);
        expect(shown).toContain(` [redacted: ${kind}] `);
        expect(shown.length).toBe(text.length - secret.length + `[redacted: ${kind}]`.length);
      }
    },
  );

  it('hides a credential that is longer than what is held', () => {
    const jwt = `${'ey'}J${mixed(20)}.${'ey'}J${mixed(40)}.${mixed(300_000)}`;
    expect(inParts(`a ${jwt} b`, 5_000)).toBe('a [redacted: JWT] b');
    expect(inParts(`a PASSWORD=${mixed(300_000)} b`, 5_000)).toBe(
      'a PASSWORD=[redacted: password] b',
    );
  });
});

describe('lines of a log', () => {
  const { lines } = createRedaction({ redact: true });

  it('are redacted, a key becomes one line, and no line is lost', () => {
    expect(lines([])).toEqual([]);
    expect(lines(['', 'a', ''])).toEqual(['', 'a', '']);
    expect(lines(['a', ...privateKey(), 'password: hunter2', ''])).toEqual([
      'a',
      '-----BEGIN RSA PRIVATE KEY-----',
      '[redacted: private key]',
      '-----END RSA PRIVATE KEY-----',
      'password: [redacted: password]',
      '',
    ]);
  });

  it('stay as they are when nothing is to be hidden', () => {
    const off = createRedaction({ redact: false });
    expect(off.lines(LOG.split('\n')).join('\n')).toBe(LOG);
    expect(off.text(LOG)).toBe(LOG);
    expect(off.data({ password: 'x' })).toEqual({ password: 'x' });
  });
});
