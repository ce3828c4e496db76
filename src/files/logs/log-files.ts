// Logs in files: `<folder>/<job id>.log`. Reads only the end of a file, and nothing outside the folder, whatever the
// job id.
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogSource, LogTail } from '../../tails/log-source.ts';
import { openPlain } from '../text/plain-file.ts';

/** A tail never needs more than fits a message; long lines are cut by the renderer. */
const READ_BYTES = 256 * 1024;
const SAFE_NAME = /^[\w.@:+-]{1,200}$/;

export function createLogFiles(folder: string): LogSource {
  return {
    async tail(jobId, lines) {
      if (!SAFE_NAME.test(jobId) || jobId.startsWith('.')) return undefined;
      const file = await openPlain(join(folder, `${jobId}.log`));
      if (file === undefined) return undefined;
      try {
        return await readEnd(file, lines);
      } finally {
        await file.close();
      }
    },
  };
}

async function readEnd(file: FileHandle, lines: number): Promise<LogTail | undefined> {
  const stat = await file.stat();
  if (!stat.isFile()) return undefined;
  const from = Math.max(0, stat.size - READ_BYTES);
  const buffer = Buffer.alloc(stat.size - from);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
  const all = textOf(buffer.subarray(0, bytesRead), from > 0).split(/\r?\n/);
  // The first line is probably incomplete.
  if (from > 0 && all.length > 1) all.shift();
  if (all.at(-1) === '') all.pop();
  return { lines: all.slice(-lines), ended: false };
}

/** Omits an incomplete character at either end, cut by us or not fully written yet. */
function textOf(bytes: Buffer, cutAtStart: boolean): string {
  let start = 0;
  while (cutAtStart && start < 3 && ((bytes[start] ?? 0) & 0b1100_0000) === 0b1000_0000) start += 1;
  return new TextDecoder().decode(bytes.subarray(start), { stream: true });
}
