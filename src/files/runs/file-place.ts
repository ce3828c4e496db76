// A place in a file that may be renamed: which file, and how far into it. Its text is the position
// of the file's source.

export interface FilePosition {
  /** Decimal; may be more than a number holds exactly. */
  readonly inode: string;
  /** Bytes before it; a line begins here. */
  readonly offset: number;
}

const TEXT = /^(\d{1,20}):(\d{1,16})$/;

/** `<inode>:<byte offset>` */
export function writeFilePosition({ inode, offset }: FilePosition): string {
  return `${inode}:${offset}`;
}

/** `undefined` for the empty text, and for any that names no place. */
export function readFilePosition(text: string): FilePosition | undefined {
  const [, inode, digits] = TEXT.exec(text) ?? [];
  if (inode === undefined || digits === undefined) return undefined;
  const offset = Number(digits);
  return Number.isSafeInteger(offset) ? { inode, offset } : undefined;
}
