// Optional fields, as exact optional types want them: there or absent, never `undefined`.

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that have a value: `{ ...defined({ jobId }) }` has no `jobId` when there is none. */
export function defined<T extends object>(fields: T): Defined<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Defined<T>;
}
