// Where in the journal a reader begins, and whether something between is lost for it.
import { type JournalBounds, type Position, START } from '../journal/journal.ts';
import { comparePositions, formatCursor, parseCursor } from './cursor.ts';

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
  readonly gap?: Gap;
}

const ECHO_LENGTH = 120;

export function startingPoint(start: Start, bounds: JournalBounds): StartingPoint {
  switch (start.kind) {
    case 'now':
      return { after: bounds.last };
    case 'oldest':
      return { after: START };
    case 'cursor':
      return fromCursor(start.text, bounds);
  }
}

/** What a reader lost who had everything up to `position`; `undefined` for nothing. */
export function gapBehind(position: Position, bounds: JournalBounds): StartingPoint | undefined {
  const { epoch, first, last } = bounds;
  if (position === START || comparePositions(position, first ?? last) >= 0) return undefined;
  return lost({ reason: 'position_expired', from: formatCursor({ epoch, position }) }, bounds);
}

function fromCursor(text: string, bounds: JournalBounds): StartingPoint {
  const from = text.slice(0, ECHO_LENGTH);
  const cursor = parseCursor(text);
  if (cursor === undefined) return lost({ reason: 'cursor_unreadable', from }, bounds);
  if (cursor.epoch !== bounds.epoch) return lost({ reason: 'journal_replaced', from }, bounds);
  const { position } = cursor;
  if (comparePositions(position, bounds.last) > 0) {
    const resumed_at = formatCursor({ epoch: bounds.epoch, position: bounds.last });
    return { after: bounds.last, gap: { reason: 'position_ahead', from, resumed_at } };
  }
  return gapBehind(position, bounds) ?? { after: position };
}

/** Goes on with the oldest event that is kept. */
function lost({ reason, from }: Omit<Gap, 'resumed_at'>, bounds: JournalBounds): StartingPoint {
  const { epoch, first, last } = bounds;
  const resumed_at = formatCursor({ epoch, position: first ?? last });
  return { after: first === undefined ? last : START, gap: { reason, from, resumed_at } };
}
