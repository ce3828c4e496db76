// Reads the journal page by page: all of it, or what matches a filter.

import type { EventFilter } from '../../journal/event-filter.ts';
import { type Journal, type JournalPage, type Position, START } from '../../journal/journal.ts';
import { defined } from '../../runtime/defined.ts';

/** Every reader that catches up keeps one page in memory until it is written. */
const PAGE_BYTES = 262_144;

/** The entries after a position; `next` is `undefined` if there are no more. */
export type EventHistory = (after: Position, limit: number) => Promise<JournalPage>;

export function wholeHistory(journal: Journal): EventHistory {
  return async (after, limit) => {
    const entries = await journal.read(after, limit, PAGE_BYTES);
    return { entries, next: entries.at(-1)?.position };
  };
}

export function filteredHistory(journal: Journal, filter: EventFilter): EventHistory {
  return (after, limit) =>
    journal.query({ filter, order: 'asc', limit, after, maxBytes: PAGE_BYTES });
}

/** Position of the newest event that a caller may see, whatever else they ask for. */
export async function newestIn(
  journal: Journal,
  { projectIds, publicOnly }: EventFilter,
): Promise<Position> {
  const filter = {
    ...defined({ projectIds, publicOnly }),
  };
  const { entries } = await journal.query({ filter, order: 'desc', limit: 1 });
  return entries[0]?.position ?? START;
}
