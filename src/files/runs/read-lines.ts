// The next lines of a file behind an offset, in a bounded amount of memory whatever the file holds.
import type { FileHandle } from 'node:fs/promises';
import { MESSAGE_LIMIT_BYTES } from '../../dialects/json-text.ts';
import { cutLines, type FileLine, linesIn, NEWLINE, NUL } from '../text/cut-lines.ts';
import { fill } from '../text/plain-file.ts';

export type NextLines =
  /** `end`: the offset behind them. None: only a hole was passed. `isMore`: there may be more to read at once. */
  | {
      readonly kind: 'lines';
      readonly lines: readonly FileLine[];
      readonly end: number;
      readonly isMore: boolean;
    }
  /** No line end up to the end of the file: `rest` is what stands there, its beginning if it is long. */
  | { readonly kind: 'none'; readonly rest: readonly FileLine[]; readonly scannedBytes: number }
  /** No line end yet, and the file goes on: look again from `scannedBytes`. */
  | { readonly kind: 'unfinished'; readonly scannedBytes: number };

export interface From {
  readonly offset: number;
  /** Known to hold no line end, or nothing but NULs, up to here; less than `offset` when nothing is known. */
  readonly scannedBytes: number;
}

const LINES_LIMIT = 500;
/** The longest line that is taken as it is: one byte over what intake refuses, with CRLF. */
const WINDOW_BYTES = MESSAGE_LIMIT_BYTES + 2;
/** Enough of a longer one to have it refused. */
const BEGINNING_BYTES = MESSAGE_LIMIT_BYTES + 1;
const SCAN_BYTES = 262_144;
const NULS = Buffer.alloc(SCAN_BYTES);
/** The end of a longer line is looked for in steps, so that other files have their turn. */
const SCANS = 32;

/** What `readLines` works in. */
export function createLineBuffer(): Buffer {
  return Buffer.allocUnsafe(WINDOW_BYTES + SCAN_BYTES);
}

/** Offsets are those in the file. A line that is too long comes as its beginning. */
export async function readLines(file: FileHandle, from: From, buffer: Buffer): Promise<NextLines> {
  const { offset } = from;
  const length = await fill(file, buffer.subarray(0, WINDOW_BYTES), offset);
  const cut = cutLines(buffer.subarray(0, length), LINES_LIMIT);
  const inFile = (line: FileLine) => ({ ...line, offset: offset + line.offset });
  if (cut.lengthBytes > 0) {
    const lines = cut.lines.map(inFile);
    const isMore = lines.length >= LINES_LIMIT || length === WINDOW_BYTES;
    return { kind: 'lines', lines, end: offset + cut.lengthBytes, isMore };
  }
  const rest = () => linesIn(buffer, 0, Math.min(length, BEGINNING_BYTES)).map(inFile);
  if (length < WINDOW_BYTES) return { kind: 'none', rest: rest(), scannedBytes: 0 };
  const holeBytes = firstWritten(buffer.subarray(0, length)) ?? length;
  if (holeBytes > 0 && holeBytes < length) return passed(offset + holeBytes);
  const scanFrom = Math.max(offset + length, from.scannedBytes);
  const isHole = holeBytes === length;
  const find = isHole ? firstWritten : behindNewline;
  const scan = await scanFor(find, file, { scanFrom, buffer: buffer.subarray(WINDOW_BYTES) });
  if (scan.kind !== 'found') return scan.kind === 'none' ? { ...scan, rest: rest() } : scan;
  if (isHole) return passed(scan.at);
  const text = buffer.toString('utf8', 0, BEGINNING_BYTES);
  return { kind: 'lines', lines: [{ offset, text }], end: scan.at, isMore: true };
}

/**
 * A hole is passed only when something stands behind it: one at the end of a file may be room that its
 * writer has yet to fill.
 */
function passed(end: number): NextLines {
  return { kind: 'lines', lines: [], end, isMore: true };
}

type Find = (bytes: Buffer) => number | undefined;

const behindNewline: Find = (bytes) => {
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

/** `at` is the offset that was found. */
async function scanFor(find: Find, file: FileHandle, { scanFrom, buffer }: Scan) {
  let scannedBytes = scanFrom;
  for (let scans = 0; scans < SCANS; scans += 1) {
    const length = await fill(file, buffer, scannedBytes);
    const at = find(buffer.subarray(0, length));
    if (at !== undefined) return { kind: 'found', at: scannedBytes + at } as const;
    scannedBytes += length;
    if (length < buffer.length) return { kind: 'none', scannedBytes } as const;
  }
  return { kind: 'unfinished', scannedBytes } as const;
}
