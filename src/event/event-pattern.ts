// Patterns over event types: `*`, `job.*`, or an exact type.

export type EventPattern = string;

const FORM = /^(\*|[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?)$/;

/** Whether `text` has the form of a pattern. */
export function isEventPattern(text: string): boolean {
  return FORM.test(text);
}

/** `job.*` matches `job.x` and `job.x.y`, never `jobs.x` and never `job` itself. */
export function matchesPattern(pattern: EventPattern, type: string): boolean {
  if (pattern === '*') return true;
  if (pattern.endsWith('.*')) return type.startsWith(pattern.slice(0, -1));
  return pattern === type;
}
