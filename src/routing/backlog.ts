// What the router has read and not routed yet, bounded by bytes. Entries are parsed when their turn is
// near, in slices; one that can't be parsed is found here and holds up nothing.
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { FlowStore, StoredEntry } from '../flow-store.ts';
import type { JournalEntry, Position } from '../journal/journal.ts';
import { createSlices } from '../slices.ts';

interface Deps {
  readonly store: Pick<FlowStore, 'read' | 'waitForEntry'>;
  readonly clock: Clock;
}

export type BacklogEntry =
  | ({ readonly kind: 'event' } & JournalEntry)
  | { readonly kind: 'unreadable'; readonly position: Position; readonly reason: string };

export interface Backlog {
  /** Position after the last entry that was dropped: where routing stands. */
  readonly position: Position;
  /**
   * What comes next, at most `limit` entries, and no more than parse in a short time; they stay until they are
   * dropped. Waits up to WAIT_MS for the first one; none when nothing came.
   */
  next(limit: number): Promise<readonly BacklogEntry[]>;
  /** Reads on while something else is under way. */
  readAhead(): Promise<void>;
  /** Of what `next` answered, the first `count` are done. */
  drop(count: number): void;
}

/** Characters of text, in ASCII bytes, that are kept unparsed; one read brings no more than are missing. */
const MAX_KEPT = 4 * 1_048_576;
/** Below both of these the next read is worth its round trip. */
const LOW_KEPT = MAX_KEPT / 2;
const LOW_ENTRIES = 500;
const WAIT_MS = 1_000;
const MAX_PARSE_MS = 50;

export function createBacklog(from: Position, { store, clock }: Deps): Backlog {
  let position = from;
  let readTo = from;
  let stored: StoredEntry[] = [];
  let kept = 0;
  let parsed: BacklogEntry[] = [];

  function keep(entries: readonly StoredEntry[]): void {
    stored = [...stored, ...entries];
    kept += lengthOf(entries);
    readTo = entries.at(-1)?.position ?? readTo;
  }

  async function fill(): Promise<void> {
    if (parsed.length + stored.length > 0) return;
    keep(await store.read(readTo, MAX_KEPT));
    // An idle journal is read by waiting for its next entry, which is routed at once and alone.
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
    kept -= lengthOf(stored.slice(0, count));
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
    async readAhead() {
      if (stored.length >= LOW_ENTRIES || kept >= LOW_KEPT) return;
      keep(await store.read(readTo, MAX_KEPT - kept));
    },
    drop(count) {
      position = parsed[count - 1]?.position ?? position;
      parsed = parsed.slice(count);
    },
  };
}

function lengthOf(entries: readonly StoredEntry[]): number {
  return entries.reduce((sum, { text }) => sum + text.length, 0);
}

function parseEntry({ position, text }: StoredEntry): BacklogEntry {
  try {
    const event = JSON.parse(text) as CanonicalEvent;
    return { kind: 'event', position, event };
  } catch (error) {
    return { kind: 'unreadable', position, reason: messageOf(error) };
  }
}
