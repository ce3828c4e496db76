// The error of a failure. What happened is in its last line as a rule: those before say where, like a traceback.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { describe } from '../../event/event-types.ts';

/** Fields that say why. */
const ERRORS = ['error', 'error_message', 'traceback', 'stderr'] as const;
/** An error of one line that is longer is not shown whole; UTF-16 units. */
const MAX_ERROR = 200;

interface CauseFirst {
  /** The event with only the last line of each error. */
  readonly shown: CanonicalEvent;
  /** The newest lines before that. */
  readonly rest: readonly string[];
}

/** `maxRest`: how many lines `rest` has at most. */
export function causeFirst(event: CanonicalEvent, maxRest: number): CauseFirst {
  const data = { ...event.data };
  let rest: readonly string[] = [];
  for (const field of ERRORS) {
    const value = Object.hasOwn(data, field) ? data[field] : undefined;
    if (typeof value !== 'string') continue;
    const lines = value.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
    const last = lines.at(-1);
    if (last === undefined || lines.length === 1) continue;
    data[field] = last;
    rest = lines.slice(-maxRest - 1, -1);
  }
  return { shown: { ...event, data }, rest };
}

/** A failure with its cause alone, for where it has one line; any other event as it is. */
export function causeOnly(event: CanonicalEvent): CanonicalEvent {
  return describe(event).failure ? causeFirst(event, 0).shown : event;
}

/** Whether an error is longer than what is shown of it. */
export function hasLongError({ data }: CanonicalEvent): boolean {
  return ERRORS.some((field) => {
    const value = Object.hasOwn(data, field) ? data[field] : undefined;
    return typeof value === 'string' && (value.includes('\n') || value.length > MAX_ERROR);
  });
}
