// The time stamp that a line of a log begins with, cut down to hour, minute and second.

/**
 * `2026-11-30T08:15:22.123Z`, `[2026/11/30 08:15:22,123 +0100]`, `Nov 30 08:15:22`, `ts="…"`, `08:15:22.123`. Only at
 * the beginning: a date further on is what the line is about.
 */
const STAMP =
  /^(?:(?:time|ts)=)?["[(<]?(?:\d{4}[-/]\d\d[-/]\d\d[T ]|[A-Z][a-z]{2} [ \d]\d )?(\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?["\])>]?(?=$|[\s:|,])/;

export function shortTime(line: string): string {
  return line.replace(STAMP, '$1');
}

/** Whether there is anything to shorten. */
export function haveLongTimes(lines: readonly string[]): boolean {
  return lines.some((line) => shortTime(line) !== line);
}
