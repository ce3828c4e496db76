// One job whose events are followed: how far its file was read, and what is remembered of that file
// between two looks.
import { join } from 'node:path';
import { EVENTS_FILE, type FoundFile } from './event-files.ts';

export interface Run {
  readonly jobId: string;
  readonly folder: string;
  readonly source: string;
  /** Its position as it is stored; `undefined` until that is looked up. */
  stored: string | undefined;
  /** Where reading goes on: what `stored` says, or ahead of it when there was nothing to take. */
  position: FilePosition | undefined;
  /** Up to here the file has no line end behind `position`: a line that is too long. */
  scannedBytes: number;
  /** The first bytes of the file, by which another one of the same number is told from it. */
  head: Buffer | undefined;
  /** The file as it was when all of it had been read. */
  readUp: FoundFile | undefined;
  /** Since when a rotated file is read to its end, and how long it was. */
  ended: { readonly sizeBytes: number; readonly sinceMs: number } | undefined;
  /** Why it could not be read at the last look. */
  unreadable: string | undefined;
  /** Why what was read at the last look could not be taken in. */
  untaken: string | undefined;
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
    readUp: undefined,
    ended: undefined,
    unreadable: undefined,
    untaken: undefined,
  };
}

/** Goes on at the stored position, as it was looked up or as somebody else moved it. */
export function standAt(run: Run, stored: string): void {
  run.stored = stored;
  begin(run, readFilePosition(stored));
}

/** Goes on at a position of whose file nothing is known yet. */
export function begin(run: Run, position: FilePosition | undefined): void {
  run.position = position;
  run.scannedBytes = 0;
  run.head = undefined;
  run.readUp = undefined;
  run.ended = undefined;
}

/** Goes on at `position`; what is known of the file stays known. */
export function moveOn(run: Run, position: FilePosition): void {
  if (position.inode === run.position?.inode) {
    run.position = position;
    run.scannedBytes = 0;
  } else begin(run, position);
}

/** Names the file by its inode, because it may be renamed. */
export interface FilePosition {
  /** Decimal; may be more than a number holds exactly. */
  readonly inode: string;
  /** Bytes before it; a line begins here. */
  readonly offset: number;
}

const TEXT = /^(\d{1,20}):(\d{1,16})$/;

/** `<inode>:<byte offset>` */
export function writeFilePosition({ inode, offset }: FilePosition): string {
  return `${inode}:${offset}`;
}

/** `undefined` for the empty text, and for any that is no position. */
function readFilePosition(text: string): FilePosition | undefined {
  const [, inode, digits] = TEXT.exec(text) ?? [];
  if (inode === undefined || digits === undefined) return undefined;
  const offset = Number(digits);
  return Number.isSafeInteger(offset) ? { inode, offset } : undefined;
}
