// Ids by any beginning that fits only one.

export type PrefixMatch<T> =
  | { readonly kind: 'one'; readonly item: T }
  /** Ids of those that fit, at least two. */
  | { readonly kind: 'several'; readonly ids: readonly string[] }
  | { readonly kind: 'none' };

/** The item with this id, else the only one whose id begins like this; of equal ids the first. */
export function findByPrefix<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  given: string,
): PrefixMatch<T> {
  const exact = items.find((item) => idOf(item) === given);
  if (exact !== undefined) return { kind: 'one', item: exact };
  const fitting = new Map<string, T>();
  for (const item of items) {
    const id = idOf(item);
    if (id.startsWith(given) && !fitting.has(id)) fitting.set(id, item);
  }
  const [first] = fitting.values();
  if (first === undefined || given === '') return { kind: 'none' };
  if (fitting.size > 1) return { kind: 'several', ids: [...fitting.keys()] };
  return { kind: 'one', item: first };
}
