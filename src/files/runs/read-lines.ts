// Reads the next lines of a file from an offset on, in bounded memory whatever the file contains.
import type { FileHandle } from 'node:fs/promises';
import { MESSAGE_LIMIT_BYTES } from '../../dialects/json-text.ts';
import { cutLines, type FileLine, linesIn, NEWLINE, NUL } from '../text/cut-lines.ts';
import { fill } from '../text/plain-file.ts';

export type NextLines =
  /** `end`: the offset after them. Empty: only a hole was skipped. `isMore`: there may be more to read immediately. */
  | {
      readonly kind: 'lines';
      readonly lines: readonly FileLine[];
      readonly end: number;
      readonly isMore: boolean;
    }
  /** No line break up to the end of the file: `rest` is that text, cut if it is long. */
  | { readonly kind: 'none'; readonly rest: readonly FileLine[]; readonly scannedBytes: number }
  /** No line break so far, but the file goes on: continue from `scannedBytes`. */
  | { readonly kind: 'unfinished'; readonly scannedBytes: number };

export interface From {
  readonly offset: number;
  /** Known to have no line break, or nothing but NULs, up to here; less than `offset` if nothing is known. */
  readonly scannedBytes: number;
}

const MAX_LINES = 500;
/** The longest line that is read in full: one byte more than intake accepts, with CRLF. */
const WINDOW_BYTES = MESSAGE_LIMIT_BYTES + 2;
/** Enough of a longer line for intake to refuse it. */
const EXCERPT_BYTES = MESSAGE_LIMIT_BYTES + 1;
const SCAN_BYTES = 262_144;
const NULS = Buffer.alloc(SCAN_BYTES);
/** The end of a longer line is searched in steps, so that other files get their turn. */
const MAX_SCANS = 32;

/** The buffer for `readLines`. */
export function createLineBuffer(): Buffer {
  return Buffer.allocUnsafe(WINDOW_BYTES + SCAN_BYTES);
}

/** Offsets are relative to the file. A line that is too long is cut. */
export async function readLines(file: FileHandle, from: From, buffer: Buffer): Promise<NextLines> {
  const { offset } = from;
  const length = await fill(file, buffer.subarray(0, WINDOW_BYTES), offset);
  const cut = cutLines(buffer.subarray(0, length), MAX_LINES);
  const inFile = (line: FileLine) => ({ ...line, offset: offset + line.offset });
  if (cut.lengthBytes > 0) {
    const lines = cut.lines.map(inFile);
    const isMore = lines.length >= MAX_LINES || length === WINDOW_BYTES;
    return { kind: 'lines', lines, end: offset + cut.lengthBytes, isMore };
  }
  const rest = () => linesIn(buffer, 0, Math.min(length, EXCERPT_BYTES)).map(inFile);
  if (length < WINDOW_BYTES) return { kind: 'none', rest: rest(), scannedBytes: 0 };
  const holeBytes = firstWritten(buffer.subarray(0, length)) ?? length;
  if (holeBytes > 0 && holeBytes < length) return skipHole(offset + holeBytes);
  const scanFrom = Math.max(offset + length, from.scannedBytes);
  const isHole = holeBytes === length;
  const find = isHole ? firstWritten : afterNewline;
  const scan = await scanFor(find, file, { scanFrom, buffer: buffer.subarray(WINDOW_BYTES) });
  if (scan.kind !== 'found') return scan.kind === 'none' ? { ...scan, rest: rest() } : scan;
  if (isHole) return skipHole(scan.at);
  const text = buffer.toString('utf8', 0, EXCERPT_BYTES);
  return { kind: 'lines', lines: [{ offset, text }], end: scan.at, isMore: true };
}

/**
 * A hole is skipped only if something follows it: at the end of a file it may be space that its writer has yet to
 * fill.
 */
function skipHole(end: number): NextLines {
  return { kind: 'lines', lines: [], end, isMore: true };
}

type Find = (bytes: Buffer) => number | undefined;

const afterNewline: Find = (bytes) => {
  const at = bytes.indexOf(NEWLINE);
  return at < 0 ? undefined : at + 1;
};

const firstWritten: Find = (bytes) => {
  for (let from = 0; from < bytes.length; from += NULS.length) {
    const part = bytes.subarray(from, from + NULS.length);
    const isHole = NULS.compare(part, 0, part.length, 0, part.length) === 0;
    if (!isHole) return from + part.findIndex((byte) => byte !== NUL);
  }
  return undefined;
};

interface Scan {
  readonly scanFrom: number;
  readonly buffer: Buffer;
}

/** `at`: the offset found. */
async function scanFor(find: Find, file: FileHandle, { scanFrom, buffer }: Scan) {
  let scannedBytes = scanFrom;
  for (let scans = 0; scans < MAX_SCANS; scans += 1) {
    const length = await fill(file, buffer, scannedBytes);
    const at = find(buffer.subarray(0, length));
    if (at !== undefined) return { kind: 'found', at: scannedBytes + at } as const;
    scannedBytes += length;
    if (length < buffer.length) return { kind: 'none', scannedBytes } as const;
  }
  return { kind: 'unfinished', scannedBytes } as const;
}
