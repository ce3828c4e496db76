// What Redis answers of a stream, and the journal's entries in it.
import { z } from 'zod';
import type { JournalEntry } from '../../journal/journal.ts';
import { decodeEvent } from '../../journal/stored-event.ts';
import type { StoredReader } from '../../runtime/stored/stored-reader.ts';

/** What XRANGE answers: id and flat fields of each entry. */
export type StreamReply = readonly (readonly [id: string, fields: readonly string[]])[];
export const STREAM_REPLY = z.array(z.tuple([z.string(), z.array(z.string())]));

/** Without those that hold no event: the router makes dead letters of them. */
export function readEntries(
  reply: StreamReply,
  { journal, reader }: { readonly journal: string; readonly reader: StoredReader },
): JournalEntry[] {
  return reply.flatMap(([position, fields]) => {
    const event = reader.read(decodeEvent, fields[1] ?? '', { key: journal, field: position });
    return event === undefined ? [] : [{ position, event }];
  });
}

/** Name and value of each field; of a repeated name the last value. */
export function fieldsOf(flat: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] ?? '', flat[at + 1] ?? '');
  return fields;
}
