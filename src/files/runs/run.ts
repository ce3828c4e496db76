// One followed job: how far its file was read, and what is remembered of that file between visits.
import { join } from 'node:path';
import { EVENTS_FILE, type FoundFile } from './event-files.ts';

export interface Run {
  readonly jobId: string;
  readonly folder: string;
  readonly source: string;
  /** Its stored position; `undefined` until that is loaded. */
  stored: string | undefined;
  /** Where reading continues: at `stored`, or ahead of it if there was nothing to ingest. */
  position: FilePosition | undefined;
  /** Up to here there is no line break after `position`, in a line that is too long. */
  scannedBytes: number;
  /** The first bytes of the file, to recognise another one with the same inode. */
  head: Buffer | undefined;
  /** The file's state when all of it had been read. */
  lastRead: FoundFile | undefined;
  /** Since when a rotated file has been read to its end, and its size then. */
  ended: { readonly sizeBytes: number; readonly sinceMs: number } | undefined;
  /** Why it could not be read last time. */
  readFailure: string | undefined;
  /** Why it could not be ingested last time. */
  ingestFailure: string | undefined;
}

export function createRun(runsDir: string, jobId: string): Run {
  return {
    jobId,
    folder: join(runsDir, jobId),
    source: `runs/${jobId}/${EVENTS_FILE}`,
    stored: undefined,
    position: undefined,
    scannedBytes: 0,
    head: undefined,
    lastRead: undefined,
    ended: undefined,
    readFailure: undefined,
    ingestFailure: undefined,
  };
}

/** Continues at a stored position. */
export function resumeAt(run: Run, stored: string): void {
  run.stored = stored;
  startAt(run, readFilePosition(stored));
}

/** Continues at a position in a file of which nothing is known yet. */
export function startAt(run: Run, position: FilePosition | undefined): void {
  run.position = position;
  run.scannedBytes = 0;
  run.head = undefined;
  run.lastRead = undefined;
  run.ended = undefined;
}

/** Continues at `position`, and keeps what is known of the file. */
export function advanceTo(run: Run, position: FilePosition): void {
  if (position.inode === run.position?.inode) {
    run.position = position;
    run.scannedBytes = 0;
  } else startAt(run, position);
}

/** Identifies the file by its inode, because it may be renamed. */
export interface FilePosition {
  /** Decimal; may be more than a number holds exactly. */
  readonly inode: string;
  /** In bytes; the start of a line. */
  readonly offset: number;
}

const FORMAT = /^(\d{1,20}):(\d{1,16})$/;

/** `<inode>:<byte offset>` */
export function writeFilePosition({ inode, offset }: FilePosition): string {
  return `${inode}:${offset}`;
}

/** `undefined` for an empty or invalid string. */
function readFilePosition(text: string): FilePosition | undefined {
  const [, inode, digits] = FORMAT.exec(text) ?? [];
  if (inode === undefined || digits === undefined) return undefined;
  const offset = Number(digits);
  return Number.isSafeInteger(offset) ? { inode, offset } : undefined;
}
