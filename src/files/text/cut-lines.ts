// Cuts bytes into lines. Pure.

export interface FileLine {
  /** Where it begins, in bytes. */
  readonly offset: number;
  /** Without its line end, a byte order mark, and NULs around it. */
  readonly text: string;
}

export interface Cut {
  readonly lines: readonly FileLine[];
  /** Up to behind the last line end that was reached. */
  readonly lengthBytes: number;
}

export const NEWLINE = 0x0a;
/** What a file system shows where nobody wrote: a file that was emptied while its writer went on, a crash. */
export const NUL = 0x00;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = '\uFEFF';
const NULS = Buffer.alloc(2);
/** NULs in more places than that are no holes; then it is left as it is. */
const MAX_PIECES = 16;

/**
 * The complete lines at the beginning of `bytes`, which end with LF or CRLF; at most `limit`, not
 * counting blank ones, which are left out. Cut at LF only, never inside a character; but what a hole
 * of NULs, which no JSON has, makes one line of are several.
 */
export function cutLines(bytes: Buffer, limit: number): Cut {
  const lines: FileLine[] = [];
  let offset = 0;
  while (lines.length < limit) {
    const end = bytes.indexOf(NEWLINE, offset);
    if (end < 0) break;
    lines.push(...linesIn(bytes, offset, end));
    offset = end + 1;
  }
  return { lines, lengthBytes: offset };
}

/** What stands from `start` to `end`, where there is no LF: no line, one, or several around holes. */
export function linesIn(bytes: Buffer, start: number, end: number): FileLine[] {
  const isReturn = end > start && bytes[end - 1] === RETURN;
  const to = isReturn ? end - 1 : end;
  const pieces: FileLine[] = [];
  let from = start;
  for (let count = 0; from < to; count += 1) {
    while (from < to && bytes[from] === NUL) from += 1;
    const hole = count < MAX_PIECES ? bytes.subarray(from, to).indexOf(NULS) : -1;
    const until = hole < 0 ? to : from + hole;
    const text = textOf(bytes, from, until);
    if (text !== undefined) pieces.push({ offset: from, text });
    from = until;
  }
  return pieces;
}

/** `undefined` for what is blank. */
function textOf(bytes: Buffer, start: number, end: number): string | undefined {
  const to = end > start && bytes[end - 1] === NUL ? end - 1 : end;
  const text = bytes.toString('utf8', start, to);
  if (text.trim() === '') return undefined;
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
