// One job whose events are followed, and what is remembered of its file between two looks.
import { join } from 'node:path';
import { type FilePosition, readFilePosition } from './file-place.ts';
import { EVENTS_FILE, type FoundFile } from './run-folder.ts';

export interface Run {
  readonly jobId: string;
  readonly folder: string;
  readonly source: string;
  /** Its stored position; `undefined` until that is looked up. */
  at: string | undefined;
  /** Where reading goes on: what `at` says, or ahead of it when there was nothing to take. */
  place: FilePosition | undefined;
  /** Up to here the file has no line end behind `place`: a line that is too long. */
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
    at: undefined,
    place: undefined,
    scannedBytes: 0,
    head: undefined,
    readUp: undefined,
    ended: undefined,
    unreadable: undefined,
    untaken: undefined,
  };
}

/** The stored position, as it was looked up or as somebody else moved it. */
export function standAt(run: Run, at: string): void {
  run.at = at;
  begin(run, readFilePosition(at));
}

/** Goes on at a place of which nothing is known yet. */
export function begin(run: Run, place: FilePosition | undefined): void {
  run.place = place;
  run.scannedBytes = 0;
  run.head = undefined;
  run.readUp = undefined;
  run.ended = undefined;
}

/** Goes on at `place`; what is known of the file stays known. */
export function moveOn(run: Run, place: FilePosition): void {
  if (place.inode === run.place?.inode) {
    run.place = place;
    run.scannedBytes = 0;
  } else begin(run, place);
}
