// Entries that the router has read and not routed yet, limited in bytes. They are parsed in time slices
// shortly before their turn; an unreadable one is reported and blocks nothing.

import type { JournalEntry, Position } from '../journal/journal.ts';
import { decodeEvent } from '../journal/stored-event.ts';
import type { Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import { createSlices } from '../runtime/slices.ts';
import type { RouteStore, StoredEntry } from './route-store.ts';

interface Deps {
  readonly store: Pick<RouteStore, 'read' | 'waitForEntry'>;
  readonly clock: Clock;
}

export type BacklogEntry =
  | ({ readonly kind: 'event' } & JournalEntry)
  | { readonly kind: 'unreadable'; readonly position: Position; readonly reason: string };

export interface Backlog {
  /** Position of the last entry that was dropped. */
  readonly position: Position;
  /**
   * The next entries, at most `limit` and no more than can be parsed in a short time; they stay until
   * dropped. Waits up to WAIT_MS for the first one; may return none.
   */
  next(limit: number): Promise<readonly BacklogEntry[]>;
  /** Removes the first `count` of those that `next` returned. */
  drop(count: number): void;
  /** Prefetches if little is left; to be called while something else is in flight. */
  readAhead(): Promise<void>;
}

/** Bytes of text, parsed or not. A read returns no more than is missing, but at least one entry. */
const MAX_BYTES = 4 * 1_048_576;
/** Below both of these a read is worth its round trip. */
const LOW_BYTES = MAX_BYTES / 2;
const LOW_ENTRIES = 500;
const WAIT_MS = 1_000;
const MAX_PARSE_MS = 50;

export function createBacklog(from: Position, { store, clock }: Deps): Backlog {
  let position = from;
  let readTo = from;
  let stored: StoredEntry[] = [];
  let parsed: BacklogEntry[] = [];
  /** Bytes per entry, parsed ones first; and in all. */
  let sizes: number[] = [];
  let bytes = 0;

  function keep(entries: readonly StoredEntry[]): void {
    const added = entries.map(({ text }) => Buffer.byteLength(text));
    stored = [...stored, ...entries];
    sizes = [...sizes, ...added];
    bytes += sum(added);
    readTo = entries.at(-1)?.position ?? readTo;
  }

  async function fill(): Promise<void> {
    if (sizes.length > 0) return;
    keep(await store.read(readTo, MAX_BYTES));
    // With an idle journal it waits for the next entry, which is routed at once by itself.
    if (stored.length === 0) keep(await store.waitForEntry(readTo, WAIT_MS));
  }

  async function parse(limit: number): Promise<void> {
    const slices = createSlices(clock);
    let count = 0;
    while (parsed.length < limit && count < stored.length) {
      const entry = stored[count];
      if (entry === undefined) break;
      parsed.push(parseEntry(entry));
      count += 1;
      if (slices.spentMs() >= MAX_PARSE_MS) break;
      if (slices.isOver()) await slices.next();
    }
    stored = stored.slice(count);
  }

  return {
    get position() {
      return position;
    },
    async next(limit) {
      await fill();
      await parse(limit);
      return parsed.slice(0, limit);
    },
    drop(count) {
      position = parsed[count - 1]?.position ?? position;
      parsed = parsed.slice(count);
      bytes -= sum(sizes.slice(0, count));
      sizes = sizes.slice(count);
    },
    async readAhead() {
      if (sizes.length >= LOW_ENTRIES || bytes >= LOW_BYTES) return;
      keep(await store.read(readTo, MAX_BYTES - bytes));
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function parseEntry({ position, text }: StoredEntry): BacklogEntry {
  try {
    const event = decodeEvent(text, { key: 'journal', field: position });
    return { kind: 'event', position, event };
  } catch (error) {
    return { kind: 'unreadable', position, reason: messageOf(error) };
  }
}
