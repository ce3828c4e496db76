// The folder of one job: its event file, and rotated ones.
import { type FileHandle, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isFolder } from '../text/folder.ts';
import { ifExists, openPlain } from '../text/plain-file.ts';

export const EVENTS_FILE = 'events.jsonl';

export interface FoundFile {
  readonly name: string;
  /** Decimal; may be more than a number holds exactly. */
  readonly inode: string;
  readonly sizeBytes: number;
  /** Changes with its content. */
  readonly changed: string;
  /** Epoch milliseconds, by the file system. */
  readonly changedAt: number;
}

/** Further rotated files are ignored. */
const MAX_ROTATED = 200;
/** `events.jsonl.1` is newer than `events.jsonl.2`; `events.jsonl-20260302` older than `-20260303`. */
const COUNTED = /^events\.jsonl\.(\d{1,6})$/;
const DATED = /^events\.jsonl[.-](\d{7,14})$/;

/** `undefined` if it does not exist or is not a plain file. */
export async function findFile(folder: string, name: string): Promise<FoundFile | undefined> {
  const stat = await ifExists(lstat(join(folder, name), { bigint: true }));
  if (!stat?.isFile()) return undefined;
  return {
    name,
    inode: String(stat.ino),
    sizeBytes: Number(stat.size),
    changed: String(stat.mtimeNs),
    changedAt: Number(stat.mtimeMs),
  };
}

/** What it is instead of a plain file; `undefined` if it is one or does not exist. */
export async function otherKindOf(folder: string, name: string): Promise<string | undefined> {
  const stat = await ifExists(lstat(join(folder, name)));
  if (stat === undefined || stat.isFile()) return undefined;
  if (stat.isSymbolicLink()) return 'a link, and links are not followed';
  if (stat.isDirectory()) return 'a folder';
  return stat.isFIFO() ? 'a named pipe' : 'a device or socket';
}

/** Plain files with a similar name, without the event file itself. */
export async function rotatedFiles(folder: string): Promise<FoundFile[]> {
  const names = (await ifExists(readdir(folder))) ?? [];
  const rotated = names.filter((name) => name.startsWith('events') && name !== EVENTS_FILE);
  const found: FoundFile[] = [];
  for (const name of rotated.slice(0, MAX_ROTATED)) {
    const file = await findFile(folder, name);
    if (file !== undefined) found.push(file);
  }
  return found;
}

/** By its name, the next file that was rotated after `old`. */
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
 * Opens exactly this file. `undefined` if it is gone: renamed meanwhile, or its folder replaced by a link.
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

/** Opening a path only protects its last segment from being a link. */
async function isInside(folder: string, file: FoundFile, handle: FileHandle): Promise<boolean> {
  const opened = await handle.stat({ bigint: true });
  const isRealFolder = await isFolder(folder);
  const named = await findFile(folder, file.name);
  const inode = String(opened.ino);
  return isRealFolder && opened.isFile() && inode === file.inode && inode === named?.inode;
}
