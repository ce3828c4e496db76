// Finds what comes next in a job's file of events, though that is rotated, truncated or replaced.
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { FileLine } from '../text/cut-lines.ts';
import type { FilePosition } from './file-place.ts';
import type { NextLines } from './read-lines.ts';
import { begin, type Run } from './run.ts';
import { createRunFiles } from './run-file.ts';
import {
  EVENTS_FILE,
  type FoundFile,
  lookAt,
  rotatedFiles,
  successorOf,
  whatElse,
} from './run-folder.ts';

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
    const isAtEnd = run.readUp === undefined && run.place?.offset === file.sizeBytes;
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
    const old = rotated.find(({ inode }) => inode === run.place?.inode);
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
      if (current !== undefined && run.place === undefined) {
        begin(run, { inode: current.inode, offset: 0 });
      }
      if (current?.inode !== undefined && current.inode === run.place?.inode) {
        return readCurrent(run, current);
      }
      const isNew = run.place === undefined;
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
