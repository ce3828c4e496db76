// The copy of a command's output: what of it is kept, and what it says where some of it had to go.
import { describe, expect, it } from 'vitest';
import { createLogLines } from '../../../src/cli/run/log-lines.ts';
import { createOutputCopy } from '../../../src/cli/run/output-copy.ts';
import { readProgressLine } from '../../../src/cli/run/progress-line.ts';

function copyOf(maxBytes?: number) {
  const copy = createOutputCopy(maxBytes);
  const lines = createLogLines({ redact: true });
  const texts = () => {
    copy.end();
    const taken = lines.of(copy.take(Number.POSITIVE_INFINITY));
    return [...taken, ...lines.rest()].map(({ text, level }) =>
      level === 'info' ? text : `${level}: ${text}`,
    );
  };
  return { copy, texts, write: (text: string) => copy.write('out', Buffer.from(text)) };
}

describe('the log of a command', () => {
  it('has its lines, however they were cut, and of which channel they are', () => {
    const { copy, write, texts } = copyOf();
    for (const piece of ['on', 'e\ntwo\nth', 'ree']) write(piece);
    copy.write('err', Buffer.from('oh\n'));
    expect(texts()).toEqual(['one', 'two', 'error: oh', 'three']);
  });

  it('keeps characters whole that arrive in two pieces', () => {
    const { copy, texts } = copyOf();
    const bytes = Buffer.from('grün 🚀\n');
    for (const byte of bytes) copy.write('out', Buffer.from([byte]));
    expect(texts()).toEqual(['grün 🚀']);
  });

  it('has the last state of a line that is rewritten', () => {
    const { write, texts } = copyOf();
    write('10 %\r20 %\r');
    write('100 %\r\nnext\r\n');
    expect(texts()).toEqual(['100 %', 'next']);
  });

  it('shortens a long line in the middle, and one without an end too', () => {
    const { write, texts } = copyOf();
    write(`a${'b'.repeat(9_000)}c\n`);
    for (let times = 0; times < 40; times += 1) write('x'.repeat(10_000));
    write('\nlast\n');
    const [long = '', endless = '', last] = texts();
    expect(long).toMatch(/^ab+… 5042 characters …b+c$/);
    expect(endless.length).toBeLessThan(4_100);
    expect(last).toBe('last');
  });

  it('drops the oldest where there is too much, and says how many lines', () => {
    const { write, texts } = copyOf(1_000);
    for (let at = 0; at < 1_000; at += 1) write(`line ${String(at).padStart(4, '0')}\n`);
    const [gap, ...kept] = texts();
    expect(gap).toBe('warn: … 900 lines were left out here: more than could be sent');
    expect(kept).toEqual(Array.from({ length: 100 }, (_, at) => `line 0${900 + at}`));
  });

  it('never shows the rest of a private key whose beginning was dropped', () => {
    const { copy, write, texts } = copyOf(2_000);
    write('-----BEGIN RSA PRIVATE KEY-----\n');
    for (let at = 0; at < 50; at += 1) write(`${'S3cr3tB0dy'.repeat(6)}\n`);
    write('-----END RSA PRIVATE KEY-----\nafter\n');
    expect(copy.isEmpty).toBe(false);
    const shown = texts();
    expect(shown.at(-1)).toBe('after');
    expect(shown.join('\n')).not.toContain('S3cr3tB0dy');
  });

  it('has no credentials', () => {
    const { write, texts } = copyOf();
    write(`export GITHUB_TOKEN=ghp_${'a1B2'.repeat(9)}\n`);
    expect(texts().join('\n')).toMatch(/^export GITHUB_TOKEN=\[redacted: /);
  });

  it('knows the end of everything, whatever was dropped', () => {
    const { copy, write } = copyOf(10);
    write(`${'x'.repeat(50_000)}\nthe end\n`);
    expect(copy.tail()).toMatch(/x\nthe end\n$/);
    expect(copy.tail().length).toBeLessThanOrEqual(16_384);
  });
});

describe('progress', () => {
  it.each([
    ['::progress 0.4 run the tests', { progress: 0.4, step: 'run the tests' }],
    ['::progress 40% run', { progress: 0.4, step: 'run' }],
    ['::progress 1', { progress: 1 }],
    ['::progress 0', { progress: 0 }],
    ['::progress 0.5 \r', { progress: 0.5 }],
    ['::progress 1.5', undefined],
    ['::progress soon', undefined],
    ['::progress', undefined],
    [' ::progress 0.4', undefined],
    ['x ::progress 0.4', undefined],
  ])('of "%s" is %o', (line, expected) => {
    expect(readProgressLine(line)).toEqual(expected);
  });

  it('is told, and is no line of the log', () => {
    const { copy, write, texts } = copyOf();
    write('before\n::prog');
    write('ress 0.4 test\nafter\n::progress nonsense\n');
    expect(texts()).toEqual(['before', 'after', '::progress nonsense']);
    expect(copy.takeProgress()).toEqual({ progress: 0.4, step: 'test' });
    expect(copy.takeProgress()).toBeUndefined();
  });
});
