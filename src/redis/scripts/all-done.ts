// What several commands sent at once were answered. An error among the answers throws nothing by itself.

/** As `exec()` of a pipeline or a MULTI answers; `null` when it was given up. */
export type Replies = readonly (readonly [error: Error | null, reply: unknown])[] | null;

/** Throws the first error there is. */
export function expectDone(replies: Replies): void {
  if (replies === null) throw new Error('Redis gave the commands up; expected that it runs them');
  for (const [error] of replies) if (error !== null) throw error;
}
