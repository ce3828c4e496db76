// The archive: every event of a job, of all dialects, as a line in the job's own file.
import { join } from 'node:path';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { Unhandled } from '../../journal/handle.ts';
import type { JournalEntry, Position } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { forEachConcurrently } from '../text/for-each-concurrently.ts';
import { safeNameOf } from '../text/safe-name.ts';
import { addLines } from './archive-file.ts';

export interface Archive {
  /**
   * Adds the events that belong to a job. When it resolves, all lines are in their files, except for the returned
   * entries, of which none is. Entries of one job come in journal order, call by call. After a crash the last call of
   * a job may be repeated, possibly with further entries: no line is written twice or lost.
   */
  write(entries: readonly JournalEntry[]): Promise<readonly Unhandled[]>;
}

interface Deps {
  /** Created if missing. */
  readonly archiveDir: string;
  /** Returns the event as the JSON value of a line. */
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly log: Logger;
}

const FILE = 'events.jsonl';
const FILES_AT_ONCE = 8;
/** Of jobs; for others the end of the file is read again. */
const MAX_REMEMBERED = 10_000;

export function createArchive({ archiveDir, encode, log }: Deps): Archive {
  /** Up to which position each folder's file is known to be written. */
  const known = new Map<string, Position>();
  let writing: Promise<unknown> = Promise.resolve();

  async function add(folder: string, entries: readonly JournalEntry[]): Promise<void> {
    const last = known.get(folder);
    const fresh = last === undefined ? entries : entries.filter(isAfter(last));
    const end = fresh.at(-1);
    if (end === undefined) return;
    const mayRepeat = last === undefined;
    const lines = fresh.map(({ event }) => `${JSON.stringify(encode(event))}\n`);
    // Until it succeeds, the file may end with a part of it.
    known.delete(folder);
    const added = await addLines(join(archiveDir, folder, FILE), { lines, mayRepeat });
    if (added.kind === 'unwritten') {
      if (last !== undefined) known.set(folder, last);
      throw added.error;
    }
    const { cutBytes } = added;
    if (cutBytes > 0) log.warn({ folder, cutBytes }, 'archive_half_line_removed');
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(folder, end.position);
  }

  async function write(entries: readonly JournalEntry[]): Promise<readonly Unhandled[]> {
    const unhandled: Unhandled[] = [];
    await forEachConcurrently(byFolder(entries), FILES_AT_ONCE, async ([folder, own]) => {
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

const isAfter =
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
