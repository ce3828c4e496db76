// How fast are credentials found, and is the time linear in the text whatever is in it? Ordinary logs
// are set against JSON.parse of the same lines and against one plain search with a regular expression;
// texts made to be slow against themselves, twice as long.
//
//   npx tsx bench/redact.ts [megabytes, default 4]
import { readFileSync } from 'node:fs';
import { redact } from '../src/redact/redact.ts';
import { createRedactor } from '../src/redact/redactor.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { median } from './figures.ts';

const MB = 1_000_000;
const SIZE = Number(process.argv[2] ?? 4) * MB;
const HOSTILE_SIZE = SIZE / 4;
const ROUNDS = 9;
const HOSTILE_ROUNDS = 4;
/** What takes less says nothing of a ratio; of a small size it is only tried. */
const MIN_MEASURED_MS = SIZE < MB ? 5 : 100;
const PART = 4_096;

const CORPUS = new URL('../test/fixtures/ordinary-logs.txt', import.meta.url);
const KEY_BEGINS = '-----BEGIN PRIVATE KEY-----';

/** Repeated, they make a search with backtracking read the same text again and again. */
const HOSTILE: Readonly<Record<string, string>> = {
  'one word': 'a',
  'prefixes of tokens': 'ghp_xoxb-1sk-AKIA',
  'beginnings of JWT': 'eyJ.ey-ey',
  'a JWT without end': 'eyJhbGciOiJIUzI1NiJ9.',
  'names of credentials': 'password',
  'names that set nothing': 'token=token:',
  'values that are none': 'token=aaaaaaaa,',
  'open quotes': 'password="\\"',
  'escaped quotes': 'token=\\"secret:\\\\\'',
  backslashes: '\\',
  'addresses without host': 'x://a:b',
  'a long address': '://:@',
  flags: ' -p -u --token ',
  headers: 'Authorization: Bearer ',
  'beginnings of keys': KEY_BEGINS,
  'lines of a key': `${KEY_BEGINS}\nMIIEpAIBAAKCAQEA\nx\n`,
  'a key on one line': `${KEY_BEGINS} abcd efgh `,
  'colours of terminals': 'pass\u001b[31mword\u001b[0m=',
  'control characters': '\u001b[\u0001',
  blanks: ' ',
  'empty lines': '\n',
  commas: 'token=a,b,',
  'addresses that stand for one': '://a:$x@',
  'addresses with blanks': 'x://a:b c d e ',
  'programs and flags': 'docker login -p"',
  'one program, many flags': ' -a -u x -p -w',
  cookies: 'cookie: a=b;',
  signatures: '&sig=&Signature=',
  labels: 'Password for ',
  'labels with values': 'Password: a b, ',
  'open tags': '<password>a',
};

function timesMs(rounds: number, run: () => unknown): number[] {
  return Array.from({ length: rounds }, () => {
    const start = systemClock.monotonic();
    run();
    return systemClock.monotonic() - start;
  });
}

const medianMs = (run: () => unknown) => median(timesMs(ROUNDS, run));
/** What other work on the machine adds is no part of it. */
const leastMs = (run: () => unknown) => Math.min(...timesMs(HOSTILE_ROUNDS, run));

function repeated(text: string, units: number): string {
  return text.repeat(Math.ceil(units / text.length)).slice(0, units);
}

function inParts(text: string): string {
  const redactor = createRedactor();
  let shown = '';
  for (let at = 0; at < text.length; at += PART) shown += redactor.write(text.slice(at, at + PART));
  return shown + redactor.end();
}

function ordinary(): void {
  const text = repeated(readFileSync(CORPUS, 'utf8'), SIZE);
  const json = JSON.stringify(text.split('\n').map((line, at) => ({ at, line })));
  const parseMs = medianMs(() => JSON.parse(json));
  const searchMs = medianMs(() => [...text.matchAll(/\bgh[pousr]_[A-Za-z0-9]{36}\b/g)]);
  const row = (name: string, ms: number) =>
    console.log(
      `${name}: ${(SIZE / MB / (ms / 1_000)).toFixed(0)} MB/s, ${(ms / parseMs).toFixed(1)} times JSON.parse, ${(ms / searchMs).toFixed(1)} times one search`,
    );
  row(
    'ordinary logs, whole',
    medianMs(() => redact(text)),
  );
  row(
    'ordinary logs, in parts',
    medianMs(() => inParts(text)),
  );
}

function hostile(): void {
  let worst = 0;
  for (const [name, text] of Object.entries(HOSTILE)) {
    const [short, long] = [repeated(text, HOSTILE_SIZE), repeated(text, 2 * HOSTILE_SIZE)];
    const shortMs = leastMs(() => redact(short));
    const longMs = leastMs(() => redact(long));
    if (longMs >= MIN_MEASURED_MS) worst = Math.max(worst, longMs / shortMs);
    const speed = ((2 * HOSTILE_SIZE) / MB / (longMs / 1_000)).toFixed(1);
    console.log(
      `${name}: ${((longMs * MB) / (2 * HOSTILE_SIZE)).toFixed(0)} ms a megabyte (${speed} MB/s), ${(longMs / shortMs).toFixed(1)} times half of it`,
    );
  }
  console.log(
    `twice the text costs at most ${worst.toFixed(1)} times the time; 2 is linear, 4 not`,
  );
}

ordinary();
hostile();
