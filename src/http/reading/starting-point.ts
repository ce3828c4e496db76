// Where in the journal a reader starts, and whether it has missed something.
import { z } from 'zod';
import { type JournalBounds, type Position, START } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { Cursors } from './cursor.ts';

export type Start =
  /** Only new events. */
  | { readonly kind: 'now' }
  /** Everything that is stored. */
  | { readonly kind: 'oldest' }
  /** After the cursor that the client sent, which may be any string. */
  | { readonly kind: 'cursor'; readonly text: string };

/** After the reader's last event, from its header or else its query; `undefined` if it is in neither. */
export function afterLastEvent(
  header: string | readonly string[] | undefined,
  query: string | undefined,
): Start | undefined {
  const text = [header].flat().at(-1) || query;
  return text ? { kind: 'cursor', text } : undefined;
}

/** Sent to the client as is. */
export const gapSchema = z
  .object({
    reason: z
      .enum(['cursor_unreadable', 'journal_replaced', 'position_ahead', 'position_expired'])
      .meta({
        description:
          'The cursor is in no format of jobwire; it belongs to a former journal; the journal ends before it, because it was restored from an older copy; events after it are no longer stored.',
      }),
    from: z.string().meta({ description: 'The cursor that was given.' }),
    resumed_at: z.string().meta({
      description: 'Cursor of the oldest stored event, or of the end of the journal.',
    }),
  })
  .readonly();
type Gap = z.infer<typeof gapSchema>;

export interface StartingPoint {
  readonly after: Position;
  /** The position may be made up, so the reader must not learn where it starts. */
  readonly isGuess?: true;
  readonly gap?: Gap;
}

/** The journal as visible to one reader. */
export interface JournalState {
  readonly bounds: JournalBounds;
  readonly cursors: Cursors;
  /**
   * For a reader with limited access: the newest event that it may see. The ends of the journal may be others'
   * events, so this one stands in for them.
   */
  readonly newestVisible?: Position;
}

const ECHO_LENGTH = 120;

export function startingPoint(start: Start, known: JournalState): StartingPoint {
  switch (start.kind) {
    case 'now':
      return { after: known.newestVisible ?? known.bounds.last };
    case 'oldest':
      return { after: START };
    case 'cursor':
      return fromCursor(start.text, known);
  }
}

/** The gap for a reader that has everything up to `position`; `undefined` for none. */
export function gapAfter(position: Position, known: JournalState): StartingPoint | undefined {
  const { bounds, cursors } = known;
  // If no events are left, the end of the journal may belong to others' events.
  const oldest = bounds.first ?? (known.newestVisible === undefined ? bounds.last : undefined);
  if (position === START) return undefined;
  if (oldest !== undefined && comparePositions(position, oldest) >= 0) return undefined;
  return lost({ reason: 'position_expired', from: cursors.seal(position) }, known);
}

function fromCursor(text: string, known: JournalState): StartingPoint {
  const { bounds, cursors, newestVisible } = known;
  const from = text.slice(0, ECHO_LENGTH);
  const cursor = cursors.open(text);
  if (cursor === undefined) return lost({ reason: 'cursor_unreadable', from }, known);
  if (cursor.epoch !== bounds.epoch) return lost({ reason: 'journal_replaced', from }, known);
  const { position } = cursor;
  const isAhead = comparePositions(position, bounds.last) > 0;
  const end = newestVisible ?? bounds.last;
  // A reader with limited access could find out by trying where others' events start and end.
  const isGuess = newestVisible !== undefined && !cursor.isSealed;
  if (isGuess) return { after: isAhead ? end : position, isGuess };
  if (isAhead) {
    return { after: end, gap: { reason: 'position_ahead', from, resumed_at: cursors.seal(end) } };
  }
  if (gapAfter(position, known) === undefined) return { after: position };
  return lost({ reason: 'position_expired', from }, known);
}

/** Continues with the oldest stored event. */
function lost(
  { reason, from }: Omit<Gap, 'resumed_at'>,
  { bounds: { first, last }, cursors, newestVisible }: JournalState,
): StartingPoint {
  const after = first === undefined ? (newestVisible ?? last) : START;
  const oldest = newestVisible === undefined ? (first ?? last) : after;
  return { after, gap: { reason, from, resumed_at: cursors.seal(oldest) } };
}
