// The states of a live reader on any transport: admitting, joining, live, ending, ended. All transitions are here or
// in readers.ts; transports only encode and write.
import type { JournalEntry, Position } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { View } from '../access/event-filter.ts';
import type { StreamLimits } from './stream-limits.ts';

/** Why the server ends a stream. Transports add reasons of their own. */
export type EndReason =
  /** The server is stopping. */
  | 'closing'
  /** The caller has lost a right. */
  | 'rights_changed'
  /** The client left too much unread. */
  | 'too_slow'
  /** More arrived at once than may be buffered. */
  | 'overrun'
  /** Writing failed midway, so it is unknown who got what. */
  | 'interrupted';

/** Contract: one connection, which doesn't encode by itself or decide when it ends. */
export interface Connection<Own extends string = never> {
  isClosed(): boolean;
  /** Written but not yet sent. */
  unreadBytes(): number;
  onClose(listener: () => void): void;
  write(bytes: Buffer | string): void;
  /** Closes it in the transport's own way; called once, and nothing is written after it. */
  end(reason: EndReason | Own): void;
  /** Cuts the connection. */
  destroy(): void;
}

type Held =
  | { readonly kind: 'all'; readonly entries: JournalEntry[]; sizeBytes: number }
  /** More arrived than may be held: all of it was dropped, and the journal has to be read again. */
  | { readonly kind: 'overflowed' };

export type ReaderState =
  /** Nothing was written to it yet; live entries are held. */
  | { readonly kind: 'admitting'; held: Held }
  /** Its stream has opened; it reads the journal, and live entries are still held. */
  | { readonly kind: 'joining'; held: Held }
  /** It gets live entries. `ahead`: the position it has read up to, if the live side has not reached that yet. */
  | { readonly kind: 'live'; ahead: Position | undefined }
  /** Nothing more is written to it, but its connection is not closed yet. */
  | { readonly kind: 'ending' }
  | { readonly kind: 'ended' };

export interface LiveReader<C extends Connection = Connection> {
  readonly connection: C;
  readonly view: View;
  state: ReaderState;
}

export function createLiveReader<C extends Connection>(connection: C, view: View): LiveReader<C> {
  return { connection, view, state: { kind: 'admitting', held: nothingHeld() } };
}

/** Whether nothing may be written to it any more. */
export function hasLeft({ state }: LiveReader): boolean {
  return state.kind === 'ending' || state.kind === 'ended';
}

/** The start of the stream was written. */
export function markOpened(reader: LiveReader): void {
  const { state } = reader;
  if (state.kind === 'admitting') reader.state = { kind: 'joining', held: state.held };
}

/** Passes on visible entries: held until the reader is live, dropped once it has left. */
export function passOn<R extends LiveReader>(
  reader: R,
  entries: readonly JournalEntry[],
  to: {
    readonly limits: HeldLimits;
    /** Called with the entries that are new to the reader; `entries` itself if all are. */
    readonly write: (reader: R, fresh: readonly JournalEntry[]) => void;
  },
): void {
  const { state } = reader;
  switch (state.kind) {
    case 'admitting':
    case 'joining':
      state.held = holdMore(state.held, entries, to.limits);
      return;
    case 'live': {
      const fresh = entriesAfter(state.ahead, entries);
      if (fresh.length === 0) return;
      state.ahead = undefined;
      to.write(reader, fresh);
      return;
    }
    case 'ending':
    case 'ended':
      return;
  }
}

/** Whether held entries were dropped, so that the journal has to be read again. */
export function hasOverflowed({ state }: LiveReader): boolean {
  const isHolding = state.kind === 'admitting' || state.kind === 'joining';
  return isHolding && state.held.kind === 'overflowed';
}

/** Holds entries from now on; earlier ones have to be read from the journal. */
export function resetHeld({ state }: LiveReader): void {
  if (state.kind === 'admitting' || state.kind === 'joining') state.held = nothingHeld();
}

/**
 * Makes the reader live; it has everything up to `position`, if it has read the journal. Returns the held entries
 * that are new to it, which must be written synchronously so that nothing comes in between.
 */
export function goLive(reader: LiveReader, position?: Position): readonly JournalEntry[] {
  const { state } = reader;
  if (state.kind !== 'admitting' && state.kind !== 'joining') return [];
  const fresh = entriesAfter(position, state.held.kind === 'all' ? state.held.entries : []);
  const ahead = position && (fresh.at(-1)?.position ?? position);
  reader.state = { kind: 'live', ahead };
  return fresh;
}

/** The live side has reached `last`. */
export function noteLivePosition({ state }: LiveReader, last: Position | undefined): void {
  if (state.kind !== 'live' || state.ahead === undefined || last === undefined) return;
  if (comparePositions(last, state.ahead) >= 0) state.ahead = undefined;
}

export function weightOf(entries: readonly JournalEntry[]): number {
  return entries.reduce((bytes, { sizeBytes = 0 }) => bytes + sizeBytes, 0);
}

type HeldLimits = Pick<StreamLimits, 'heldEntries' | 'heldBytes'>;

function nothingHeld(): Held {
  return { kind: 'all', entries: [], sizeBytes: 0 };
}

function holdMore(held: Held, more: readonly JournalEntry[], limits: HeldLimits): Held {
  if (held.kind === 'overflowed') return held;
  held.sizeBytes += weightOf(more);
  const isWithin = held.entries.length + more.length <= limits.heldEntries;
  if (!isWithin || held.sizeBytes > limits.heldBytes) return { kind: 'overflowed' };
  held.entries.push(...more);
  return held;
}

function entriesAfter(
  position: Position | undefined,
  entries: readonly JournalEntry[],
): readonly JournalEntry[] {
  if (position === undefined) return entries;
  return entries.filter((entry) => comparePositions(entry.position, position) > 0);
}
