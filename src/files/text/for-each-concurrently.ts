// Limited concurrency.

/**
 * Calls `run` for every item, in order, at most `limit` at a time. Resolves, or rejects with the first failure, only
 * once nothing is running any more.
 */
export async function forEachConcurrently<T>(
  items: Iterable<T>,
  limit: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  async function work(): Promise<void> {
    for (let next = rest.next(); !next.done; next = rest.next()) await run(next.value);
  }
  const ends = await Promise.allSettled(Array.from({ length: limit }, work));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
