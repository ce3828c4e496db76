// Reads the result of a query page by page, since the size of a page is limited.
import { defined } from '../runtime/defined.ts';
import type { Journal, JournalEntry, JournalQuery, Position } from './journal.ts';

const PAGE = 500;

/** `limit`: entries in all, any number. */
export async function* pagesOf(
  journal: Pick<Journal, 'query'>,
  { limit, ...query }: JournalQuery,
): AsyncGenerator<readonly JournalEntry[]> {
  let left = limit;
  let after: Position | undefined = query.after;
  do {
    const start = defined({ after });
    const page = await journal.query({ ...query, ...start, limit: Math.min(PAGE, left) });
    yield page.entries;
    left -= page.entries.length;
    after = page.next;
  } while (after !== undefined && left > 0);
}
