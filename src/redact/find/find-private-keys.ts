// Private keys in PEM, from first to last line, with any prefix on each line, such as a log's time or a container
// name. A key may start in one part of a log and end in a later one.
import type { SecretSpan } from '../forms/secret-span.ts';

/** An unfinished key. */
export interface OpenKey {
  /** UTF-16 units before the key on each of its lines. */
  readonly indent: number;
  /** Consecutive lines that don't belong to the key; too many end it. */
  readonly foreign: number;
  readonly lines: number;
  /** Whether a long line of it was read; a short word before that does not belong to the key. */
  readonly hasBody?: boolean;
}

export interface FoundKeys {
  readonly spans: SecretSpan[];
  readonly open: OpenKey | undefined;
}

const MARK = /-----(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const ANY_MARK = /-----(?:BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY/;
const MAX_FOREIGN = 3;
/** The longest key in use, RSA with 16,384 bits, has 200 lines. */
const MAX_LINES = 400;
const HEADER = /^(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|MessageID): /;
/** A base64 line; the last one may be short, but its length is a multiple of four. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const CRC = /^=[A-Za-z0-9+/]{4}$/;
const MIN_RUN = 16;
const OPERATOR = /[;|&`]/;
/** Quotes, commas and escaped line breaks around a line in source code. */
const AROUND_BEFORE = /^[\s"'`>|*]{0,40}/;
const AROUND_AFTER = /(?:[\s"'`+,;]|\\[nrt\\]){1,40}$/;
/** An escaped line break is not part of the base64 after it. */
const RUN = /\\[nrt]|[A-Za-z0-9+/=]{4,}/g;

/** `open`: a key that started in an earlier part of the text. */
export function findPrivateKeys(text: string, open?: OpenKey): FoundKeys {
  if (open === undefined && !ANY_MARK.test(text)) return { spans: [], open: undefined };
  const spans: SecretSpan[] = [];
  let key = open;
  let offset = 0;
  const lines = text.split('\n');
  // The text after the last line break is incomplete.
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    key = readLine({ line, offset, spans }, key);
    offset += line.length + 1;
  }
  return { spans: [...headless(text, spans), ...spans], open: key };
}

interface Line {
  readonly line: string;
  readonly offset: number;
  /** Collects the findings. */
  readonly spans: SecretSpan[];
}

function readLine(at: Line, key: OpenKey | undefined): OpenKey | undefined {
  const marks = [...at.line.matchAll(MARK)];
  return key !== undefined && marks.length === 0 ? readBody(at, key) : readMarked(at, marks, key);
}

/** A line on which keys start or end. */
function readMarked(
  at: Line,
  marks: readonly RegExpExecArray[],
  key: OpenKey | undefined,
): OpenKey | undefined {
  let begun: { readonly body: number; readonly indent: number } | undefined =
    key === undefined ? undefined : { body: 0, indent: key.indent };
  for (const { 0: mark, 1: which, index } of marks) {
    if (begun !== undefined) pushRuns(at, begun.body, index);
    begun = which === 'BEGIN' ? { body: index + mark.length, indent: index } : undefined;
  }
  if (begun === undefined) return undefined;
  const before = at.spans.length;
  pushRuns(at, begun.body, endOfKeyText(at.line, begun.body));
  const hasBody = at.spans.length > before;
  return { indent: begun.indent, foreign: 0, lines: 0, hasBody };
}

/** A key that does not end on this line ends at the end of the command. */
function endOfKeyText(line: string, from: number): number {
  const length = line.slice(from).search(OPERATOR);
  return length < 0 ? line.length : from + length;
}

function readBody(at: Line, key: OpenKey): OpenKey | undefined {
  const { line } = at;
  const body = bodyOf(line, key.indent) ?? bodyOf(line, 0);
  const isLong = body !== undefined && body[1] - body[0] >= MIN_RUN;
  const hasBody = isLong || key.hasBody === true;
  const found = hasBody ? body : undefined;
  if (found !== undefined) push(at, found);
  const foreign = found !== undefined ? 0 : key.foreign + (isForeign(line, key) ? 1 : 0);
  const lines = key.lines + 1;
  return foreign > MAX_FOREIGN || lines > MAX_LINES
    ? undefined
    : { ...key, foreign, lines, hasBody };
}

function isForeign(line: string, { indent }: OpenKey): boolean {
  return line.trim() !== '' && !HEADER.test(line.slice(indent));
}

/** The base64 of a line, if there is nothing else on it. */
function bodyOf(line: string, indent: number): [number, number] | undefined {
  const rest = line.slice(indent);
  const before = AROUND_BEFORE.exec(rest)?.[0].length ?? 0;
  const body = rest.slice(before);
  const text = body.slice(0, body.length - (AROUND_AFTER.exec(body)?.[0].length ?? 0));
  const isBase64 = BASE64.test(text) && (text.length >= MIN_RUN || text.length % 4 === 0);
  if (!isBase64 && !CRC.test(text)) return undefined;
  return [indent + before, indent + before + text.length];
}

/** Long runs of base64, and the short one that ends the key. */
function pushRuns(at: Line, from: number, to: number): void {
  const body = at.line.slice(from, to);
  const last = body.length - (AROUND_AFTER.exec(body)?.[0].length ?? 0);
  let hasBody = from === 0;
  for (const { 0: run, index } of body.matchAll(RUN)) {
    const end = index + run.length;
    if (run.startsWith('\\')) continue;
    // A short word without a key line before it does not end a key.
    if (run.length < MIN_RUN && (!hasBody || end !== last || run.length % 4 !== 0)) continue;
    hasBody = true;
    push(at, [from + index, from + end]);
  }
}

function push({ offset, spans }: Line, [start, end]: readonly [number, number]): void {
  spans.push({
    kind: 'private key',
    start: offset + start,
    end: offset + end,
    from: offset + start,
  });
}

/** The end of a key whose start was cut off: the base64 lines before its last line. */
function headless(text: string, found: readonly SecretSpan[]): SecretSpan[] {
  const [mark] = text.matchAll(MARK);
  if (mark?.[1] !== 'END' || found.some((span) => span.start < mark.index)) return [];
  const lineStart = text.lastIndexOf('\n', mark.index) + 1;
  const indent = mark.index - lineStart;
  const spans: SecretSpan[] = [];
  let to = lineStart - 1;
  for (let count = 0; to > 0 && count < MAX_LINES; count += 1) {
    const from = text.lastIndexOf('\n', to - 1) + 1;
    const line = text.slice(from, to);
    const body = bodyOf(line, Math.min(indent, line.length)) ?? bodyOf(line, 0);
    if (body === undefined) break;
    push({ line, offset: from, spans }, body);
    to = from - 1;
  }
  return spans;
}
