// Contract: that what was answered is where the storage promises it to be. Implemented by redis/monitoring/durability.
// What people and publishers are told counts ("202", "approved") is confirmed before it is said.

export interface Durability {
  /**
   * Resolves when everything that the storage answered before this call is written as its settings
   * promise; throws `unavailable` when it can't write. What was answered may be kept all the same, so
   * whoever tries again must be understood to mean the same.
   */
  confirm(): Promise<void>;
}

/** The same call, which answers only once what it answers is written. */
export function confirmed<Args extends readonly unknown[], Result>(
  call: (...args: Args) => Promise<Result>,
  durability: Durability,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    const result = await call(...args);
    await durability.confirm();
    return result;
  };
}
