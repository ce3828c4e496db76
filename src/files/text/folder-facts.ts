// Checks folders that jobwire writes to: free space, and whether a file can be created. Permissions are not enough: a
// full disk, a quota or a read-only mount only show on writing.
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderFacts, ReadFolders } from '../../runtime/system-state.ts';

export interface Folder {
  /** Name of its setting. */
  readonly name: string;
  readonly path: string;
}

const PROBE = `.jobwire-probe-${process.pid}`;
const PROBE_BYTES = 4_096;

export function createFolderFacts(folders: readonly Folder[]): ReadFolders {
  return () => Promise.all(folders.map(factsOf));
}

async function factsOf({ name, path }: Folder): Promise<FolderFacts> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await probe(join(path, PROBE));
  } catch (error) {
    return { name, freeBytes: await freeBytes(path), refusal: codeOf(error) };
  }
  return { name, freeBytes: await freeBytes(path) };
}

/** Unlinked as soon as it is created, so that nobody finds it in the folder. */
async function probe(path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await rm(path, { force: true });
    await file.write(Buffer.alloc(PROBE_BYTES));
  } finally {
    await file.close();
  }
}

/** Unknown counts as enough. */
async function freeBytes(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Without the path, because /readyz is public. */
function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
