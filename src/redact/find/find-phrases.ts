// Passwords in prose: `Password: correct horse battery`, `password is …`, and lines of a `.netrc` or Dockerfile.
import {
  isIdentifier,
  isPlaceholder,
  isProse,
  isReference,
  isWord,
} from '../forms/credible-value.ts';
import { argumentAt } from '../forms/read-argument.ts';
import type { SecretSpan } from '../forms/secret-span.ts';

/** A label at the start of a line, or anywhere if written as one; `Password for user root: …`. */
const LABEL =
  /(?:^[ \t"'>*-]{0,40}(?:[A-Za-z]\w{0,30}[ \t]){0,2}pass(?:word|phrase)|(?<!\w)Pass(?:word|phrase))((?:[ \t]for[ \t][^\n]{1,100}?)?):[ \t\u00A0]{1,16}(?=\S)/gm;
const FOR = /(?<!\w)password[ \t]for[ \t][^\n]{1,100}?:[ \t\u00A0]{1,16}(?=\S)/gim;
const IS = /(?<!\w)pass(?:word|phrase|code)[ \t](?:is|was)(?:[ \t]now)?:?[ \t]{1,4}(?=\S)/gi;
const NETRC = /(?:\blogin[ \t]{1,16}\S{1,128}[ \t]{1,16}|^[ \t]*)password[ \t]{1,16}(?=\S)/gm;
const DOCKERFILE =
  /\b(?:ENV|ARG)[ \t]{1,4}(?:\w{0,60}_)?(?:PASSWORD|PASSWD|PASSPHRASE|SECRET(?:_KEY)?|TOKEN|API_?KEY|ACCESS_KEY|PASS|PWD)[ \t]{1,4}(?=\S)/g;

/** Up to the start of a command, a quote or another field. */
const REST = /[^\n\r"`\\<>;|&]+/y;
const REST_ENDS = /,[ \t]?\w{1,40}[ \t]?[:=]|[ \t]#|\$\(/;
/** Code, or a list. */
const PROGRAM_TEXT = /[()[\]{}=]/;
/** Words about a password instead of the password itself; see also `isProse`. */
const STATUS = new Set(
  (
    'too at least invalid required missing accepted rejected verified reset set sent ok okay done ' +
    'success successful successfully succeeded failure denied error unknown unchanged needed optional ' +
    'never only minimum maximum length try attempt enter use uses hidden removed added new expires ' +
    'protected stored encrypted hashed weak strong empty blank await typeof field string str text ' +
    'authentication login hashing grants reset policy based rules hash case it this that you your we they'
  ).split(' '),
);
const BEFORE_STATUS =
  /^[ \t"'>*-]*(?:invalid|incorrect|wrong|bad|missing|failed|no|reset|change)[ \t]/i;
/** Not spelled like a word of a sentence. */
const FORMAT = /^(?:base\d+|sha-?\d+|md5|utf-?\d+|pbkdf2|argon2\w*|aes-?\d+)$/i;
const COMPOUND = /^[A-Za-z]+(?:[-/'’_][A-Za-z]+)*$/;
const MIN_ODD = 4;
const MAX_JUDGED = 64;

/** What every form needs; most texts have none of it. */
const HINT = /pass|\b(?:ENV|ARG)[ \t]/i;

export function findPhrases(text: string): SecretSpan[] {
  if (!HINT.test(text)) return [];
  return [
    ...[LABEL, FOR, DOCKERFILE].flatMap((form) => restsOf(text, form)),
    ...[...text.matchAll(IS)].flatMap((match) => wordOf(text, match, isOdd)),
    ...[...text.matchAll(NETRC)].flatMap((match) => netrcOf(text, match)),
  ];
}

/** The rest of the line; what was read for one label is not read again for the next. */
function restsOf(text: string, form: RegExp): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let lineEnd = 0;
  let readUntil = 0;
  for (const { 0: found, index } of text.matchAll(form)) {
    const start = index + found.length;
    if (start < readUntil || isRemark(text, start, found)) continue;
    if (start >= lineEnd) lineEnd = start + (matchAt(REST, text, start)?.length ?? 0);
    const line = text.slice(start, lineEnd);
    const stop = line.search(REST_ENDS);
    const said = (stop < 0 ? line : line.slice(0, stop)).trimEnd();
    const program = said.search(PROGRAM_TEXT);
    readUntil = start + (program < 0 ? said.length : program);
    const isOne = program < 0 && isWhole(said, found);
    if (isOne) spans.push({ kind: 'password', start, end: start + said.length, from: index });
  }
  return spans;
}

/** find-named.ts judges single words after a label. */
function isWhole(said: string, found: string): boolean {
  const isLabel = !/[ \t]for[ \t]/i.test(found) && !/^(?:ENV|ARG)/.test(found);
  return said.length >= MIN_ODD && (!isLabel || /[ \t\u00A0]/.test(said));
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function isRemark(text: string, start: number, found: string): boolean {
  return BEFORE_STATUS.test(found) || isStatus(text.slice(start, start + MAX_JUDGED));
}

function isStatus(said: string): boolean {
  const [first = ''] = said.slice(0, MAX_JUDGED).split(/\s/, 1);
  const word = first.toLowerCase().replace(/[.,;:!?]+$/, '');
  return STATUS.has(word) || isProse(first) || isPlaceholder(first, false) || isReference(first);
}

function wordOf(
  text: string,
  { 0: found, index }: RegExpExecArray,
  isOne: (value: string) => boolean,
): SecretSpan[] {
  const argument = argumentAt(text, index + found.length);
  if (argument === undefined) return [];
  const said = text.slice(argument.start, argument.end);
  const head = said.slice(0, MAX_JUDGED);
  if (isStatus(head) || isIdentifier(head) || !isOne(head)) return [];
  const trailing = /[.,:!?]*$/.exec(said.slice(-3))?.[0].length ?? 0;
  return [{ kind: 'password', ...argument, end: argument.end - trailing, from: index }];
}

/** On a line with the login any word is one; alone on a line it must not be part of a sentence. */
function netrcOf(text: string, match: RegExpExecArray): SecretSpan[] {
  if (match[0].includes('login')) return wordOf(text, match, () => true);
  const spans = wordOf(text, match, isOdd);
  return spans.filter(({ end }) =>
    /^[.,:!?]{0,3}["']?[ \t\r]*(?:\n|$)/.test(text.slice(end, end + 16)),
  );
}

function isOdd(value: string): boolean {
  const word = value.replace(/[.,;:!?]+$/, '');
  if (word.length < MIN_ODD || isWord(value) || FORMAT.test(word)) return false;
  const isMixed = /[a-z][A-Z]/.test(word);
  return isMixed || !COMPOUND.test(word);
}
