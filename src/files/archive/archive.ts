// The archive: every event of a job, of all dialects, as one more line of the job's own file.
import { join } from 'node:path';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { Unhandled } from '../../journal/handle.ts';
import type { JournalEntry, Position } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { forEachAtOnce } from '../text/at-once.ts';
import { safeNameOf } from '../text/safe-name.ts';
import { addLines } from './archive-file.ts';

export interface Archive {
  /**
   * Adds the events that belong to a job; the lines are in their files when it resolves, but for those that
   * are answered: of them none is. Entries of one job come in the order of the journal, call by call. After a
   * crash the last call of a job may be repeated, also with more entries behind: no line is written twice,
   * none is missing.
   */
  write(entries: readonly JournalEntry[]): Promise<readonly Unhandled[]>;
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
  /** Folders of which the file ends with what was written here: up to which position. */
  const known = new Map<string, Position>();
  let writing: Promise<unknown> = Promise.resolve();

  async function add(folder: string, entries: readonly JournalEntry[]): Promise<void> {
    const last = known.get(folder);
    const fresh = last === undefined ? entries : entries.filter(isBehind(last));
    const end = fresh.at(-1);
    if (end === undefined) return;
    const mayRepeat = last === undefined;
    const lines = fresh.map(({ event }) => `${JSON.stringify(encode(event))}\n`);
    // Until it is done the file may end with a part of it.
    known.delete(folder);
    const added = await addLines(join(archiveDir, folder, FILE), { lines, mayRepeat });
    if (added.kind === 'unwritten') {
      if (last !== undefined) known.set(folder, last);
      throw added.error;
    }
    const { cutBytes } = added;
    if (cutBytes > 0) log.warn({ folder, cutBytes }, 'archive_half_line_removed');
    if (known.size >= REMEMBERED) known.clear();
    known.set(folder, end.position);
  }

  async function write(entries: readonly JournalEntry[]): Promise<readonly Unhandled[]> {
    const unhandled: Unhandled[] = [];
    await forEachAtOnce(byFolder(entries), FILES_AT_ONCE, async ([folder, own]) => {
      await add(folder, own).catch((error: unknown) => {
        const reason = `The archive could not be written: ${messageOf(error)}. ${EXPECTED}`;
        for (const { position } of own) unhandled.push({ position, reason });
      });
    });
    return unhandled;
  }

  return {
    write(entries) {
      const mine = writing.then(() => write(entries));
      writing = mine.catch(() => {});
      return mine;
    },
  };
}

const EXPECTED = 'Expected: a folder that jobwire may write to, on a disk with space.';

const isBehind =
  (last: Position) =>
  ({ position }: JournalEntry) =>
    comparePositions(position, last) > 0;

function byFolder(entries: readonly JournalEntry[]): Map<string, JournalEntry[]> {
  const found = new Map<string, JournalEntry[]>();
  for (const entry of entries) {
    if (entry.event.jobId === undefined) continue;
    const folder = safeNameOf(entry.event.jobId);
    const own = found.get(folder);
    if (own === undefined) found.set(folder, [entry]);
    else own.push(entry);
  }
  return found;
}
