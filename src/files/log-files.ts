// Logs in files: `<folder>/<job id>.log`. Only the end of a file is read, and nothing outside the
// folder, whatever a job is called.
import { constants, type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogSource, LogTail } from '../tails/log-source.ts';

/** A tail never needs more than a message holds; long lines are cut by the renderer. */
const READ_BYTES = 256 * 1024;
const SAFE_NAME = /^[\w.@:+-]{1,200}$/;
const NOT_THERE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR']);

export function createLogFiles(folder: string): LogSource {
  return {
    async tail(jobId, lines) {
      if (!SAFE_NAME.test(jobId) || jobId.startsWith('.')) return undefined;
      const file = await openRegular(join(folder, `${jobId}.log`));
      if (file === undefined) return undefined;
      try {
        return await readEnd(file, lines);
      } finally {
        await file.close();
      }
    },
  };
}

/** `undefined` for what is not there, not a plain file, or a link to somewhere else. */
async function openRegular(path: string): Promise<FileHandle | undefined> {
  try {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(path, flags);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return undefined;
  } catch (error) {
    if (NOT_THERE.has((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}

async function readEnd(file: FileHandle, lines: number): Promise<LogTail> {
  const { size } = await file.stat();
  const from = Math.max(0, size - READ_BYTES);
  const buffer = Buffer.alloc(size - from);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
  const all = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
  // What stands before the first line end may be the rest of a line, or of a character.
  if (from > 0 && all.length > 1) all.shift();
  if (all.at(-1) === '') all.pop();
  return { lines: all.slice(-lines), ended: false };
}
