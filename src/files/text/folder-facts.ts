// Looks at folders that are written to: how much is free there, and whether a file can be made. Rights
// alone don't tell: a full disk, a quota or a mount that became read-only show only when one writes.
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

/** Without a name as soon as it is there: whoever looks into the folder finds nothing of it. */
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

/** Without the path, since /readyz is open to all. */
function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
