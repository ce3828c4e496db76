// Optional fields for exact optional property types: present or absent, never `undefined`.

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields with a value: `{ ...defined({ jobId }) }` has no `jobId` if that is undefined. */
export function defined<T extends object>(fields: T): Defined<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Defined<T>;
}
