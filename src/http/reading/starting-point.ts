// Where in the journal a reader begins, and whether something between is lost for it.
import { type JournalBounds, type Position, START } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { Cursors } from './cursor.ts';

export type Start =
  /** What comes from now on. */
  | { readonly kind: 'now' }
  /** Everything that is kept. */
  | { readonly kind: 'oldest' }
  /** After the cursor that the client sent; any text. */
  | { readonly kind: 'cursor'; readonly text: string };

/** After what a reader had last: its header says it, else its query; `undefined` when neither does. */
export function afterLastEvent(
  header: string | readonly string[] | undefined,
  query: string | undefined,
): Start | undefined {
  const text = [header].flat().at(-1) || query;
  return text ? { kind: 'cursor', text } : undefined;
}

/** Told to the client as it is. */
export interface Gap {
  readonly reason: /** The cursor has no form that jobwire ever gave out. */
    | 'cursor_unreadable'
    /** It belongs to a journal that is no more. */
    | 'journal_replaced'
    /** The journal ends before it: it was restored from an older copy. */
    | 'position_ahead'
    /** Events after it are no longer kept. */
    | 'position_expired';
  readonly from: string;
  /** Cursor of the oldest event that is kept, or of the journal's end. */
  readonly resumed_at: string;
}

export interface StartingPoint {
  readonly after: Position;
  /** It is told nothing of where it begins: it made that place up, and may try out others. */
  readonly isGuess?: true;
  readonly gap?: Gap;
}

/** The journal as one reader may know it. */
export interface JournalState {
  readonly bounds: JournalBounds;
  readonly cursors: Cursors;
  /**
   * For a reader that may not see everything: the newest event that it may see. Ends of the journal are
   * others' events, so it is told of this one instead.
   */
  readonly newestSeen?: Position;
}

const ECHO_LENGTH = 120;

export function startingPoint(start: Start, known: JournalState): StartingPoint {
  switch (start.kind) {
    case 'now':
      return { after: known.newestSeen ?? known.bounds.last };
    case 'oldest':
      return { after: START };
    case 'cursor':
      return fromCursor(start.text, known);
  }
}

/** What a reader lost who had everything up to `position`; `undefined` for nothing. */
export function gapBehind(position: Position, known: JournalState): StartingPoint | undefined {
  const { bounds, cursors } = known;
  // The end of a journal without any event is that of somebody's events.
  const oldest = bounds.first ?? (known.newestSeen === undefined ? bounds.last : undefined);
  if (position === START) return undefined;
  if (oldest !== undefined && comparePositions(position, oldest) >= 0) return undefined;
  return lost({ reason: 'position_expired', from: cursors.seal(position) }, known);
}

function fromCursor(text: string, known: JournalState): StartingPoint {
  const { bounds, cursors, newestSeen } = known;
  const from = text.slice(0, ECHO_LENGTH);
  const cursor = cursors.open(text);
  if (cursor === undefined) return lost({ reason: 'cursor_unreadable', from }, known);
  if (cursor.epoch !== bounds.epoch) return lost({ reason: 'journal_replaced', from }, known);
  const { position } = cursor;
  const isAhead = comparePositions(position, bounds.last) > 0;
  const end = newestSeen ?? bounds.last;
  // Who may not see everything would find out, by trying, where others' events begin and end.
  const isGuess = newestSeen !== undefined && !cursor.isSealed;
  if (isGuess) return { after: isAhead ? end : position, isGuess };
  if (isAhead) {
    return { after: end, gap: { reason: 'position_ahead', from, resumed_at: cursors.seal(end) } };
  }
  if (gapBehind(position, known) === undefined) return { after: position };
  return lost({ reason: 'position_expired', from }, known);
}

/** Goes on with the oldest event that is kept. */
function lost(
  { reason, from }: Omit<Gap, 'resumed_at'>,
  { bounds: { first, last }, cursors, newestSeen }: JournalState,
): StartingPoint {
  const after = first === undefined ? (newestSeen ?? last) : START;
  const oldest = newestSeen === undefined ? (first ?? last) : after;
  return { after, gap: { reason, from, resumed_at: cursors.seal(oldest) } };
}
