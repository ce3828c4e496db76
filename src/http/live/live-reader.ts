// The life of one live reader, whatever it reads by: admitting, joining, live, ending, ended. Every
// step from one to the next is taken here or in readers.ts; transports only encode and write.
import type { JournalEntry, Position } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { View } from '../access/event-filter.ts';
import type { StreamLimits } from './stream-limits.ts';

/** Why a stream of any kind ends before its client leaves. Transports add reasons of their own. */
export type EndReason =
  /** The server stops. */
  | 'closing'
  /** The caller has lost a right. */
  | 'rights_changed'
  /** It left too much unread. */
  | 'too_slow'
  /** More came at once than may wait to be written. */
  | 'overrun'
  /** Writing failed half way: nobody knows who got what. */
  | 'interrupted';

/** Contract: one connection, which encodes nothing by itself and never decides when it ends. */
export interface Connection<Own extends string = never> {
  isClosed(): boolean;
  /** What was written and not taken yet. */
  unreadBytes(): number;
  onClose(listener: () => void): void;
  write(bytes: Buffer | string): void;
  /** Closes it in the words of the transport; called once, and nothing is written after it. */
  end(reason: EndReason | Own): void;
  /** Breaks it off. */
  destroy(): void;
}

type Held =
  | { readonly kind: 'all'; readonly entries: JournalEntry[]; sizeBytes: number }
  /** More came than may be held: none of it is, and the journal has to be read once more. */
  | { readonly kind: 'overflowed' };

export type ReaderState =
  /** Nothing was written to it yet; it holds what comes live. */
  | { readonly kind: 'admitting'; held: Held }
  /** Its stream has opened; it reads what is kept, and still holds what comes live. */
  | { readonly kind: 'joining'; held: Held }
  /** It gets what comes. `ahead`: it has read so far, and the live side is not there yet. */
  | { readonly kind: 'live'; ahead: Position | undefined }
  /** Nothing is written to it any more; its connection is not closed yet. */
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

/** Nothing may be written to it any more. */
export function hasLeft({ state }: LiveReader): boolean {
  return state.kind === 'ending' || state.kind === 'ended';
}

/** Its client has been sent the beginning of its stream. */
export function markOpened(reader: LiveReader): void {
  const { state } = reader;
  if (state.kind === 'admitting') reader.state = { kind: 'joining', held: state.held };
}

/** Passes on entries that the reader is shown: held until it is live, dropped once it has left. */
export function passOn<R extends LiveReader>(
  reader: R,
  entries: readonly JournalEntry[],
  to: {
    readonly limits: HoldLimits;
    /** Gets what is new to the reader: `entries` itself, if that is all of it. */
    readonly write: (reader: R, fresh: readonly JournalEntry[]) => void;
  },
): void {
  const { state } = reader;
  switch (state.kind) {
    case 'admitting':
    case 'joining':
      state.held = withMore(state.held, entries, to.limits);
      return;
    case 'live': {
      const fresh = behind(state.ahead, entries);
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

/** What was held is dropped and lies between here and the next live entry. */
export function hasOverflowed({ state }: LiveReader): boolean {
  const isHolding = state.kind === 'admitting' || state.kind === 'joining';
  return isHolding && state.held.kind === 'overflowed';
}

/** Holds what comes from now on; what came before has to be read from the journal. */
export function holdAnew({ state }: LiveReader): void {
  if (state.kind === 'admitting' || state.kind === 'joining') state.held = nothingHeld();
}

/**
 * The reader has everything up to `position`, if it read the journal, and is live from now on. Answers
 * what was held and is new to it, to be written at once, so that nothing can come between.
 */
export function goLive(reader: LiveReader, position?: Position): readonly JournalEntry[] {
  const { state } = reader;
  if (state.kind !== 'admitting' && state.kind !== 'joining') return [];
  const fresh = behind(position, state.held.kind === 'all' ? state.held.entries : []);
  const ahead = position && (fresh.at(-1)?.position ?? position);
  reader.state = { kind: 'live', ahead };
  return fresh;
}

/** The live side has come to `last`. */
export function liveSideAt({ state }: LiveReader, last: Position | undefined): void {
  if (state.kind !== 'live' || state.ahead === undefined || last === undefined) return;
  if (comparePositions(last, state.ahead) >= 0) state.ahead = undefined;
}

export function weightOf(entries: readonly JournalEntry[]): number {
  return entries.reduce((bytes, { sizeBytes = 0 }) => bytes + sizeBytes, 0);
}

type HoldLimits = Pick<StreamLimits, 'waitingEntries' | 'waitingBytes'>;

function nothingHeld(): Held {
  return { kind: 'all', entries: [], sizeBytes: 0 };
}

function withMore(held: Held, more: readonly JournalEntry[], limits: HoldLimits): Held {
  if (held.kind === 'overflowed') return held;
  held.sizeBytes += weightOf(more);
  const isWithin = held.entries.length + more.length <= limits.waitingEntries;
  if (!isWithin || held.sizeBytes > limits.waitingBytes) return { kind: 'overflowed' };
  held.entries.push(...more);
  return held;
}

function behind(
  position: Position | undefined,
  entries: readonly JournalEntry[],
): readonly JournalEntry[] {
  if (position === undefined) return entries;
  return entries.filter((entry) => comparePositions(entry.position, position) > 0);
}
