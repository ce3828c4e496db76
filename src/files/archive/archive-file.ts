// One file of the archive: whole lines are added to its end, and none that a crash left half-written
// or that is there already.
import { constants, type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NEWLINE } from '../text/cut-lines.ts';
import { fileErrorCode, fill } from '../text/plain-file.ts';
import { restrictToOwner } from './archive-rights.ts';

export interface Addition {
  /** Each with its line end. */
  readonly lines: readonly string[];
  /** The first of them may be the last ones of the file: they are not added again. */
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

/** `unwritten`: nothing of it is in the file. */
export type Added =
  | { readonly kind: 'added'; readonly cutBytes: number }
  | { readonly kind: 'unwritten'; readonly error: unknown };

/**
 * Makes file and folder where they are missing. `cutBytes`: of a half line that it removed. Rejects when
 * nobody knows what the file holds.
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
    if ((mode & 0o077) !== 0) await closeBoth(file, path);
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

/** All of it or nothing. */
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

/** A file that was made with wider rights; who is not its owner can't change that, and adds all the same. */
async function closeBoth(file: FileHandle, path: string): Promise<void> {
  await file.chmod(FILE_MODE).catch(() => {});
  await restrictToOwner(dirname(path)).catch(() => {});
}

/** The offset behind the last line end before `size`. */
async function endOfLastLine(file: FileHandle, size: number): Promise<number> {
  let end = size;
  // Mostly the very last byte is one.
  for (let step = 1; end > 0; step = STEP_BYTES) {
    const bytes = Buffer.alloc(Math.min(step, end));
    await fill(file, bytes, end - bytes.length);
    const at = bytes.lastIndexOf(NEWLINE);
    if (at >= 0) return end - bytes.length + at + 1;
    end -= bytes.length;
  }
  return 0;
}

/** How many of the first lines are, in this order, the last ones of the file. */
async function countRepeated(
  file: FileHandle,
  size: number,
  lines: readonly Buffer[],
): Promise<number> {
  const all = Buffer.concat(lines);
  // One byte more, to see whether a line begins there.
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
