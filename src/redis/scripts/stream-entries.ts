// What Redis answers of a stream, and the journal's entries in it.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { JournalEntry } from '../../journal/journal.ts';

/** What XRANGE answers: id and flat fields of each entry. */
export type StreamReply = readonly (readonly [id: string, fields: readonly string[]])[];

export function readEntries(reply: StreamReply): JournalEntry[] {
  return reply.map(([position, fields]) => ({
    position,
    event: JSON.parse(fields[1] ?? '') as CanonicalEvent,
  }));
}

/** Name and value of each field; of a repeated name the last value. */
export function fieldsOf(flat: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] ?? '', flat[at + 1] ?? '');
  return fields;
}
