// Cuts bytes into lines. Pure.

export interface FileLine {
  /** Its start, in bytes. */
  readonly offset: number;
  /** Without line break, byte order mark and surrounding NULs. */
  readonly text: string;
}

export interface Cut {
  readonly lines: readonly FileLine[];
  /** Up to and including the last line break. */
  readonly lengthBytes: number;
}

export const NEWLINE = 0x0a;
/** What a file system returns for holes: after a crash, or if a file was truncated while its writer went on. */
export const NUL = 0x00;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = '\uFEFF';
const NULS = Buffer.alloc(2);
/** NULs in more places are not holes; the rest is then kept as is. */
const MAX_PIECES = 16;

/**
 * The complete lines at the start of `bytes`, which end with LF or CRLF; about `limit` at most, without blank ones.
 * Lines are cut at LF only, never inside a character, and at holes of NULs, which JSON can't contain.
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

/** The text from `start` to `end`, without any LF: no line, one, or several around holes. */
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

/** `undefined` for blank text. */
function textOf(bytes: Buffer, start: number, end: number): string | undefined {
  const to = end > start && bytes[end - 1] === NUL ? end - 1 : end;
  const text = bytes.toString('utf8', start, to);
  if (text.trim() === '') return undefined;
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
