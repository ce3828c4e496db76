// Finds what comes next in a job's event file, even if that was rotated, truncated or replaced.
import type { FileHandle } from 'node:fs/promises';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type FileLine, NEWLINE, NUL } from '../text/cut-lines.ts';
import { fill } from '../text/plain-file.ts';
import {
  EVENTS_FILE,
  type FoundFile,
  findFile,
  openFound,
  otherKindOf,
  rotatedFiles,
  successorOf,
} from './event-files.ts';
import { createLineBuffer, type NextLines, readLines } from './read-lines.ts';
import { type FilePosition, type Run, startAt } from './run.ts';

export type RunReading =
  /** Nothing new. `changedAt`: epoch milliseconds, only the first time. */
  | { readonly kind: 'unchanged'; readonly changedAt?: number }
  /** It has changed, but there is no complete line. */
  | { readonly kind: 'quiet' }
  /** There is more to read immediately. */
  | { readonly kind: 'unfinished' }
  /** `to`: the position once they are ingested. Empty: only the position moves. */
  | {
      readonly kind: 'lines';
      readonly lines: readonly FileLine[];
      readonly to: FilePosition;
      readonly isMore: boolean;
    };

export interface RunReader {
  /** Rejects with errors of the file system. Leaves no file open. One call at a time per run. */
  read(run: Run): Promise<RunReading>;
}

/** A writer may still have a renamed file open. */
const ROTATED_WAIT_MS = 1_000;
const GONE = -1;

export function createRunReader({ clock, log }: { clock: Clock; log: Logger }): RunReader {
  const files = createRunFiles(log);

  async function readCurrent(run: Run, file: FoundFile): Promise<RunReading> {
    const isAtEnd = run.lastRead === undefined && run.position?.offset === file.sizeBytes;
    if (isAtEnd && run.head === undefined) {
      run.lastRead = file;
      return { kind: 'unchanged', changedAt: file.changedAt };
    }
    const next = await files.read(run, file);
    if (next?.kind === 'none') run.lastRead = file;
    return asReading(next, file);
  }

  /** The name belongs to another file by now, or to none: finishes the previous one first. */
  async function readRotated(run: Run, current: FoundFile | undefined): Promise<RunReading> {
    const rotated = await rotatedFiles(run.folder);
    const old = rotated.find(({ inode }) => inode === run.position?.inode);
    if (old === undefined) return abandon(run, current);
    const next = await files.read(run, old);
    if (next?.kind !== 'none') return asReading(next, old);
    const successor = successorOf(old, rotated) ?? current;
    if (successor === undefined) return { kind: 'unchanged' };
    if (!hasEnded(run, old.sizeBytes)) return { kind: 'quiet' };
    // Its last line will never be completed.
    const to = { inode: successor.inode, offset: 0 };
    return { kind: 'lines', lines: next.rest, to, isMore: true };
  }

  /** The previous file is gone. */
  function abandon(run: Run, current: FoundFile | undefined): RunReading {
    if (current === undefined) return { kind: 'unchanged' };
    // Listing a folder while names change may miss some.
    if (!hasEnded(run, GONE)) return { kind: 'quiet' };
    files.restart(run, current.inode, 'replaced');
    return { kind: 'unfinished' };
  }

  function hasEnded(run: Run, sizeBytes: number): boolean {
    const now = clock.monotonic();
    if (run.ended?.sizeBytes !== sizeBytes) run.ended = { sizeBytes, sinceMs: now };
    return now - run.ended.sinceMs >= ROTATED_WAIT_MS;
  }

  return {
    async read(run) {
      const current = await findFile(run.folder, EVENTS_FILE);
      if (current !== undefined && isUnchanged(current, run.lastRead)) return { kind: 'unchanged' };
      if (current !== undefined && run.position === undefined) {
        startAt(run, { inode: current.inode, offset: 0 });
      }
      if (current?.inode !== undefined && current.inode === run.position?.inode) {
        return readCurrent(run, current);
      }
      const isNew = run.position === undefined;
      const reading: RunReading = isNew ? { kind: 'unchanged' } : await readRotated(run, current);
      if (current === undefined && reading.kind === 'unchanged') await rejectOtherKind(run);
      return reading;
    },
  };
}

/** Throws if the event file is not a plain file. */
async function rejectOtherKind({ folder, source }: Run): Promise<void> {
  const what = await otherKindOf(folder, EVENTS_FILE);
  if (what === undefined) return;
  const expected = 'expected a plain file with one JSON event per line';
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
   * What comes next in this file, which is the one at the run's position; from its start if it no longer contains what
   * was read. `undefined` if it is gone. Leaves nothing open.
   */
  read(run: Run, found: FoundFile): Promise<NextLines | undefined>;
  /** Continues at the start of a file. `reason`: what happened to the previous one. */
  restart(run: Run, inode: string, reason: 'truncated' | 'replaced'): void;
}

/** Enough to tell files apart, because a line starts with its time. */
const HEAD_BYTES = 256;

function createRunFiles(log: Logger): RunFiles {
  const buffers: Buffer[] = [];

  const restart: RunFiles['restart'] = (run, inode, reason) => {
    log.info({ source: run.source, position: run.stored, reason }, 'run_file_restarted');
    startAt(run, { inode, offset: 0 });
  };

  async function readNext(run: Run, found: FoundFile, file: FileHandle): Promise<NextLines> {
    if (!(await isSameFile(run, file))) restart(run, found.inode, 'truncated');
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
    restart,
    async read(run, found) {
      const file = await openFound(run.folder, found);
      try {
        return file && (await readNext(run, found, file));
      } finally {
        await file?.close();
      }
    },
  };
}

/**
 * Whether the file still contains what was read of it. It may have been truncated and rewritten, and a new file may
 * have got the inode of a deleted one.
 */
async function isSameFile(run: Run, file: FileHandle): Promise<boolean> {
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

/** Only up to `end`, because the writer may still undo the half-written line after it. */
function headOf(bytes: Buffer, end: number): Buffer {
  return bytes.subarray(0, Math.min(HEAD_BYTES, end));
}
