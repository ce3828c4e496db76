// Contract: that what was answered is where the storage promises it to be. Implemented by redis/monitoring/durability.
// What people and publishers are told counts ("202", "approved") is confirmed before it is said.

export interface Durability {
  /**
   * Resolves once everything that the storage has acknowledged before this call is as durable as its settings
   * promise; throws `unavailable` if it can't write. The data may be stored nevertheless, so a retry must be
   * idempotent.
   */
  confirm(): Promise<void>;
}

/** Wraps a call so that it returns only once its result is durable. */
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
