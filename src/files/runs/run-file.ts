// Reads on in a file that was found, after a look at whether it still holds what was read of it.
import type { FileHandle } from 'node:fs/promises';
import type { Logger } from '../../runtime/logger.ts';
import { NEWLINE, NUL } from '../text/cut-lines.ts';
import { fill } from '../text/plain-file.ts';
import { createLineBuffer, type NextLines, readLines } from './read-lines.ts';
import { begin, type Run } from './run.ts';
import { type FoundFile, openFound } from './run-folder.ts';

export interface RunFiles {
  /**
   * What comes next in this file, which is the one at the run's place; from its beginning when it no
   * longer holds what was read. `undefined` when it is not there any more. Leaves nothing open.
   */
  read(run: Run, found: FoundFile): Promise<NextLines | undefined>;
  /** Goes on at the beginning of a file. `reason`: what became of the one that was read. */
  beginAnew(run: Run, inode: string, reason: 'truncated' | 'replaced'): void;
}

/** Enough to tell files apart: times stand at the beginning of a line. */
const HEAD_BYTES = 256;

export function createRunFiles(log: Logger): RunFiles {
  const buffers: Buffer[] = [];

  const beginAnew: RunFiles['beginAnew'] = (run, inode, reason) => {
    log.info({ source: run.source, position: run.at, reason }, 'run_file_begun_anew');
    begin(run, { inode, offset: 0 });
  };

  async function readOn(run: Run, found: FoundFile, file: FileHandle): Promise<NextLines> {
    if (!(await isSame(run, file))) beginAnew(run, found.inode, 'truncated');
    if (found.sizeBytes < run.scannedBytes) run.scannedBytes = 0;
    const from = { offset: run.place?.offset ?? 0, scannedBytes: run.scannedBytes };
    const buffer = buffers.pop() ?? createLineBuffer();
    try {
      const next = await readLines(file, from, buffer);
      if (next.kind !== 'lines') run.scannedBytes = next.scannedBytes;
      else if (from.offset === 0) run.head = Buffer.from(headOf(buffer, next.end));
      return next;
    } finally {
      buffers.push(buffer);
    }
  }

  return {
    beginAnew,
    async read(run, found) {
      const file = await openFound(run.folder, found);
      try {
        return file && (await readOn(run, found, file));
      } finally {
        await file?.close();
      }
    },
  };
}

/**
 * Whether the file still holds what was read of it. It may have been emptied and written again, and
 * a new file may have got the number of a deleted one.
 */
async function isSame(run: Run, file: FileHandle): Promise<boolean> {
  const { head } = run;
  const offset = run.place?.offset ?? 0;
  if (offset === 0) return true;
  const before = Buffer.alloc(1);
  const isThere = (await fill(file, before, offset - 1)) === 1;
  if (!isThere || (before[0] !== NEWLINE && before[0] !== NUL)) return false;
  const start = Buffer.from(headOf(Buffer.alloc(HEAD_BYTES), offset));
  await fill(file, start, 0);
  if (head !== undefined && !start.subarray(0, head.length).equals(head)) return false;
  run.head = start;
  return true;
}

/** Of a half line behind `end` nothing is remembered: its writer may yet take it back. */
function headOf(bytes: Buffer, end: number): Buffer {
  return bytes.subarray(0, Math.min(HEAD_BYTES, end));
}
