// Files from outside: opens only plain ones, and follows no links.
import { constants, type FileHandle, open } from 'node:fs/promises';

const MISSING: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR']);

/**
 * For reading. `undefined` if it does not exist or is a link. It may still be a folder or a pipe: check its `stat`.
 */
export async function openPlain(path: string): Promise<FileHandle | undefined> {
  // A named pipe would block; a link could point anywhere.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  return ifExists(open(path, flags));
}

/** The result, or `undefined` if there is no such file or it is of another kind. */
export async function ifExists<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (MISSING.has(fileErrorCode(error))) return undefined;
    throw error;
  }
}

/** The code of a file system error, e.g. `ENOENT`; `undefined` for other errors. */
export function fileErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : undefined;
}

/** Fills `buffer` from `position` on; returns how many bytes there were. */
export async function fill(file: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(
      buffer,
      filled,
      buffer.length - filled,
      position + filled,
    );
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
