// Standard output. By itself, because what else writes for people takes longer to load than some commands run.

/** Prints results, one per line. */
export function print(...texts: readonly string[]): void {
  for (const text of texts) console.log(text);
}
