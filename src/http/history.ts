// Reading what the journal holds, page by page: all of it, or only what a filter lets through.
import type { EventFilter } from '../journal/event-filter.ts';
import type { Journal, JournalPage, Position } from '../journal/journal.ts';

/** The entries behind a place; `next` is `undefined` when nothing is left behind these. */
export type History = (after: Position, limit: number) => Promise<JournalPage>;

export function wholeHistory(journal: Journal): History {
  return async (after, limit) => {
    const entries = await journal.read(after, limit);
    return { entries, next: entries.at(-1)?.position };
  };
}

export function filteredHistory(journal: Journal, filter: EventFilter): History {
  return (after, limit) => journal.query({ filter, order: 'asc', limit, after });
}
