// Many things to do, a few of them at a time.

/**
 * Calls `run` for every item, in order, at most `limit` calls at once. Resolves, or rejects with the
 * first failure, only when nothing runs any more.
 */
export async function forEachAtOnce<T>(
  items: Iterable<T>,
  limit: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  async function work(): Promise<void> {
    for (let next = left.next(); !next.done; next = left.next()) await run(next.value);
  }
  const ends = await Promise.allSettled(Array.from({ length: limit }, work));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
