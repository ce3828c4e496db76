// The archive: every event of a job, of all dialects, as one more line of the job's own file.
import { join } from 'node:path';
import { JobwireError, messageOf } from '../errors.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { JournalEntry, Position } from '../journal/journal.ts';
import type { Logger } from '../logger.ts';
import { addLines } from './archive-file.ts';
import { forEachAtOnce } from './at-once.ts';
import { safeNameOf } from './safe-name.ts';

export interface Archive {
  /**
   * Adds the events that belong to a job; the lines are in their files when it resolves. Entries
   * come in the order of the journal, call by call. After a failure or a crash the last call may be
   * repeated, also with more entries behind: no line is written twice, none is missing. Rejects with
   * `unavailable` when some of it could not be written.
   */
  write(entries: readonly JournalEntry[]): Promise<void>;
}

interface Deps {
  /** Is made when it is missing. */
  readonly archiveDir: string;
  /** The event in the shape of a line. */
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly log: Logger;
}

const FILE = 'events.jsonl';
const FILES_AT_ONCE = 8;
/** Remembered jobs; of a forgotten one the end of the file is looked at once more. */
const REMEMBERED = 10_000;

export function createArchive({ archiveDir, encode, log }: Deps): Archive {
  /** Folders of which the file ends with what was written here. */
  const known = new Set<string>();
  let written: ReadonlySet<Position> = new Set();
  let writing: Promise<void> = Promise.resolve();

  async function add(folder: string, lines: readonly string[]): Promise<void> {
    const mayRepeat = !known.has(folder);
    // Until it is done the file may end with a part of it.
    known.delete(folder);
    const cutBytes = await addLines(join(archiveDir, folder, FILE), { lines, mayRepeat });
    if (cutBytes > 0) log.warn({ folder, cutBytes }, 'archive_half_line_removed');
    if (known.size >= REMEMBERED) known.clear();
    known.add(folder);
  }

  async function write(entries: readonly JournalEntry[]): Promise<void> {
    const byFolder = linesByFolder(entries.filter(({ position }) => !written.has(position)));
    const failures: unknown[] = [];
    await forEachAtOnce(byFolder, FILES_AT_ONCE, async ([folder, lines]) => {
      await add(folder, lines).catch((error: unknown) => failures.push(error));
    });
    if (failures.length > 0) {
      for (const folder of byFolder.keys()) known.delete(folder);
      throw unwritten(failures[0]);
    }
    written = new Set(entries.map(({ position }) => position));
  }

  function linesByFolder(entries: readonly JournalEntry[]): Map<string, string[]> {
    const byFolder = new Map<string, string[]>();
    for (const { event } of entries) {
      if (event.jobId === undefined) continue;
      const folder = safeNameOf(event.jobId);
      const line = `${JSON.stringify(encode(event))}\n`;
      const lines = byFolder.get(folder);
      if (lines === undefined) byFolder.set(folder, [line]);
      else lines.push(line);
    }
    return byFolder;
  }

  return {
    write(entries) {
      const mine = writing.then(() => write(entries));
      writing = mine.catch(() => {});
      return mine;
    },
  };
}

function unwritten(error: unknown): JobwireError {
  return new JobwireError(
    'unavailable',
    `The archive could not be written: ${messageOf(error)}. Expected: a folder that jobwire may write to, on a disk with space.`,
    { cause: error },
  );
}
