// The next lines of a file behind an offset, in a bounded amount of memory whatever the file holds.
import type { FileHandle } from 'node:fs/promises';
import { MESSAGE_LIMIT_BYTES } from '../dialects/json-text.ts';
import { cutLines, type Line, NEWLINE } from './cut-lines.ts';
import { fill } from './plain-file.ts';

export type NextLines =
  /** `end`: the offset behind them. `isMore`: there may be more to read at once. */
  | {
      readonly kind: 'lines';
      readonly lines: readonly Line[];
      readonly end: number;
      readonly isMore: boolean;
    }
  /** No line end up to the end of the file: `rest` is the beginning of what stands there. */
  | { readonly kind: 'none'; readonly rest: string; readonly scannedBytes: number }
  /** No line end yet, and the file goes on: look again from `scannedBytes`. */
  | { readonly kind: 'unfinished'; readonly scannedBytes: number };

export interface From {
  readonly offset: number;
  /** Known to hold no line end up to here; less than `offset` when nothing is known. */
  readonly scannedBytes: number;
}

const LINES_LIMIT = 500;
/** The longest line that is taken as it is: one byte over what intake refuses, with CRLF. */
const WINDOW_BYTES = MESSAGE_LIMIT_BYTES + 2;
/** Enough of a longer one to have it refused. */
const BEGINNING_BYTES = MESSAGE_LIMIT_BYTES + 1;
const SCAN_BYTES = 262_144;
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
  if (cut.lengthBytes > 0) {
    const lines = cut.lines.map((line) => ({ ...line, offset: offset + line.offset }));
    const isMore = lines.length === LINES_LIMIT || length === WINDOW_BYTES;
    return { kind: 'lines', lines, end: offset + cut.lengthBytes, isMore };
  }
  const rest = buffer.toString('utf8', 0, Math.min(length, BEGINNING_BYTES));
  if (length < WINDOW_BYTES) return { kind: 'none', rest, scannedBytes: 0 };
  const scanFrom = Math.max(offset + length, from.scannedBytes);
  const scan = await findLineEnd(file, scanFrom, buffer.subarray(WINDOW_BYTES));
  if (scan.kind === 'found') {
    return { kind: 'lines', lines: [{ offset, text: rest }], end: scan.end, isMore: true };
  }
  return scan.kind === 'none' ? { ...scan, rest } : scan;
}

/** `end` is the offset behind the line end. */
async function findLineEnd(file: FileHandle, from: number, buffer: Buffer) {
  let scannedBytes = from;
  for (let scans = 0; scans < SCANS; scans += 1) {
    const length = await fill(file, buffer, scannedBytes);
    const at = buffer.subarray(0, length).indexOf(NEWLINE);
    if (at >= 0) return { kind: 'found', end: scannedBytes + at + 1 } as const;
    scannedBytes += length;
    if (length < buffer.length) return { kind: 'none', scannedBytes } as const;
  }
  return { kind: 'unfinished', scannedBytes } as const;
}
