// Logs in files, by job id alone: `<folder>/<job id>.log`. Reads the end of a file, or goes on where it was, and nothing outside the folder,
// whatever the job id.
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogName } from '../../jobs/log-access.ts';
import type {
  LogBeginning,
  LogFeed,
  LogPart,
  LogSource,
  LogStart,
  LogTail,
} from '../../tails/log-source.ts';
import { fill, openPlain } from '../text/plain-file.ts';

/** A tail never needs more than fits a message; long lines are cut by the renderer. */
const READ_BYTES = 256 * 1024;
const SAFE_NAME = /^[\w.@:+-]{1,200}$/;

export function createLogFiles(folder: string): LogSource & LogFeed {
  async function reading<T>(
    { jobId, projectId }: LogName,
    read: (file: FileHandle) => Promise<T | undefined>,
  ) {
    if (projectId !== undefined) return undefined;
    if (!SAFE_NAME.test(jobId) || jobId.startsWith('.')) return undefined;
    const file = await openPlain(join(folder, `${jobId}.log`));
    if (file === undefined) return undefined;
    try {
      return await read(file);
    } finally {
      await file.close();
    }
  }

  return {
    tail: (log, lines) => reading(log, (file) => readEnd(file, lines)),
    beginning: (log, maxBytes) => reading(log, (file) => beginningOf(file, maxBytes)),
    read: (log, start, isFinal) => reading(log, (file) => readPart(file, start, isFinal)),
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

/** A file is the same one while it has this. */
interface FileState {
  readonly identity: string;
  readonly sizeBytes: number;
}

function stateOf({ ino, birthtimeMs, size: sizeBytes }: Stats): FileState {
  return { identity: `${ino}-${birthtimeMs}`, sizeBytes };
}

async function beginningOf(file: FileHandle, maxBytes: number): Promise<LogBeginning | undefined> {
  const stat = await file.stat();
  if (!stat.isFile()) return undefined;
  const { identity, sizeBytes } = stateOf(stat);
  const offset = Math.max(0, sizeBytes - maxBytes);
  return { position: `${identity}:${offset}`, isCut: offset > 0 };
}

async function readPart(
  file: FileHandle,
  start: LogStart,
  isFinal: boolean,
): Promise<LogPart | undefined> {
  const stat = await file.stat();
  if (!stat.isFile()) return undefined;
  const state = stateOf(stat);
  const from = offsetOf(start, state);
  const buffer = Buffer.alloc(Math.min(READ_BYTES, stat.size - from));
  const bytes = buffer.subarray(0, await fill(file, buffer, from));
  const isRest = from + bytes.length >= stat.size;
  const end = isRest && isFinal ? bytes.length : endOfWhole(bytes);
  const all = linesIn(bytes.subarray(0, end), start.kind === 'newest' && from > 0);
  return {
    lines: start.kind === 'newest' ? all.slice(-start.lines) : all,
    ended: false,
    position: `${state.identity}:${from + end}`,
    hasMore: !isRest,
  };
}

function offsetOf(start: LogStart, { identity, sizeBytes }: FileState): number {
  if (start.kind === 'newest') return Math.max(0, sizeBytes - READ_BYTES);
  if (start.kind === 'oldest') return 0;
  const [before, offset] = start.position.split(':');
  const isSame = before === identity && Number(offset) <= sizeBytes;
  return isSame ? Number(offset) : 0;
}

/** The end of the last whole line. A line that is longer than what is read at once comes in pieces. */
function endOfWhole(bytes: Buffer): number {
  const end = bytes.lastIndexOf('\n') + 1;
  return end === 0 && bytes.length === READ_BYTES ? bytes.length : end;
}

/** `isCut`: the first line is probably incomplete. */
function linesIn(bytes: Buffer, isCut: boolean): string[] {
  if (bytes.length === 0) return [];
  const lines = textOf(bytes, isCut)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  return isCut && lines.length > 1 ? lines.slice(1) : lines;
}
