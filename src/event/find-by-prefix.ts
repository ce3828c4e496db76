// Finds items by a unique prefix of their id.

export type PrefixMatch<T> =
  | { readonly kind: 'one'; readonly item: T }
  /** The matching ids, at least two. */
  | { readonly kind: 'several'; readonly ids: readonly string[] }
  | { readonly kind: 'none' };

/** The item with this id, else the only one whose id has this prefix; of equal ids the first. */
export function findByPrefix<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  prefix: string,
): PrefixMatch<T> {
  const exact = items.find((item) => idOf(item) === prefix);
  if (exact !== undefined) return { kind: 'one', item: exact };
  const matching = new Map<string, T>();
  for (const item of items) {
    const id = idOf(item);
    if (id.startsWith(prefix) && !matching.has(id)) matching.set(id, item);
  }
  const [first] = matching.values();
  if (first === undefined || prefix === '') return { kind: 'none' };
  if (matching.size > 1) return { kind: 'several', ids: [...matching.keys()] };
  return { kind: 'one', item: first };
}
