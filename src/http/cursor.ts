// Where a reader stands: the epoch of the journal and a position in it, as the `id:` of a stream and
// the Last-Event-ID of a return.
import type { Position } from '../journal/journal.ts';

export interface Cursor {
  readonly epoch: string;
  readonly position: Position;
}

const FORM = /^([\x21-\x7e]{1,100})\.(\d{1,20}-\d{1,20})$/;
const SEQUENCE_AT_MOST = '18446744073709551615';

/** ASCII only: Node clients can't send anything else back in a header. */
export function formatCursor({ epoch, position }: Cursor): string {
  return `${epoch}.${position}`;
}

/** `undefined` for a text that no jobwire ever gave out. */
export function parseCursor(text: string): Cursor | undefined {
  const [, epoch, position] = FORM.exec(text) ?? [];
  if (epoch === undefined || position === undefined) return undefined;
  const parts = position.split('-').map((part) => part.replace(/^0+(?=\d)/, ''));
  const tooBig = parts.some((part) => compareNumerals(part, SEQUENCE_AT_MOST) > 0);
  return tooBig ? undefined : { epoch, position: parts.join('-') };
}

/** Below, at or above zero, as `a` lies before, at or after `b`. Exact for all 64 bits. */
export function comparePositions(a: Position, b: Position): number {
  if (a === b) return 0;
  const dashA = a.indexOf('-');
  const dashB = b.indexOf('-');
  return (
    compareNumerals(a.slice(0, dashA), b.slice(0, dashB)) ||
    compareNumerals(a.slice(dashA + 1), b.slice(dashB + 1))
  );
}

/** Compares numerals without leading zeros. */
function compareNumerals(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
