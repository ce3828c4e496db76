// Finds what comes next in a job's file of events, though that is rotated, truncated or replaced.
import type { FileHandle } from 'node:fs/promises';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type FileLine, NEWLINE, NUL } from '../text/cut-lines.ts';
import { fill } from '../text/plain-file.ts';
import {
  EVENTS_FILE,
  type FoundFile,
  lookAt,
  openFound,
  rotatedFiles,
  successorOf,
  whatElse,
} from './event-files.ts';
import { createLineBuffer, type NextLines, readLines } from './read-lines.ts';
import { begin, type FilePosition, type Run } from './run.ts';

export type RunReading =
  /** Nothing to do since all of it was read. `changedAt`, epoch milliseconds, on a first look only. */
  | { readonly kind: 'unchanged'; readonly changedAt?: number }
  /** Something happened, but there is no complete line. */
  | { readonly kind: 'quiet' }
  /** There is more to read at once. */
  | { readonly kind: 'unfinished' }
  /** `to`: where reading goes on when they are taken. None: it just goes on there. */
  | {
      readonly kind: 'lines';
      readonly lines: readonly FileLine[];
      readonly to: FilePosition;
      readonly isMore: boolean;
    };

export interface RunReader {
  /** Rejects with errors of the file system. No file stays open. Once at a time for one run. */
  read(run: Run): Promise<RunReading>;
}

/** A writer may still have a file open that was renamed. */
const ROTATED_WAIT_MS = 1_000;
const GONE = -1;

export function createRunReader({ clock, log }: { clock: Clock; log: Logger }): RunReader {
  const files = createRunFiles(log);

  async function readCurrent(run: Run, file: FoundFile): Promise<RunReading> {
    const isAtEnd = run.readUp === undefined && run.position?.offset === file.sizeBytes;
    if (isAtEnd && run.head === undefined) {
      run.readUp = file;
      return { kind: 'unchanged', changedAt: file.changedAt };
    }
    const next = await files.read(run, file);
    if (next?.kind === 'none') run.readUp = file;
    return asReading(next, file);
  }

  /** The name is another file's by now, or nobody's: the one that was read is finished first. */
  async function readRotated(run: Run, current: FoundFile | undefined): Promise<RunReading> {
    const rotated = await rotatedFiles(run.folder);
    const old = rotated.find(({ inode }) => inode === run.position?.inode);
    if (old === undefined) return leave(run, current);
    const next = await files.read(run, old);
    if (next?.kind !== 'none') return asReading(next, old);
    const successor = successorOf(old, rotated) ?? current;
    if (successor === undefined) return { kind: 'unchanged' };
    if (!hasEnded(run, old.sizeBytes)) return { kind: 'quiet' };
    // Nobody will complete its last line any more.
    const to = { inode: successor.inode, offset: 0 };
    return { kind: 'lines', lines: next.rest, to, isMore: true };
  }

  /** The file that was read is gone. */
  function leave(run: Run, current: FoundFile | undefined): RunReading {
    if (current === undefined) return { kind: 'unchanged' };
    // A folder that is read while names change may not show all of them.
    if (!hasEnded(run, GONE)) return { kind: 'quiet' };
    files.beginAnew(run, current.inode, 'replaced');
    return { kind: 'unfinished' };
  }

  function hasEnded(run: Run, sizeBytes: number): boolean {
    const now = clock.monotonic();
    if (run.ended?.sizeBytes !== sizeBytes) run.ended = { sizeBytes, sinceMs: now };
    return now - run.ended.sinceMs >= ROTATED_WAIT_MS;
  }

  return {
    async read(run) {
      const current = await lookAt(run.folder, EVENTS_FILE);
      if (current !== undefined && isUnchanged(current, run.readUp)) return { kind: 'unchanged' };
      if (current !== undefined && run.position === undefined) {
        begin(run, { inode: current.inode, offset: 0 });
      }
      if (current?.inode !== undefined && current.inode === run.position?.inode) {
        return readCurrent(run, current);
      }
      const isNew = run.position === undefined;
      const reading: RunReading = isNew ? { kind: 'unchanged' } : await readRotated(run, current);
      if (current === undefined && reading.kind === 'unchanged') await refuseOther(run);
      return reading;
    },
  };
}

/** Throws when something else than a file has the name of the one of events. */
async function refuseOther({ folder, source }: Run): Promise<void> {
  const what = await whatElse(folder, EVENTS_FILE);
  if (what === undefined) return;
  const expected = 'a plain file with one JSON event a line was expected';
  throw new JobwireError('unavailable', `${source} is ${what}; ${expected}.`);
}

function asReading(next: NextLines | undefined, { inode }: FoundFile): RunReading {
  if (next?.kind === 'unfinished') return { kind: 'unfinished' };
  if (next?.kind !== 'lines') return { kind: 'quiet' };
  const { lines, end, isMore } = next;
  return { kind: 'lines', lines, to: { inode, offset: end }, isMore };
}

function isUnchanged(now: FoundFile, before: FoundFile | undefined): boolean {
  return (
    now.inode === before?.inode &&
    now.sizeBytes === before.sizeBytes &&
    now.changed === before.changed
  );
}

interface RunFiles {
  /**
   * What comes next in this file, which is the one at the run's position; from its beginning when it no
   * longer holds what was read. `undefined` when it is not there any more. Leaves nothing open.
   */
  read(run: Run, found: FoundFile): Promise<NextLines | undefined>;
  /** Goes on at the beginning of a file. `reason`: what became of the one that was read. */
  beginAnew(run: Run, inode: string, reason: 'truncated' | 'replaced'): void;
}

/** Enough to tell files apart: times stand at the beginning of a line. */
const HEAD_BYTES = 256;

function createRunFiles(log: Logger): RunFiles {
  const buffers: Buffer[] = [];

  const beginAnew: RunFiles['beginAnew'] = (run, inode, reason) => {
    log.info({ source: run.source, position: run.stored, reason }, 'run_file_begun_anew');
    begin(run, { inode, offset: 0 });
  };

  async function readOn(run: Run, found: FoundFile, file: FileHandle): Promise<NextLines> {
    if (!(await isSame(run, file))) beginAnew(run, found.inode, 'truncated');
    if (found.sizeBytes < run.scannedBytes) run.scannedBytes = 0;
    const from = { offset: run.position?.offset ?? 0, scannedBytes: run.scannedBytes };
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
  const offset = run.position?.offset ?? 0;
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
