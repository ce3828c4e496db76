// Text fields of an event's data, short enough for what is kept of a job.
import type { JsonObject } from '../event/canonical-event.ts';

/** UTF-16 units. A job is read and written with each of its events, so it must stay small. */
const MAX_TEXT_LENGTH = 2_000;

/** `undefined` where there is no text. */
export function fieldText(data: JsonObject, field: string): string | undefined {
  const value = Object.hasOwn(data, field) ? data[field] : undefined;
  return typeof value === 'string' && value !== '' ? shortened(value) : undefined;
}

/** `units`: UTF-16 units at most. */
export function shortened(text: string, units = MAX_TEXT_LENGTH): string {
  if (text.length <= units) return text;
  // Not within a character.
  return `${text.slice(0, units - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
