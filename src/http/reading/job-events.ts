// The stored events of one job that a caller may see.
import type { EventFilter } from '../../journal/event-filter.ts';
import { type Journal, type JournalEntry, START } from '../../journal/journal.ts';
import type { Caller } from '../access/auth.ts';
import { filterFor } from '../access/event-filter.ts';
import { filteredHistory } from './history.ts';

const PAGE = 100;

/** Whether the job has an event that the caller may see. Outside their scope, the job does not exist. */
export async function hasEvents(journal: Journal, caller: Caller, jobId: string): Promise<boolean> {
  const filter = filterFor(caller, { jobId });
  for await (const _ of jobEventPages(journal, { filter, limit: 1 })) return true;
  return false;
}

interface PageOptions {
  readonly filter: EventFilter;
  /** Entries in total. */
  readonly limit: number;
}

/** Oldest first, page by page; no page is empty. */
export async function* jobEventPages(
  journal: Journal,
  { filter, limit }: PageOptions,
): AsyncGenerator<readonly JournalEntry[]> {
  const history = filteredHistory(journal, filter);
  let left = limit;
  let after: string | undefined = START;
  while (left > 0 && after !== undefined) {
    const { entries, next } = await history(after, Math.min(left, PAGE));
    if (entries.length > 0) yield entries;
    left -= entries.length;
    after = next;
  }
}
