// Files from outside: only plain ones are opened, and no link is followed.
import { constants, type FileHandle, open } from 'node:fs/promises';

const NOT_THERE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR']);

/**
 * To be read. `undefined` for what is not there or is a link; what else it is, a folder or a pipe,
 * its `stat` tells.
 */
export async function openPlain(path: string): Promise<FileHandle | undefined> {
  // A named pipe would block; a link could point anywhere.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  return whereThere(open(path, flags));
}

/** What is found, or `undefined` when there is nothing of that name, or not what it is taken for. */
export async function whereThere<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (NOT_THERE.has(fileErrorCode(error))) return undefined;
    throw error;
  }
}

/** The code of an error of the file system: `ENOENT`; `undefined` for any other. */
export function fileErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : undefined;
}

/** Fills `buffer` from `position` on; answers how many bytes there were. */
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
