// The folder of one job: its file of events, and those that were rotated away from that name.
import { type FileHandle, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isFolder } from '../text/folder.ts';
import { openPlain, whereThere } from '../text/plain-file.ts';

export const EVENTS_FILE = 'events.jsonl';

export interface FoundFile {
  readonly name: string;
  /** Decimal; may be more than a number holds exactly. */
  readonly inode: string;
  readonly sizeBytes: number;
  /** Changes with what is in it. */
  readonly changed: string;
  /** Epoch milliseconds, as the file system has it. */
  readonly changedAt: number;
}

/** More files beside the one of events are not looked through. */
const ROTATED_LIMIT = 200;
/** `events.jsonl.1` is newer than `events.jsonl.2`; `events.jsonl-20260302` older than `-20260303`. */
const COUNTED = /^events\.jsonl\.(\d{1,6})$/;
const DATED = /^events\.jsonl[.-](\d{7,14})$/;

/** `undefined` when nothing of that name is there, or it is no plain file. */
export async function lookAt(folder: string, name: string): Promise<FoundFile | undefined> {
  const stat = await whereThere(lstat(join(folder, name), { bigint: true }));
  if (!stat?.isFile()) return undefined;
  return {
    name,
    inode: String(stat.ino),
    sizeBytes: Number(stat.size),
    changed: String(stat.mtimeNs),
    changedAt: Number(stat.mtimeMs),
  };
}

/** What has this name and is no plain file; `undefined` when it is one, or nothing is there. */
export async function whatElse(folder: string, name: string): Promise<string | undefined> {
  const stat = await whereThere(lstat(join(folder, name)));
  if (stat === undefined || stat.isFile()) return undefined;
  if (stat.isSymbolicLink()) return 'a link, and no link is followed';
  if (stat.isDirectory()) return 'a folder';
  return stat.isFIFO() ? 'a named pipe' : 'a device or socket';
}

/** Plain files whose names begin like that of events, which itself is not among them. */
export async function rotatedFiles(folder: string): Promise<FoundFile[]> {
  const names = (await whereThere(readdir(folder))) ?? [];
  const rotated = names.filter((name) => name.startsWith('events') && name !== EVENTS_FILE);
  const found: FoundFile[] = [];
  for (const name of rotated.slice(0, ROTATED_LIMIT)) {
    const file = await lookAt(folder, name);
    if (file !== undefined) found.push(file);
  }
  return found;
}

/** The file that was written after `old` and rotated too; its name tells. */
export function successorOf(old: FoundFile, rotated: readonly FoundFile[]): FoundFile | undefined {
  const age = ageOf(old.name);
  if (age === undefined) return undefined;
  const isNewer = ({ name }: FoundFile) => (ageOf(name) ?? Number.NEGATIVE_INFINITY) > age;
  const newer = rotated.filter(isNewer);
  return newer.sort((a, b) => (ageOf(a.name) ?? 0) - (ageOf(b.name) ?? 0))[0];
}

/** Grows with every rotation. */
function ageOf(name: string): number | undefined {
  const count = COUNTED.exec(name)?.[1];
  if (count !== undefined) return -Number(count);
  const date = DATED.exec(name)?.[1];
  return date === undefined ? undefined : Number(date);
}

/**
 * Opens that very file. `undefined` when it is not there any more: renamed just now, or its folder
 * made a link to somewhere else.
 */
export async function openFound(folder: string, file: FoundFile): Promise<FileHandle | undefined> {
  const handle = await openPlain(join(folder, file.name));
  if (handle === undefined) return undefined;
  try {
    if (await isInside(folder, file, handle)) return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return undefined;
}

/** Only the last part of a path is kept from being a link when it is opened. */
async function isInside(folder: string, file: FoundFile, handle: FileHandle): Promise<boolean> {
  const opened = await handle.stat({ bigint: true });
  const isRealFolder = await isFolder(folder);
  const named = await lookAt(folder, file.name);
  const inode = String(opened.ino);
  return isRealFolder && opened.isFile() && inode === file.inode && inode === named?.inode;
}
