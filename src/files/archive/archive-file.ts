// One file of the archive: appends whole lines, without repeating any, and removes a line that a crash left
// half-written.
import { constants, type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NEWLINE } from '../text/cut-lines.ts';
import { fileErrorCode, fill } from '../text/plain-file.ts';
import { restrictToOwner } from './archive-rights.ts';

export interface Addition {
  /** Each with its line break. */
  readonly lines: readonly string[];
  /** The first of them may already be the last ones of the file, and are then not added again. */
  readonly mayRepeat: boolean;
}

const FLAGS =
  constants.O_RDWR |
  constants.O_APPEND |
  constants.O_CREAT |
  constants.O_NOFOLLOW |
  constants.O_NONBLOCK;
const STEP_BYTES = 65_536;
const [FOLDER_MODE, FILE_MODE] = [0o700, 0o600];

/** `unwritten`: the file contains none of it. */
export type Added =
  | { readonly kind: 'added'; readonly cutBytes: number }
  | { readonly kind: 'unwritten'; readonly error: unknown };

/**
 * Creates missing files and folders. `cutBytes`: the length of a half-written line that was removed. Rejects if it is
 * unknown what the file contains.
 */
export async function addLines(path: string, { lines, mayRepeat }: Addition): Promise<Added> {
  let file: FileHandle;
  try {
    file = await openToAdd(path);
  } catch (error) {
    return { kind: 'unwritten', error };
  }
  try {
    const { size, mode } = await file.stat();
    if ((mode & 0o077) !== 0) await restrictBoth(file, path);
    const whole = await endOfLastLine(file, size);
    if (whole < size) await file.truncate(whole);
    const all = lines.map((line) => Buffer.from(line));
    const fresh = mayRepeat ? all.slice(await countRepeated(file, whole, all)) : all;
    const failure = fresh.length > 0 ? await append(file, whole, fresh) : undefined;
    return failure ?? { kind: 'added', cutBytes: size - whole };
  } finally {
    await file.close();
  }
}

/** Appends all or nothing. */
async function append(
  file: FileHandle,
  whole: number,
  lines: readonly Buffer[],
): Promise<Added | undefined> {
  try {
    await file.appendFile(Buffer.concat(lines));
    return undefined;
  } catch (error) {
    await file.truncate(whole);
    return { kind: 'unwritten', error };
  }
}

async function openToAdd(path: string): Promise<FileHandle> {
  try {
    return await open(path, FLAGS, FILE_MODE);
  } catch (error) {
    if (fileErrorCode(error) !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
    return await open(path, FLAGS, FILE_MODE);
  }
}

/** For a file that was created with wider permissions; ignored if we are not its owner. */
async function restrictBoth(file: FileHandle, path: string): Promise<void> {
  await file.chmod(FILE_MODE).catch(() => {});
  await restrictToOwner(dirname(path)).catch(() => {});
}

/** The offset after the last line break before `size`. */
async function endOfLastLine(file: FileHandle, size: number): Promise<number> {
  let end = size;
  // Usually the very last byte is one.
  for (let step = 1; end > 0; step = STEP_BYTES) {
    const bytes = Buffer.alloc(Math.min(step, end));
    await fill(file, bytes, end - bytes.length);
    const at = bytes.lastIndexOf(NEWLINE);
    if (at >= 0) return end - bytes.length + at + 1;
    end -= bytes.length;
  }
  return 0;
}

/** How many of the first lines are, in the same order, the last ones of the file. */
async function countRepeated(
  file: FileHandle,
  size: number,
  lines: readonly Buffer[],
): Promise<number> {
  const all = Buffer.concat(lines);
  // One more byte, to see whether a line starts there.
  const tail = Buffer.alloc(Math.min(size, all.length + 1));
  await fill(file, tail, size - tail.length);
  let length = all.length;
  for (let count = lines.length; count > 0; count -= 1) {
    const start = tail.length - length;
    const isLineStart = start === 0 ? tail.length === size : tail[start - 1] === NEWLINE;
    if (start >= 0 && isLineStart && tail.subarray(start).equals(all.subarray(0, length))) {
      return count;
    }
    length -= lines[count - 1]?.length ?? 0;
  }
  return 0;
}
