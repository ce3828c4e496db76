// Cuts bytes into lines. Pure.

export interface Line {
  /** Where it begins, in bytes. */
  readonly offset: number;
  /** Without its line end. */
  readonly text: string;
}

export interface Cut {
  readonly lines: readonly Line[];
  /** Up to behind the last line end that was reached. */
  readonly lengthBytes: number;
}

export const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * The complete lines at the beginning of `bytes`, which end with LF or CRLF; at most `limit`, not
 * counting empty ones, which are left out. Cut at LF only, never inside a character.
 */
export function cutLines(bytes: Buffer, limit: number): Cut {
  const lines: Line[] = [];
  let offset = 0;
  while (lines.length < limit) {
    const end = bytes.indexOf(NEWLINE, offset);
    if (end < 0) break;
    const text = textOf(bytes, offset, end);
    if (text !== '') lines.push({ offset, text });
    offset = end + 1;
  }
  return { lines, lengthBytes: offset };
}

function textOf(bytes: Buffer, start: number, end: number): string {
  const isReturn = end > start && bytes[end - 1] === RETURN;
  return bytes.toString('utf8', start, isReturn ? end - 1 : end);
}
